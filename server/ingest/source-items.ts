import { isUtf8 } from 'node:buffer'
import { readable } from './batch.ts'
import { doubled, found, RecordScanner } from './scan/record-scanner.ts'
import { encodingFault, fieldCountFault, lineFaults } from './scan/line-faults.ts'
import type { Reject } from './scan/reject-writer.ts'
import type { SourceItem } from './scan/record-encoder.ts'
import type { Source } from './sources.ts'

/** Every record of a source with its row number; what cannot be read as a record says why. */
export async function* sourceItems(source: Source): AsyncGenerator<SourceItem> {
  if (source.kind === 'delimited') {
    yield* delimitedItems(source)
    return
  }
  let rowNumber = source.reading.firstRowNumber
  for await (const record of readable(source.records)) yield { rowNumber: rowNumber++, record }
}

const replacement = Buffer.from('\ufffd')

export async function* delimitedItems(
  source: Extract<Source, { kind: 'delimited' }>,
): AsyncGenerator<SourceItem> {
  const { window, header, transcoded } = source
  const { titles } = header
  const scanner = new RecordScanner(header.delimiter.charCodeAt(0), titles.length + 64)
  let { firstRowNumber: rowNumber } = header
  let skipping = false
  for (;;) {
    while (window.start < window.end) {
      if (skipping) {
        const after = scanner.skipLine(window.bytes, window.start, window.end, window.last)
        skipping = !after.ended
        window.start = after.position
        if (skipping) break
        continue
      }
      const from = window.start
      const outcome = scanner.scan(window.bytes, from, window.end, window.last)
      if (outcome === found.incomplete) break
      window.start = scanner.next
      const raw = Buffer.from(window.bytes.subarray(from, scanner.end))
      if (outcome !== found.record) {
        skipping = outcome === found.tooLong
        yield { rowNumber: rowNumber++, reject: lineFaults[outcome], raw }
        continue
      }
      const blank = scanner.end - from === scanner.count - 1
      if (!blank) yield readItem(scanner, window.bytes, titles, raw, rowNumber, transcoded)
      rowNumber++
    }
    if (window.last) return
    await window.fill()
  }
}

function readItem(
  scanner: RecordScanner,
  bytes: Buffer,
  titles: readonly string[],
  raw: Buffer,
  rowNumber: number,
  transcoded: boolean,
): SourceItem {
  const rejected = (reject: Reject): SourceItem => ({ rowNumber, reject, raw })
  const { count, starts, ends, flags } = scanner
  const extra =
    count > titles.length &&
    ends.slice(titles.length, count).some((end, at) => end > starts[titles.length + at]!)
  if (count < titles.length || extra) return rejected(fieldCountFault(titles.length, count))
  if (transcoded ? raw.includes(replacement) : !isUtf8(raw)) return rejected(encodingFault(transcoded))
  const record: Record<string, string> = {}
  for (const [field, title] of titles.entries()) {
    const text = bytes.toString('utf8', starts[field], ends[field])
    const flag = flags[field]!
    if (title !== '') record[title] = (flag & doubled) === 0 ? text : text.replaceAll('""', '"')
  }
  return { rowNumber, record, raw }
}
