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
import { memoBytes } from './cell-memo.ts'
import { kinds, type ColumnPlan, type ConstantPlan } from './column-plan.ts'
import { doubled, quoted, type RecordScanner } from './record-scanner.ts'
import type { Reject } from './reject-writer.ts'
import { csvCell, RowBuffer, viewOf } from './row-buffer.ts'
import { hashWidth, writeDecimal, writeHash } from './row-digits.ts'
import { RowHash } from './row-hash.ts'

const trueDigit = viewOf(Buffer.from('1'))
const falseDigit = viewOf(Buffer.from('0'))

/**
 * Writes one validated record after the other as COPY rows: row number, hash, then the cells of known columns in
 * the order of the file. Bytes of unchanged cells are copied through; nothing is decoded on the way.
 */
export class RowBuilder {
  readonly rows = new RowBuffer()
  readonly hash = new RowHash()
  normalised = 0
  badCreditCodes = 0
  /** Why the last record did not pass. */
  reject: Reject | null = null
  readonly #plans: readonly ColumnPlan[]
  readonly #constants: readonly ConstantPlan[]
  readonly #scanner: RecordScanner
  readonly #delimiterText: string
  readonly #delimiter: number
  #scratch = Buffer.allocUnsafe(1 << 16)
  #scratchView = viewOf(this.#scratch)
  #copyFrom = 0
  #view: DataView = this.#scratchView

  constructor(
    plans: readonly ColumnPlan[],
    constants: readonly ConstantPlan[],
    scanner: RecordScanner,
    delimiter: string,
  ) {
    this.#plans = plans
    this.#constants = constants
    this.#scanner = scanner
    this.#delimiterText = delimiter
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** Says over which bytes the next records lie. */
  moveTo(view: DataView): void {
    this.#view = view
  }

  /** Appends the record that the scanner holds. @returns false, and nothing appended, when a cell is rejected. */
  build(bytes: Buffer, from: number, rowNumber: number): boolean {
    const scanner = this.#scanner
    const { rows, hash } = this
    const { length: before } = rows
    const { normalised, badCreditCodes } = this
    rows.ensure((scanner.end - from) * 2 + 64 + this.#plans.length)
    const hashAt = this.#writeRowStart(rowNumber)
    hash.reset()
    this.#copyFrom = scanner.starts[0]! - (scanner.flags[0]! & quoted)
    if (!this.#takeCells(bytes)) {
      rows.length = before
      this.normalised = normalised
      this.badCreditCodes = badCreditCodes
      return false
    }
    for (const constant of this.#constants) {
      hash.add(constant.view, 0, constant.view.byteLength, constant.seed, constant.isKey)
    }
    this.#copyThrough(bytes, scanner.end)
    rows.bytes[rows.length++] = 0x0a
    writeHash(rows.bytes, rows.view, hashAt, hash)
    return true
  }

  #takeCells(bytes: Buffer): boolean {
    const plans = this.#plans
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
    switch (plan.kind) {
      case kinds.text:
        return this.#takeText(bytes, plan, start, end, flag)
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
        const digit = value === 1 ? trueDigit : falseDigit
        this.hash.add(digit, 0, 1, plan.seed, plan.isKey)
        // PostgreSQL reads true and false as they are.
        if (bytes[start]! >= 0x80) this.#replace(bytes, field, value === 1 ? '1' : '0')
        return true
      }
      case kinds.skip:
      case kinds.careful:
        return false
    }
    this.hash.add(this.#view, start, end, plan.seed, plan.isKey)
    return true
  }

  #takeText(bytes: Buffer, plan: ColumnPlan, start: number, end: number, flag: number): boolean {
    const { hash } = this
    const length = end - start
    const { memo } = plan
    const short = memo !== null && length <= memoBytes && (flag & doubled) === 0
    if (short && memo.find(this.#view, start, length)) {
      hash.addField(memo.low, memo.high, plan.isKey)
      return true
    }
    if (length > plan.maxLength || hasBlankEnds(bytes, start, end)) return false
    const checked = plan.checkCreditCode && passesCreditCodeCheck(bytes, start, end)
    if (!(checked && plan.checkCoversPattern)) {
      const { automata } = plan
      for (let position = 0; position < automata.length; position++) {
        if (!automata[position]!.matches(bytes, start, end)) return false
      }
    }
    if (plan.checkCreditCode && !checked) this.badCreditCodes++
    if ((flag & doubled) === 0) {
      hash.add(this.#view, start, end, plan.seed, plan.isKey)
      if (short) memo.keep(length, hash.fieldLow, hash.fieldHigh)
    } else {
      const undoubled = this.#undouble(bytes, start, end)
      hash.add(this.#scratchView, 0, undoubled, plan.seed, plan.isKey)
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
    this.hash.add(rows.view, at, length, plan.seed, plan.isKey)
    return true
  }

  /** The long way: the reader of the column decides, and may write the value in another form. */
  #takeCarefully(bytes: Buffer, field: number): boolean {
    const plan = this.#plans[field]!
    const text = this.#textOf(bytes, field)
    const value = plan.read(text)
    if (isFault(value)) {
      this.reject = { column: plan.name, rule: value.rule, message: value.message, value: text }
      return false
    }
    if (value.normalised) this.normalised++
    const canonical = value.text ?? ''
    this.#replace(bytes, field, canonical)
    if (canonical === '') return true
    this.#ensureScratch(Buffer.byteLength(canonical))
    const length = this.#scratch.write(canonical)
    this.hash.add(this.#scratchView, 0, length, plan.seed, plan.isKey)
    if (plan.checkCreditCode && !passesCreditCodeCheck(this.#scratch, 0, length)) this.badCreditCodes++
    return true
  }

  #textOf(bytes: Buffer, field: number): string {
    const scanner = this.#scanner
    const text = bytes.toString('utf8', scanner.starts[field], scanner.ends[field])
    return (scanner.flags[field]! & doubled) === 0 ? text : text.replaceAll('""', '"')
  }

  #undouble(bytes: Buffer, start: number, end: number): number {
    this.#ensureScratch(end - start)
    let length = 0
    for (let position = start; position < end; position++) {
      const byte = bytes[position]!
      this.#scratch[length++] = byte
      if (byte === 0x22) position++
    }
    return length
  }

  #ensureScratch(length: number): void {
    if (length <= this.#scratch.length) return
    this.#scratch = Buffer.allocUnsafe(length)
    this.#scratchView = viewOf(this.#scratch)
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
    this.rows.ensure(text.length * 4 + 2 + (this.#scanner.end - this.#copyFrom) * 2 + this.#plans.length)
    this.rows.append(csvCell(text, this.#delimiterText))
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
  #writeRowStart(rowNumber: number): number {
    const rows = this.rows
    rows.length = writeDecimal(rows.bytes, rows.length, rowNumber)
    rows.bytes[rows.length++] = this.#delimiter
    const hashAt = rows.length
    rows.length += hashWidth
    rows.bytes[rows.length++] = this.#delimiter
    return hashAt
  }
}
