import { once } from 'node:events'
import type { PoolClient } from 'pg'
import { from, type CopyStreamQuery } from 'pg-copy-streams'

/** Bytes that may wait in this process for one COPY. */
const waitingBytes = 1 << 20

/** COPY … FROM STDIN over one or more sessions at once; whole rows go to the session that waits least. */
export class CopyStreams {
  readonly #streams: readonly CopyStreamQuery[]
  readonly #finished: readonly Promise<void>[]
  #failure: Error | null = null

  constructor(clients: readonly PoolClient[], statement: string) {
    this.#streams = clients.map((client) => client.query(from(statement, { highWaterMark: waitingBytes })))
    this.#finished = this.#streams.map(
      (stream) =>
        new Promise<void>((resolve, reject) => {
          stream.once('finish', resolve)
          // More than once: cancelling a stream that has failed says so again.
          stream.on('error', (error: Error) => {
            this.#failure ??= error
            reject(error)
          })
        }),
    )
    // Read by end(); until then a failure is reported by the next write.
    for (const promise of this.#finished) promise.catch(() => undefined)
  }

  /** Resolves when another buffer may come. @throws what the server said, when it has given up. */
  async write(buffer: Buffer): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    let target = this.#streams[0]!
    for (const stream of this.#streams) if (stream.writableLength < target.writableLength) target = stream
    if (target.write(buffer) || this.#streams.some((stream) => !stream.writableNeedDrain)) return
    // A failure rejects here.
    await Promise.race([...this.#streams.map((stream) => once(stream, 'drain')), ...this.#finished])
  }

  /** @returns rows the server took. */
  async end(): Promise<number> {
    for (const stream of this.#streams) stream.end()
    await Promise.all(this.#finished)
    return this.#streams.reduce((sum, stream) => sum + stream.rowCount, 0)
  }

  /** Ends the COPY without effect. */
  async cancel(reason: Error): Promise<void> {
    for (const stream of this.#streams) if (!stream.writableFinished) stream.destroy(reason)
    await Promise.allSettled(this.#finished)
  }
}
