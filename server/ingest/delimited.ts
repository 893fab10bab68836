import type { ByteSource } from './byte-source.ts'
import { found, quoted, doubled, RecordScanner } from './scan/record-scanner.ts'

/** Bytes read at a time. */
const pieceBytes = 1 << 18

/** Room behind the text: the scan may look that far beyond a cell. */
export const slackBytes = 16

/** Decoded text in one buffer that moves on over it. Byte `end` is always zero, as the scanner needs. */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(4 * pieceBytes)
  start = 0
  end = 0
  last = false
  /** Offset of byte 0 in the decoded text. */
  base = 0
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    this.#source = source
  }

  /** Appends the next piece behind what has not been taken yet. */
  async fill(): Promise<void> {
    const kept = this.end - this.start
    const needed = kept + pieceBytes + slackBytes
    const target = needed > this.bytes.length ? Buffer.alloc(needed * 2) : this.bytes
    this.bytes.copy(target, 0, this.start, this.end)
    this.bytes = target
    this.base += this.start
    this.start = 0
    const read = await this.#source.read(target, kept, kept + pieceBytes)
    this.end = kept + read
    this.bytes[this.end] = 0
    this.last = read === 0
  }

  close(): Promise<void> {
    return this.#source.close()
  }
}

export interface Header {
  readonly delimiter: string
  readonly titles: readonly string[]
  /** Of the first record after the header: the header is row 1, blank lines before it count. */
  readonly firstRowNumber: number
}

const delimiters = [',', '\t', ';', '|'] as const
const maximumColumns = 2000

/** Reads the header record and leaves the window behind it. Null when there is none. */
export async function readHeader(window: ByteWindow): Promise<Header | null> {
  for (let rowNumber = 2; ;) {
    const line = firstLine(window)
    const delimiter = line === null ? null : detectDelimiter(line)
    if (delimiter !== null) {
      const scanner = new RecordScanner(delimiter.charCodeAt(0), maximumColumns)
      const outcome = scanner.scan(window.bytes, window.start, window.end, window.last)
      if (outcome !== found.incomplete) {
        const blank = scanner.end === window.start
        const titles = outcome === found.record ? titlesOf(window.bytes, scanner) : []
        window.start = scanner.next
        if (!blank) return { delimiter, titles, firstRowNumber: rowNumber }
        rowNumber++
        if (window.start < window.end) continue
      }
    }
    if (window.last) return null
    await window.fill()
  }
}

function titlesOf(bytes: Buffer, scanner: RecordScanner): string[] {
  return Array.from({ length: Math.min(scanner.count, maximumColumns) }, (_, field) => {
    const title = bytes.toString('utf8', scanner.starts[field], scanner.ends[field])
    const flag = scanner.flags[field]!
    return ((flag & quoted) !== 0 && (flag & doubled) !== 0 ? title.replaceAll('""', '"') : title).trim()
  })
}

function firstLine(window: ByteWindow): string | null {
  if (window.start >= window.end) return null
  const rest = window.bytes.subarray(window.start, window.end)
  const ends = [rest.indexOf(0x0a), rest.indexOf(0x0d)].filter((at) => at >= 0)
  if (ends.length === 0 && !window.last && rest.length < 1 << 20) return null
  return rest.toString('utf8', 0, Math.min(...ends, 1 << 16))
}

/** The delimiter that splits the header into most fields, outside quotes. */
function detectDelimiter(line: string): string {
  const outside = line.replace(/"[^"]*"/g, '')
  let best: string = ','
  let most = 0
  for (const delimiter of delimiters) {
    const count = outside.split(delimiter).length - 1
    if (count > most) [best, most] = [delimiter, count]
  }
  return best
}
