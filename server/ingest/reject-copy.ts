import type { Database } from '../warehouse/database.ts'
import { CopyStreams } from './copy-stream.ts'
import type { FullBuffer } from './scan/row-buffer.ts'
import { withSession } from './session.ts'
import { copyStatement, type StagingTables } from './staging.ts'

const columns = ['row_number', 'column_name', 'rule', 'message', 'value', 'raw']

/** Copies rejects in a session that is opened with the first of them: most files have none. */
export class RejectCopy {
  readonly #database: Database
  readonly #statement: string
  #copy: Promise<CopyStreams> | null = null
  #session: Promise<void> = Promise.resolve()
  #close: () => void = () => undefined

  constructor(database: Database, tables: StagingTables, delimiter: string) {
    this.#database = database
    this.#statement = copyStatement(tables.rejects, columns, delimiter)
  }

  async write(buffer: FullBuffer, onSent: (bytes: Buffer) => void): Promise<void> {
    this.#copy ??= this.#open()
    await (await this.#copy).write(buffer, onSent)
  }

  /** @returns rejects the server took. */
  async end(): Promise<number> {
    if (this.#copy === null) return 0
    const taken = await (await this.#copy).end()
    await this.#release()
    return taken
  }

  async cancel(reason: Error): Promise<void> {
    if (this.#copy === null) return
    const copy = await this.#copy.catch(() => null)
    await copy?.cancel(reason)
    await this.#release()
  }

  #open(): Promise<CopyStreams> {
    const opened = Promise.withResolvers<CopyStreams>()
    this.#session = withSession(this.#database, (client) => {
      opened.resolve(new CopyStreams([client], this.#statement))
      return new Promise<void>((resolve) => (this.#close = resolve))
    }).catch(opened.reject)
    return opened.promise
  }

  async #release(): Promise<void> {
    this.#close()
    await this.#session
  }
}
