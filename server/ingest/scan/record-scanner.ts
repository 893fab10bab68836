/** A record longer than this is not read: a missing quote or newline must not eat the file. */
export const maximumRecordBytes = 1 << 20

/** What a scan found; only with `record` are the fields set. */
export const found = { record: 0, incomplete: 1, strayQuote: 2, unclosedQuote: 3, tooLong: 4 } as const
export type Found = (typeof found)[keyof typeof found]

/** Field flags. */
export const quoted = 1
/** Has `""` inside quotes, standing for one quote. */
export const doubled = 2
/** Has a quote inside an unquoted field: kept as it is, but COPY would read it otherwise. */
export const loose = 4
/** Has a control character other than tab and line ends. */
export const control = 8

const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22

/** Ends a plain run: bytes that mean something in the unquoted state. */
const isDelimiter = 1
const isLineEnd = 2
const isQuote = 3
const isControl = 4

/**
 * Splits delimited text (RFC 4180 with any mix of CRLF, LF and CR) into records and fields by bytes.
 * Byte `end` of the given buffer must be zero: it stops the inner loops, which then check no bounds.
 */
export class RecordScanner {
  /** Content of each field, without its quotes. Fields beyond the capacity are counted, not kept. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly flags: Uint8Array
  count = 0
  /** Where the next record begins; after a fault, where reading may resume. */
  next = 0
  /** End of the record without its line end. */
  end = 0
  readonly #plain = new Uint8Array(256)
  readonly #inQuotes = new Uint8Array(256)
  readonly #delimiter: number
  /** Every byte with a meaning is at most this: the inner loop compares once. */
  readonly #threshold: number

  constructor(delimiter: number, capacity: number) {
    this.starts = new Int32Array(capacity)
    this.ends = new Int32Array(capacity)
    this.flags = new Uint8Array(capacity)
    this.#delimiter = delimiter
    this.#threshold = Math.max(quote, delimiter)
    for (let byte = 0; byte < 0x20; byte++) {
      this.#plain[byte] = isControl
      this.#inQuotes[byte] = isControl
    }
    for (const byte of [0x09, lineFeed, carriageReturn]) {
      this.#plain[byte] = 0
      this.#inQuotes[byte] = 0
    }
    this.#plain[lineFeed] = isLineEnd
    this.#plain[carriageReturn] = isLineEnd
    this.#plain[delimiter] = isDelimiter
    this.#plain[quote] = isQuote
    this.#inQuotes[quote] = isQuote
  }

  /**
   * Reads the record at `from`. `last` says that nothing follows `end`. What is found depends on the first
   * {@link maximumRecordBytes} only, so it is the same however the text was cut into chunks.
   */
  scan(bytes: Uint8Array, from: number, end: number, last: boolean): Found {
    const plain = this.#plain
    const delimiter = this.#delimiter
    const { starts, ends, flags } = this
    const capacity = starts.length
    const threshold = this.#threshold
    let position = from
    let count = 0
    for (;;) {
      let start = position
      let stop: number
      let flag = 0
      let byte = bytes[position]!
      if (byte === quote) {
        start = position + 1
        const close = this.#closingQuote(bytes, start, end)
        if (close < 0) return this.#unfinished(bytes, from, end, last)
        flag = this.#quotedFlags
        stop = close
        position = close + 1
        byte = bytes[position]!
        if (position < end && plain[byte] !== isDelimiter && plain[byte] !== isLineEnd) {
          const overlong = position - from > maximumRecordBytes
          return this.#brokenLine(bytes, from, end, last, overlong ? found.unclosedQuote : found.strayQuote)
        }
      } else {
        for (;;) {
          while (byte > threshold) byte = bytes[++position]!
          const kind = plain[byte]!
          if (kind === isDelimiter || kind === isLineEnd) break
          if (kind === isQuote) flag |= loose
          else if (kind === isControl) {
            if (position === end) break
            flag |= control
          }
          byte = bytes[++position]!
        }
        stop = position
      }
      if (count < capacity) {
        starts[count] = start
        ends[count] = stop
        flags[count] = flag
      }
      count++
      if (position < end && byte === delimiter) {
        position++
        continue
      }
      if (position >= end && !last) return this.#unfinished(bytes, from, end, last)
      if (position - from > maximumRecordBytes) {
        return this.#brokenLine(bytes, from, end, last, found.unclosedQuote)
      }
      return this.#finish(bytes, position, end, last, count)
    }
  }

  #quotedFlags = 0

  /** Position of the quote that closes the field, or −1 when it is not there yet. */
  #closingQuote(bytes: Uint8Array, from: number, end: number): number {
    const special = this.#inQuotes
    let position = from
    let flag = quoted
    for (;;) {
      let byte = bytes[position]!
      let kind = special[byte]!
      while (kind === 0) {
        do byte = bytes[++position]!
        while (byte > quote)
        kind = special[byte]!
      }
      if (kind === isControl) {
        if (position === end) return -1
        flag |= control
        position++
        continue
      }
      // At the end of a chunk this may be the first of two: the record is then incomplete, and read anew.
      if (bytes[position + 1] !== quote) {
        this.#quotedFlags = flag
        return position
      }
      flag |= doubled
      position += 2
    }
  }

  #finish(bytes: Uint8Array, position: number, end: number, last: boolean, count: number): Found {
    this.count = count
    this.end = position
    if (position >= end) {
      this.next = end
      return found.record
    }
    if (bytes[position] === carriageReturn) {
      // A line feed that belongs to it may be in the next chunk.
      if (position + 1 >= end && !last) return found.incomplete
      this.next = position + (bytes[position + 1] === lineFeed && position + 1 < end ? 2 : 1)
    } else {
      this.next = position + 1
    }
    return found.record
  }

  /** The record does not end within the bytes at hand: wait for more, unless it is too long already. */
  #unfinished(bytes: Uint8Array, from: number, end: number, last: boolean): Found {
    if (end - from <= maximumRecordBytes && !last) return found.incomplete
    return this.#brokenLine(bytes, from, end, last, found.unclosedQuote)
  }

  /**
   * Only the first line is given up: a lone quote must not take the good lines after it with it.
   * When even that line exceeds the limit, `next` lies within it and the reader skips to its end.
   */
  #brokenLine(bytes: Uint8Array, from: number, end: number, last: boolean, fault: Found): Found {
    const limit = Math.min(end, from + maximumRecordBytes + 1)
    for (let position = from; position < limit; position++) {
      const byte = bytes[position]
      if (byte !== lineFeed && byte !== carriageReturn) continue
      if (byte === carriageReturn && position + 1 >= end && !last) return found.incomplete
      const pair = byte === carriageReturn && position + 1 < end && bytes[position + 1] === lineFeed
      this.end = position
      this.next = position + (pair ? 2 : 1)
      return fault
    }
    this.end = limit
    this.next = limit
    if (end - from > maximumRecordBytes) return found.tooLong
    return last ? fault : found.incomplete
  }

  /** Passes over the rest of a line that was too long. */
  skipLine(
    bytes: Uint8Array,
    from: number,
    end: number,
    last: boolean,
  ): { readonly position: number; readonly ended: boolean } {
    let position = from
    while (position < end && bytes[position] !== lineFeed && bytes[position] !== carriageReturn) position++
    if (position === end) return { position, ended: last }
    if (bytes[position] === lineFeed) return { position: position + 1, ended: true }
    if (position + 1 < end)
      return { position: position + (bytes[position + 1] === lineFeed ? 2 : 1), ended: true }
    return { position: last ? end : position, ended: last }
  }
}
