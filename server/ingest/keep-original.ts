import { Readable } from 'node:stream'
import type { SourceRecord } from '../../connectors/contract.ts'
import { storeOriginal, type Original } from '../warehouse/originals.ts'
import type { IngestRequest } from './batch.ts'

/** Keeps what a delivery holds, before anything of it is read. */
export function keepOriginal({ dataDirectory, delivery }: IngestRequest): Promise<Original> {
  const { content } = delivery
  return storeOriginal(
    dataDirectory,
    'records' in content ? { bytes: () => Readable.from(jsonLines(content.records())) } : content,
  )
}

/** Records that never were a file are kept as JSON Lines. */
async function* jsonLines(
  records: AsyncIterable<SourceRecord> | Iterable<SourceRecord>,
): AsyncGenerator<Buffer> {
  let text = ''
  for await (const record of records) {
    text += `${JSON.stringify(record)}\n`
    if (text.length < 1 << 16) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}
