import { prepare, type Database } from '../warehouse/database.ts'

/** Tells when what was computed or loaded has changed, so that kept answers are given up. */
export interface Versions {
  /** Equal as long as no stage was computed again and no batch was loaded; at most a second old. */
  current(): string | Promise<string>
  /** The next call reads the database, however recent the last one was. */
  touch(): void
}

const rereadAfterMs = 1000

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
      if (!stale && known !== undefined && age >= 0 && age < rereadAfterMs) return known
      // A read under way when `touch` was called may be too early to see the change.
      if (reading !== undefined && !stale) return reading
      reading = read()
      return reading
    },
    touch() {
      stale = true
    },
  }
}
