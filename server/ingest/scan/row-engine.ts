import { isUtf8 } from 'node:buffer'
import { isFault } from '../values.ts'
import {
  hasBlankEnds,
  moneyValue,
  passesCreditCodeCheck,
  plainBoolean,
  plainDate,
  plainDecimal,
  plainInteger,
  plainMoneyDecimals,
  plainMonth,
} from './cell-checks.ts'
import { kinds, type ColumnPlan, type ConstantPlan } from './column-plan.ts'
import type { KeyFilter } from './key-filter.ts'
import { wholeCharacters } from '../decode.ts'
import { lineFaults } from './line-faults.ts'
import { doubled, found, quoted, RecordScanner, type Found } from './record-scanner.ts'
import { type Reject, RejectWriter } from './reject-writer.ts'
import { csvCell, fullAt, RowBuffer } from './row-buffer.ts'
import { RowHash } from './row-hash.ts'

export interface RowEngineOptions {
  readonly plans: readonly ColumnPlan[]
  readonly constants: readonly ConstantPlan[]
  readonly delimiter: string
  /** Of the record the first scan finds; the header is record 1. */
  readonly firstRowNumber: number
  readonly filter: KeyFilter
  /** Text came through a decoder, which marks what it could not read by U+FFFD. */
  readonly transcoded: boolean
  /** What the quarantine keeps of a record; by default its bytes. */
  readonly rawOf?: (rowNumber: number) => Buffer | null
  readonly rowNumberOf?: (record: number) => number
}

const hexDigits = Buffer.from('0123456789abcdef')
/** '+0x' and 16 digits: PostgreSQL reads a bigint in this form. */
const hashWidth = 19
const offsetEvery = 1000
const maximumSuspects = 1 << 20
const replacement = Buffer.from('\ufffd')

/**
 * Validates records and writes those that pass as COPY rows: row number, hash, then the cells of known columns in
 * the order of the file. Bytes of unchanged cells are copied through; nothing is decoded on the way.
 */
export class RowEngine {
  readonly rows = new RowBuffer()
  readonly rejects: RejectWriter
  read = 0
  staged = 0
  normalised = 0
  blankRecords = 0
  badCreditCodes = 0
  /** Row numbers whose key may have come before; null when there are too many to list. */
  suspects: number[] | null = []
  /** Byte offset of every thousandth record in the decoded text. */
  readonly offsets: number[] = []
  readonly #options: RowEngineOptions
  readonly #scanner: RecordScanner
  readonly #hash = new RowHash()
  readonly #delimiter: number
  #rowNumber: number
  #records = 0
  #scratch = Buffer.allocUnsafe(1 << 16)
  #skipping = false
  #copyFrom = 0
  #checkEncoding = false
  #reject: Reject | null = null

  constructor(options: RowEngineOptions) {
    this.#options = options
    this.#delimiter = options.delimiter.charCodeAt(0)
    this.#scanner = new RecordScanner(this.#delimiter, options.plans.length + 64)
    this.#rowNumber = options.firstRowNumber - 1
    this.rejects = new RejectWriter(options.delimiter)
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
      else this.#refuseLine(bytes, position, outcome)
      position = scanner.next
      if (this.rows.length > fullAt) this.rows.handOn()
    }
    return position
  }

  /** Counts and keeps a record that another reader has rejected. */
  refuse(rowNumber: number, reject: Reject, raw: Buffer): void {
    this.read++
    this.rejects.write(rowNumber, reject, raw)
  }

  #takeRecord(bytes: Buffer, from: number): void {
    const scanner = this.#scanner
    const { plans } = this.#options
    if (scanner.count !== plans.length) {
      if (!this.#fitsHeader(bytes, from)) return
    } else if (scanner.end - from < plans.length && this.#isBlank(from)) return
    this.read++
    const rows = this.rows
    const { length: before } = rows
    rows.ensure((scanner.end - from) * 2 + 64 + plans.length)
    const hashAt = this.#writeRowStart()
    this.#hash.reset()
    this.#reject = null
    this.#copyFrom = scanner.starts[0]! - (scanner.flags[0]! & quoted)
    const ok = (!this.#checkEncoding || this.#isReadable(bytes, from)) && this.#takeCells(bytes)
    if (!ok) {
      rows.length = before
      this.#writeReject(bytes, from)
      return
    }
    for (const { bytes: value, seed, isKey } of this.#options.constants) {
      this.#hash.add(value, 0, value.length, seed, isKey)
    }
    this.#copyThrough(bytes, scanner.end)
    rows.bytes[rows.length++] = 0x0a
    this.#writeHash(hashAt)
    this.staged++
    if (this.#options.filter.add(this.#hash.keyLow, this.#hash.keyHigh)) this.#suspect()
  }

  #takeCells(bytes: Buffer): boolean {
    const { plans } = this.#options
    const { starts, ends, flags } = this.#scanner
    for (let field = 0; field < plans.length; field++) {
      const plan = plans[field]!
      const start = starts[field]!
      const end = ends[field]!
      const flag = flags[field]!
      if (plan.kind === kinds.skip) {
        this.#leaveOut(bytes, field)
        continue
      }
      if (start === end) {
        if (plan.required) return this.#takeCarefully(bytes, field)
        if (flag !== 0) this.#replace(bytes, field, '')
        continue
      }
      // Loose quotes and control characters never pass by the short way.
      const plain =
        (flag & ~(quoted | doubled)) === 0 && this.#takePlain(bytes, field, plan, start, end, flag)
      if (!plain && !this.#takeCarefully(bytes, field)) return false
    }
    return true
  }

  /** The short way: a cell in canonical form is hashed where it lies and copied through. */
  #takePlain(
    bytes: Buffer,
    field: number,
    plan: ColumnPlan,
    start: number,
    end: number,
    flag: number,
  ): boolean {
    if (plan.kind === kinds.text) return this.#takeText(bytes, plan, start, end, flag)
    switch (plan.kind) {
      case kinds.integer: {
        const value = plainInteger(bytes, start, end)
        if (!(value >= plan.minimum && value <= plan.maximum)) return false
        break
      }
      case kinds.decimal: {
        const value = plainDecimal(bytes, start, end)
        if (!(value >= plan.minimum && value <= plan.maximum)) return false
        break
      }
      case kinds.money:
        return this.#takeMoney(bytes, field, plan, start, end)
      case kinds.date: {
        const day = plainDate(bytes, start, end)
        if (day === 0 || day > plan.latest) return false
        break
      }
      case kinds.month: {
        const month = plainMonth(bytes, start, end)
        if (month === 0 || month > plan.latest) return false
        break
      }
      case kinds.boolean: {
        const value = plainBoolean(bytes, start, end)
        if (value < 0) return false
        const digit = value === 1 ? trueByte : falseByte
        this.#hash.add(digit, 0, 1, plan.seed, plan.isKey)
        // PostgreSQL reads true and false as they are.
        if (bytes[start]! >= 0x80) this.#replace(bytes, field, value === 1 ? '1' : '0')
        return true
      }
      default:
        return false
    }
    this.#hash.add(bytes, start, end, plan.seed, plan.isKey)
    return true
  }

  #takeText(bytes: Buffer, plan: ColumnPlan, start: number, end: number, flag: number): boolean {
    if (end - start > plan.maxLength || hasBlankEnds(bytes, start, end)) return false
    const { automata } = plan
    for (let position = 0; position < automata.length; position++) {
      if (!automata[position]!.matches(bytes, start, end)) return false
    }
    if (plan.checkCreditCode && !passesCreditCodeCheck(bytes, start, end)) this.badCreditCodes++
    if ((flag & doubled) === 0) {
      this.#hash.add(bytes, start, end, plan.seed, plan.isKey)
    } else {
      const length = this.#undouble(bytes, start, end)
      this.#hash.add(this.#scratch, 0, length, plan.seed, plan.isKey)
    }
    return true
  }

  /** 1286.5 yuan are 128650 cents: the digits stay, the point goes. */
  #takeMoney(bytes: Buffer, field: number, plan: ColumnPlan, start: number, end: number): boolean {
    const decimals = plainMoneyDecimals(bytes, start, end)
    if (decimals < 0) return false
    const amount = moneyValue(bytes, start, end, decimals)
    if (amount < plan.minimum || amount > plan.maximum) return false
    const rows = this.rows
    this.#copyBefore(bytes, field)
    const at = rows.length
    const whole = decimals === 0 ? end : end - decimals - 1
    let length = at
    for (let position = start; position < whole; position++) rows.bytes[length++] = bytes[position]!
    for (let position = end - decimals; position < end; position++) rows.bytes[length++] = bytes[position]!
    for (let digit = decimals; digit < 2; digit++) rows.bytes[length++] = 0x30
    rows.length = length
    this.#hash.add(rows.bytes, at, length, plan.seed, plan.isKey)
    return true
  }

  /** The long way: the reader of the column decides, and may write the value in another form. */
  #takeCarefully(bytes: Buffer, field: number): boolean {
    const plan = this.#options.plans[field]!
    const text = this.#textOf(bytes, field)
    const value = plan.read(text)
    if (isFault(value)) {
      this.#reject = { column: plan.name, rule: value.rule, message: value.message, value: text }
      return false
    }
    if (value.normalised) this.normalised++
    const canonical = value.text ?? ''
    this.#replace(bytes, field, canonical)
    if (canonical === '') return true
    this.#scratch =
      Buffer.byteLength(canonical) > this.#scratch.length ? Buffer.from(canonical) : this.#scratch
    const length = this.#scratch.write(canonical)
    this.#hash.add(this.#scratch, 0, length, plan.seed, plan.isKey)
    if (plan.checkCreditCode && !passesCreditCodeCheck(this.#scratch, 0, length)) this.badCreditCodes++
    return true
  }

  #textOf(bytes: Buffer, field: number): string {
    const scanner = this.#scanner
    const text = bytes.toString('utf8', scanner.starts[field], scanner.ends[field])
    return (scanner.flags[field]! & doubled) === 0 ? text : text.replaceAll('""', '"')
  }

  #undouble(bytes: Buffer, start: number, end: number): number {
    if (end - start > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(end - start)
    let length = 0
    for (let position = start; position < end; position++) {
      const byte = bytes[position]!
      this.#scratch[length++] = byte
      if (byte === 0x22) position++
    }
    return length
  }

  /** Copies what lies unchanged before the field, up to and with its delimiter. */
  #copyBefore(bytes: Buffer, field: number): void {
    const scanner = this.#scanner
    const mark = scanner.flags[field]! & quoted
    this.#copyThrough(bytes, scanner.starts[field]! - mark)
    this.#copyFrom = scanner.ends[field]! + mark
  }

  #replace(bytes: Buffer, field: number, text: string): void {
    this.#copyBefore(bytes, field)
    // The rest of the record still has to fit as well.
    this.rows.ensure(
      text.length * 4 + 2 + (this.#scanner.end - this.#copyFrom) * 2 + this.#options.plans.length,
    )
    this.rows.append(csvCell(text, this.#options.delimiter))
  }

  /** A field the contract does not know goes, and the delimiter before it (after it, for the first) with it. */
  #leaveOut(bytes: Buffer, field: number): void {
    const scanner = this.#scanner
    const mark = scanner.flags[field]! & quoted
    if (field > 0) this.#copyThrough(bytes, scanner.starts[field]! - mark - 1)
    else this.rows.length--
    this.#copyFrom = scanner.ends[field]! + mark
  }

  #copyThrough(bytes: Buffer, to: number): void {
    const rows = this.rows
    const length = to - this.#copyFrom
    if (length <= 0) return
    bytes.copy(rows.bytes, rows.length, this.#copyFrom, to)
    rows.length += length
  }

  /** Row number, room for the hash, delimiter. @returns where the hash goes. */
  #writeRowStart(): number {
    const rows = this.rows
    const number = this.#numberOf(this.#rowNumber)
    let width = 1
    for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) width++
    let rest = number
    for (let position = rows.length + width - 1; position >= rows.length; position--) {
      const next = Math.floor(rest / 10)
      rows.bytes[position] = 0x30 + (rest - next * 10)
      rest = next
    }
    rows.length += width
    rows.bytes[rows.length++] = this.#delimiter
    const hashAt = rows.length
    rows.length += hashWidth
    rows.bytes[rows.length++] = this.#delimiter
    return hashAt
  }

  #writeHash(at: number): void {
    const { bytes } = this.rows
    const { low, high } = this.#hash
    // Sign and 63 bits of magnitude: all 64 bits count.
    bytes[at] = high < 0 ? 0x2d : 0x2b
    bytes[at + 1] = 0x30
    bytes[at + 2] = 0x78
    let rest = high & 0x7fffffff
    for (let position = at + 10; position > at + 2; position--) {
      bytes[position] = hexDigits[rest & 15]!
      rest >>>= 4
    }
    rest = low
    for (let position = at + 18; position > at + 10; position--) {
      bytes[position] = hexDigits[rest & 15]!
      rest >>>= 4
    }
  }

  #numberOf(record: number): number {
    return this.#options.rowNumberOf?.(record) ?? record
  }

  #suspect(): void {
    if (this.suspects === null) return
    this.suspects.push(this.#numberOf(this.#rowNumber))
    if (this.suspects.length > maximumSuspects) this.suspects = null
  }

  /** Empty cells beyond the header are what spreadsheets leave; anything else is not this header's record. */
  #fitsHeader(bytes: Buffer, from: number): boolean {
    const scanner = this.#scanner
    const { plans } = this.#options
    const { count } = scanner
    if (this.#isBlank(from)) return false
    if (count > plans.length && count <= scanner.starts.length) {
      let extra = plans.length
      while (extra < count && scanner.starts[extra] === scanner.ends[extra]) extra++
      if (extra === count) {
        scanner.end = scanner.ends[plans.length - 1]! + (scanner.flags[plans.length - 1]! & quoted)
        return true
      }
    }
    this.read++
    const message = `应有 ${plans.length} 列，实有 ${count} 列（多为内容中的分隔符未加引号，或换行断开）`
    this.#reject = { column: null, rule: 'field-count', message, value: String(count) }
    this.#writeReject(bytes, from)
    return false
  }

  /** A record of delimiters only, as spreadsheets leave below a table. */
  #isBlank(from: number): boolean {
    const scanner = this.#scanner
    if (scanner.end - from !== scanner.count - 1) return false
    this.blankRecords++
    return true
  }

  #isReadable(bytes: Buffer, from: number): boolean {
    const record = bytes.subarray(from, this.#scanner.end)
    const readable = this.#options.transcoded ? !record.includes(replacement) : isUtf8(record)
    if (!readable) {
      const message = this.#options.transcoded
        ? '含有按文件编码无法解读的字节'
        : '含有非 UTF-8 的字节；文件应为 UTF-8、GB18030 或 UTF-16 之一，不能混用'
      this.#reject = { column: null, rule: 'encoding', message, value: null }
    }
    return readable
  }

  #refuseLine(bytes: Buffer, from: number, outcome: Found): void {
    this.read++
    this.#skipping = outcome === found.tooLong
    this.#reject = { column: null, value: null, ...lineFaults[outcome] }
    this.#writeReject(bytes, from)
  }

  #writeReject(bytes: Buffer, from: number): void {
    const number = this.#numberOf(this.#rowNumber)
    const raw = this.#options.rawOf?.(this.#rowNumber) ?? bytes.subarray(from, this.#scanner.end)
    if (this.#reject !== null) this.rejects.write(number, this.#reject, raw)
  }
}

const trueByte = Buffer.from('1')
const falseByte = Buffer.from('0')
