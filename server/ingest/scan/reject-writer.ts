import { csvCell, RowBuffer } from './row-buffer.ts'

export interface Reject {
  /** Contract column, null where the record as a whole is at fault. */
  readonly column: string | null
  readonly rule: string
  readonly message: string
  readonly value: string | null
}

const keptOfLongRecord = 64 << 10
const keptOfValue = 1000

/** Rejected records as COPY rows: row number, column, rule, message, value, raw bytes. */
export class RejectWriter {
  readonly rows = new RowBuffer()
  count = 0
  readonly #delimiter: string

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  write(rowNumber: number, reject: Reject, raw: Buffer): void {
    this.count++
    const kept = reject.rule === 'record-too-long' ? raw.subarray(0, keptOfLongRecord) : raw
    const value = reject.value === null ? '' : storable(reject.value)
    const cells = [
      String(rowNumber),
      reject.column ?? '',
      reject.rule,
      csvCell(storable(reject.message), this.#delimiter),
      value === '' ? '' : csvCell(value, this.#delimiter),
      `\\x${kept.toString('hex')}`,
    ]
    this.rows.append(`${cells.join(this.#delimiter)}\n`)
    this.rows.endRow()
  }
}

/** PostgreSQL's text takes no NUL; the raw bytes keep it. */
function storable(text: string): string {
  const short = text.length > keptOfValue ? `${text.slice(0, keptOfValue)}…` : text
  return short.replaceAll('\u0000', '\\x00').toWellFormed()
}
