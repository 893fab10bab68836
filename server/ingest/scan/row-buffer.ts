const capacity = 320 << 10
/** A buffer this full is handed on. */
const fullAt = 256 << 10
/** Kept free at the start of every buffer, for the header of the message that carries it. */
export const frameBytes = 5
const mostSpare = 16

export interface FullBuffer {
  readonly bytes: Buffer
  /** With the frame. */
  readonly length: number
}

export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Bytes of COPY rows under construction. A buffer handed on is not written again until it is given back. */
export class RowBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(capacity)
  /** Over `bytes`. */
  view: DataView = viewOf(this.bytes)
  length = frameBytes
  #full: FullBuffer[] = []
  readonly #spare: Buffer[] = []

  /** Makes room for `more` bytes behind `length`. */
  ensure(more: number): void {
    const needed = this.length + more
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
    this.view = viewOf(larger)
  }

  append(text: string): void {
    this.ensure(text.length * 3)
    this.length += this.bytes.write(text, this.length)
  }

  /** Called between rows, so that a buffer holds whole rows only. */
  endRow(): void {
    if (this.length > fullAt) this.handOn()
  }

  handOn(): void {
    if (this.length === frameBytes) return
    this.#full.push({ bytes: this.bytes, length: this.length })
    this.bytes = this.#spare.pop() ?? Buffer.allocUnsafeSlow(capacity)
    this.view = viewOf(this.bytes)
    this.length = frameBytes
  }

  /** The buffers handed on since the last call. */
  takeFull(): readonly FullBuffer[] {
    const full = this.#full
    this.#full = []
    return full
  }

  readonly giveBack = (bytes: Buffer): void => {
    if (bytes.length === capacity && this.#spare.length < mostSpare) this.#spare.push(bytes)
  }
}

/** A value as a cell of COPY's CSV form. */
export function csvCell(text: string, delimiter: string): string {
  const quoting = text.includes('"') || text.includes(delimiter) || text.includes('\n') || text.includes('\r')
  return quoting ? `"${text.replaceAll('"', '""')}"` : text
}
