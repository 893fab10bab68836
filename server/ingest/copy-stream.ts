import type { Duplex } from 'node:stream'
import type { Connection, PoolClient, Submittable } from 'pg'
import { frameBytes, type FullBuffer } from './scan/row-buffer.ts'

/** Bytes that may wait in this process for one COPY. */
const waitingBytes = 1 << 20

/**
 * COPY … FROM STDIN over one or more sessions at once; whole rows go to the session that waits least.
 * (pg-copy-streams keeps each buffer until some later one is asked for, so that none could be used again; with fresh
 * buffers a load takes a tenth more processor time.)
 */
export class CopyStreams {
  readonly #sessions: readonly CopySession[]
  #wake: () => void = () => undefined

  constructor(clients: readonly PoolClient[], statement: string) {
    const onChange = () => this.#wake()
    this.#sessions = clients.map((client) => client.query(new CopySession(statement, onChange)))
  }

  /**
   * Sends a buffer when there is room. It belongs to the connection until `onSent`.
   * @throws what the server said, when it has given up
   */
  async write(buffer: FullBuffer, onSent: (bytes: Buffer) => void = () => undefined): Promise<void> {
    for (;;) {
      let target = this.#sessions[0]!
      for (const session of this.#sessions) {
        session.throwIfFailed()
        if (session.isOpen && (!target.isOpen || session.waiting < target.waiting)) target = session
      }
      if (target.isOpen && target.waiting < waitingBytes) {
        target.send(buffer, onSent)
        return
      }
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** @returns rows the server took. */
  async end(): Promise<number> {
    await Promise.all(this.#sessions.map((session) => session.end()))
    return this.#sessions.reduce((sum, session) => sum + session.rowCount, 0)
  }

  /** Ends the COPY without effect. */
  async cancel(reason: Error): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.cancel(reason)))
  }
}

const copyData = 0x64
const copyDone = Buffer.from([0x63, 0, 0, 0, 4])
const copyFail = 0x66

/** One COPY in the copy-in sub-protocol, as node-postgres runs a query. */
class CopySession implements Submittable {
  /** The server has answered and takes data. */
  isOpen = false
  waiting = 0
  rowCount = 0
  #failure: Error | null = null
  #stream: Duplex | null = null
  #over = false
  readonly #statement: string
  readonly #onChange: () => void
  readonly #opened = Promise.withResolvers<void>()
  readonly #finished = Promise.withResolvers<void>()

  constructor(statement: string, onChange: () => void) {
    this.#statement = statement
    this.#onChange = onChange
    // Read by end() and cancel(); until then a failure is reported by the next write.
    this.#opened.promise.catch(() => undefined)
    this.#finished.promise.catch(() => undefined)
  }

  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /** The buffer keeps {@link frameBytes} free at its start: message and header go out in one write. */
  send({ bytes, length }: FullBuffer, onSent: (bytes: Buffer) => void): void {
    bytes[0] = copyData
    bytes.writeUInt32BE(length - 1, 1)
    this.waiting += length
    this.#stream?.write(bytes.subarray(0, length), () => {
      this.waiting -= length
      onSent(bytes)
      this.#onChange()
    })
  }

  async end(): Promise<void> {
    await this.#opened.promise
    this.#stream?.write(copyDone)
    await this.#finished.promise
  }

  async cancel(reason: Error): Promise<void> {
    await this.#opened.promise.catch(() => undefined)
    if (!this.#over && this.#failure === null) {
      const text = Buffer.from(`${reason.message.replaceAll('\u0000', '')}\u0000`)
      const head = Buffer.alloc(frameBytes)
      head[0] = copyFail
      head.writeUInt32BE(text.length + 4, 1)
      this.#stream?.write(Buffer.concat([head, text]))
    }
    await this.#finished.promise.catch(() => undefined)
  }

  submit(connection: Connection): void {
    this.#stream = connection.stream
    connection.query(this.#statement)
  }

  handleCopyInResponse(): void {
    this.isOpen = true
    this.#opened.resolve()
    this.#onChange()
  }

  handleCommandComplete(message: { readonly text?: string }): void {
    this.rowCount = Number(/^COPY (\d+)/.exec(message.text ?? '')?.[1] ?? 0)
  }

  handleReadyForQuery(): void {
    this.#over = true
    this.#finished.resolve()
  }

  handleError(error: Error): void {
    this.#failure = error
    this.#opened.reject(error)
    this.#finished.reject(error)
    this.#onChange()
  }
}
