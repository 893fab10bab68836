import { isUtf8 } from 'node:buffer'
import { offsetEvery } from '../../warehouse/originals.ts'
import { wholeCharacters } from '../decode.ts'
import type { ColumnPlan, ConstantPlan } from './column-plan.ts'
import type { KeyFilter } from './key-filter.ts'
import { encodingFault, fieldCountFault, lineFaults } from './line-faults.ts'
import { found, quoted, RecordScanner } from './record-scanner.ts'
import { RejectWriter, type Reject } from './reject-writer.ts'
import { RowBuilder } from './row-builder.ts'
import { viewOf, type RowBuffer } from './row-buffer.ts'

export interface RowEngineOptions {
  readonly plans: readonly ColumnPlan[]
  readonly constants: readonly ConstantPlan[]
  readonly delimiter: string
  /** Of the record the first scan finds; the header is record 1. */
  readonly firstRowNumber: number
  readonly filter: KeyFilter
  /** Text came through a decoder, which marks what it could not read by U+FFFD. */
  readonly transcoded: boolean
  /** Number of the source's record, and its raw form, where the text was made from records of another format. */
  readonly rowNumberOf?: (record: number) => number
  readonly rawOf?: (record: number) => Buffer
}

const maximumSuspects = 1 << 20
const keysAtOnce = 1024
const replacement = Buffer.from('\ufffd')

/** Takes delimited text piece by piece, sorts its records into rows and rejects, and counts every one. */
export class RowEngine {
  readonly rejects: RejectWriter
  /** Records that belong to the dataset: staged and rejected. */
  read = 0
  staged = 0
  blankRecords = 0
  /** Row numbers whose key may have come before; null when there are too many to list. */
  suspects: number[] | null = []
  /** Byte offset of every thousandth record in the decoded text. */
  readonly offsets: number[] = []
  readonly #options: RowEngineOptions
  readonly #scanner: RecordScanner
  readonly #builder: RowBuilder
  #rowNumber: number
  #records = 0
  #skipping = false
  #checkEncoding = false
  /** Keys that are not in the filter yet, with the number of their row. */
  #keys = 0
  readonly #keyLows = new Int32Array(keysAtOnce)
  readonly #keyHighs = new Int32Array(keysAtOnce)
  readonly #keyRows = new Float64Array(keysAtOnce)

  constructor(options: RowEngineOptions) {
    const { plans, constants, delimiter } = options
    this.#options = options
    this.#scanner = new RecordScanner(delimiter.charCodeAt(0), plans.length + 64)
    this.#builder = new RowBuilder(plans, constants, this.#scanner, delimiter)
    this.#rowNumber = options.firstRowNumber - 1
    this.rejects = new RejectWriter(delimiter)
  }

  get rows(): RowBuffer {
    return this.#builder.rows
  }

  /** Accepted values that the source wrote in another form. */
  get normalised(): number {
    return this.#builder.normalised
  }

  get badCreditCodes(): number {
    return this.#builder.badCreditCodes
  }

  /**
   * Takes the records that lie whole between `from` and `end`. Byte `end` must be zero.
   * @param base offset of byte 0 in the decoded text
   * @returns where the first record not taken begins
   */
  take(bytes: Buffer, from: number, end: number, last: boolean, base: number): number {
    const { transcoded } = this.#options
    const all = bytes.subarray(from, last ? end : wholeCharacters(bytes, from, end))
    this.#checkEncoding = transcoded ? all.includes(replacement) : !isUtf8(all)
    const scanner = this.#scanner
    const { rows } = this.#builder
    this.#builder.moveTo(viewOf(bytes))
    let position = from
    while (position < end) {
      if (this.#skipping) {
        const after = scanner.skipLine(bytes, position, end, last)
        position = after.position
        this.#skipping = !after.ended
        if (this.#skipping) break
        continue
      }
      const outcome = scanner.scan(bytes, position, end, last)
      if (outcome === found.incomplete) break
      if (this.#records % offsetEvery === 0) this.offsets.push(base + position)
      this.#records++
      this.#rowNumber++
      if (outcome === found.record) this.#takeRecord(bytes, position)
      else {
        this.#skipping = outcome === found.tooLong
        this.#reject(bytes, position, lineFaults[outcome])
      }
      position = scanner.next
      rows.endRow()
    }
    this.#settleKeys()
    return position
  }

  /** Counts and keeps a record that another reader has rejected. */
  refuse(rowNumber: number, reject: Reject, raw: Buffer): void {
    this.read++
    this.rejects.write(rowNumber, reject, raw)
  }

  #takeRecord(bytes: Buffer, from: number): void {
    const scanner = this.#scanner
    const { plans, transcoded } = this.#options
    const { count } = scanner
    // As many bytes as delimiters: nothing between them, as spreadsheets leave below a table.
    if (scanner.end - from === count - 1) {
      this.blankRecords++
      return
    }
    if (count !== plans.length && !this.#dropEmptyCells()) {
      this.#reject(bytes, from, fieldCountFault(plans.length, count))
      return
    }
    if (this.#checkEncoding && !this.#isReadable(bytes.subarray(from, scanner.end))) {
      this.#reject(bytes, from, encodingFault(transcoded))
      return
    }
    const builder = this.#builder
    const rowNumber = this.#numberOf()
    if (!builder.build(bytes, from, rowNumber)) {
      this.#reject(bytes, from, builder.reject!)
      return
    }
    this.read++
    this.staged++
    const key = this.#keys++
    this.#keyLows[key] = builder.hash.keyLow
    this.#keyHighs[key] = builder.hash.keyHigh
    this.#keyRows[key] = rowNumber
    if (this.#keys === keysAtOnce) this.#settleKeys()
  }

  #settleKeys(): void {
    this.#options.filter.addAll(this.#keyLows, this.#keyHighs, this.#keys, (key) => {
      if (this.suspects === null) return
      this.suspects.push(this.#keyRows[key]!)
      if (this.suspects.length > maximumSuspects) this.suspects = null
    })
    this.#keys = 0
  }

  /** Empty cells beyond the header say nothing; anything else there is not this header's record. */
  #dropEmptyCells(): boolean {
    const scanner = this.#scanner
    const width = this.#options.plans.length
    const { count, starts, ends } = scanner
    if (count < width || count > starts.length) return false
    for (let field = width; field < count; field++) if (starts[field] !== ends[field]) return false
    scanner.end = ends[width - 1]! + (scanner.flags[width - 1]! & quoted)
    return true
  }

  #isReadable(record: Buffer): boolean {
    return this.#options.transcoded ? !record.includes(replacement) : isUtf8(record)
  }

  #numberOf(): number {
    return this.#options.rowNumberOf?.(this.#rowNumber) ?? this.#rowNumber
  }

  #reject(bytes: Buffer, from: number, reject: Reject): void {
    this.read++
    const raw = this.#options.rawOf?.(this.#rowNumber) ?? bytes.subarray(from, this.#scanner.end)
    this.rejects.write(this.#numberOf(), reject, raw)
  }
}
