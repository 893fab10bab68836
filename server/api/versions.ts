import { prepare, type Database } from '../warehouse/database.ts'

/** Tells when what was computed or loaded has changed, so that kept answers are given up. */
export interface Versions {
  /**
   * Equal as long as no stage was computed again and no batch was loaded. What another process did is seen
   * within a second or two while requests come in, and at once by the first request after a pause.
   */
  current(): string | Promise<string>
  /** The next call reads the database, however recent the last one was. */
  touch(): void
}

const rereadAfterMs = 1000
/** Older than this, a version is not used while it is read again: nobody has asked for a while. */
const usableMs = 3000

const readVersion = prepare<[], { version: string }>(
  'data-version',
  `select concat_ws(' ',
     (select max(id) from brain.batch where status = 'loaded'),
     (select string_agg(concat_ws(':', stage, version, extract(epoch from computed_at)), ' ' order by stage)
        from brain.stage_state)) as version`,
)

export function createVersions(database: Database, clock: () => Date): Versions {
  let known: string | undefined
  let readAt = 0
  let reading: Promise<string> | undefined
  let stale = true

  async function read(): Promise<string> {
    stale = false
    try {
      const [row] = await readVersion(database, [])
      readAt = clock().getTime()
      // What was touched while the query ran may not be in its answer.
      known = row?.version ?? ''
      return known
    } catch (error) {
      stale = true
      throw error
    } finally {
      reading = undefined
    }
  }

  return {
    current() {
      const age = clock().getTime() - readAt
      const usable = !stale && known !== undefined && age >= 0 && age < usableMs ? known : undefined
      if (usable !== undefined && age < rereadAfterMs) return usable
      // A read under way when `touch` was called may be too early to see the change.
      if (reading === undefined || stale) reading = read()
      if (usable === undefined) return reading
      // Under load the read waits its turn for a connection; the requests that saw it start do not.
      reading.catch(() => undefined)
      return usable
    },
    touch() {
      stale = true
    },
  }
}
