const initialCapacity = 320 << 10
/** A buffer this full is handed on. */
export const fullAt = 256 << 10

export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Bytes of COPY rows under construction. Handed-on buffers are never written again. */
export class RowBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(initialCapacity)
  /** Over `bytes`. */
  view: DataView = viewOf(this.bytes)
  length = 0
  readonly full: Buffer[] = []

  /** Makes room for `more` bytes behind `length`. */
  ensure(more: number): void {
    const needed = this.length + more
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
    this.view = viewOf(larger)
  }

  /** Called between rows, so that a buffer holds whole rows only. */
  handOn(): void {
    if (this.length === 0) return
    this.full.push(this.bytes.subarray(0, this.length))
    this.bytes = Buffer.allocUnsafeSlow(initialCapacity)
    this.view = viewOf(this.bytes)
    this.length = 0
  }

  append(text: string): void {
    this.ensure(text.length * 3)
    this.length += this.bytes.write(text, this.length)
  }
}

/** A value as a cell of COPY's CSV form. */
export function csvCell(text: string, delimiter: string): string {
  const quoting = text.includes('"') || text.includes(delimiter) || text.includes('\n') || text.includes('\r')
  return quoting ? `"${text.replaceAll('"', '""')}"` : text
}
