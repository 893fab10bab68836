import { isUtf8 } from 'node:buffer'
import type { SourceRecord } from '../contract.ts'
import { openBytes, type FileContent } from './content.ts'
import { flatRecord, parseJson } from './json.ts'

/** Longest line; a longer one is no record but a broken file. */
const longestLine = 1024 * 1024
const newline = 0x0a

/** Under this header a line that is no JSON object is passed on as it is: lacking the key, it is quarantined. */
export const unreadable = '无法解析的行'

/** One JSON object a line (JSON Lines, UTF-8); blank lines are left out. Numbers keep every digit. */
export async function* readJsonl(content: FileContent): AsyncGenerator<SourceRecord> {
  for await (const line of lines(openBytes(content))) {
    const record = readLine(line)
    if (record !== undefined) yield record
  }
}

function readLine(bytes: Buffer): SourceRecord | undefined {
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim()
  if (text === '') return undefined
  // Read as UTF-8 all the same, a broken name of a member would only be an unknown one, and its value lost.
  if (!isUtf8(bytes)) return { [unreadable]: text }
  try {
    const value = parseJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return flatRecord(value)
  } catch {
    // Falls through: the line itself is the evidence.
  }
  return { [unreadable]: text }
}

/**
 * Splits on bytes, so that a line without end never fills the memory.
 * @throws when a line is longer than 1 MiB.
 */
async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let restLength = 0
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)])
      rest = []
      restLength = 0
      start = end + 1
    }
    rest.push(chunk.subarray(start))
    restLength += chunk.length - start
    if (restLength > longestLine) throw new Error('JSON Lines 文件有超过 1 MiB 的行，不是一行一条记录')
  }
  yield Buffer.concat(rest)
}
