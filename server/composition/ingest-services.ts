import { sql } from 'kysely'
import type { IngestServices } from '../api/services.ts'
import type { RunCause } from '../warehouse/schema/ingest.ts'
import type { Activity } from './activity.ts'
import type { Background } from './background.ts'
import { isConfigured, readSources, type SourceParts } from './source-states.ts'

export interface IngestParts extends SourceParts {
  readonly background: Background
  readonly activity: Activity
  /** Computes what follows a load. */
  readonly refresh: () => Promise<void>
}

/** How a run came about; by default a person asked for it. */
export interface RunStart {
  readonly cause: RunCause
  readonly attempt: number
}

const byPerson: RunStart = { cause: 'person', attempt: 1 }

/** Loading as the API offers it: jobs of the background process, and what follows from them. */
export function createIngestServices(parts: IngestParts): IngestServices & {
  /** Runs a connector now and computes what follows; its failure is noted, never thrown. */
  readonly runToEnd: (source: string, by: string, start?: RunStart) => Promise<void>
} {
  const { database, background, activity, connectors, options, refresh } = parts
  const running = new Map<string, AbortController>()

  async function runToEnd(source: string, by: string, start: RunStart = byPerson): Promise<void> {
    if (running.has(source)) return
    const controller = new AbortController()
    running.set(source, controller)
    try {
      const { batches } = await background.run(
        { kind: 'connector', connector: source, loadedBy: by, ...start },
        activity.note,
        controller.signal,
      )
      const failed = batches.find((batch) => batch.error !== null)
      if (failed?.error != null) activity.fail(source, failed.error.message)
      else activity.done(source)
      if (batches.some((batch) => batch.accepted > 0)) await refresh()
    } catch (error) {
      activity.fail(source, error instanceof Error ? error.message : String(error))
    } finally {
      running.delete(source)
    }
  }

  return {
    async upload(request) {
      const { batches } = await background.run({ kind: 'file', ...request }, activity.note)
      const [batch] = batches
      if (batch === undefined) throw new Error('载入没有给出结果，请重试')
      // The sender waits for the batch, not for what is computed from it.
      if (batch.accepted > 0) void refresh().catch(() => undefined)
      return { batchId: batch.batchId }
    },
    progress: () => activity.list(),
    sources: () => readSources(parts, (source) => running.has(source)),
    async run(source, by) {
      if (!connectors.has(source)) return 'unknown'
      if (!isConfigured(connectors.get(source), options)) return 'not-configured'
      if (running.has(source)) return 'running'
      void runToEnd(source, by)
      return 'started'
    },
    async cancel(source, by) {
      if (!connectors.has(source)) return 'unknown'
      const controller = running.get(source)
      if (controller === undefined) return 'not-running'
      controller.abort(new Error(`已由 ${by} 取消，未合并的数据没有写入`))
      return 'cancelling'
    },
    async setEnabled(source, enabled) {
      if (!connectors.has(source)) return 'unknown'
      await sql`
        insert into brain.source_state (source, enabled) values (${source}, ${enabled})
        on conflict (source) do update set enabled = excluded.enabled`.execute(database.kysely)
      return 'stored'
    },
    refresh: () => void refresh().catch(() => undefined),
    runToEnd,
  }
}
