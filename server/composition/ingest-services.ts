import { sql } from 'kysely'
import type { SourceItem } from '../api/schemas/dataset.ts'
import type { IngestServices } from '../api/services.ts'
import { dataset } from '../datasets/registry.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import type { Database } from '../warehouse/database.ts'
import type { Activity } from './activity.ts'
import type { Background } from './background.ts'
import type { ConnectorOptions } from './connector-options.ts'

export interface IngestParts {
  readonly database: Database
  readonly background: Background
  readonly activity: Activity
  readonly connectors: ReadonlyMap<string, NamedConnector>
  /** What the operator configured. */
  readonly options: ConnectorOptions
  /** When a connector runs next by its schedule. */
  readonly nextRun: (connector: string) => Date | null
  /** Computes what follows a load. */
  readonly refresh: () => Promise<void>
}

/** Loading as the API offers it: jobs of the background process, and what follows from them. */
export function createIngestServices(parts: IngestParts): IngestServices & {
  /** Runs a connector now and computes what follows; its failure is noted, never thrown. */
  readonly runToEnd: (source: string, by: string) => Promise<void>
} {
  const { database, background, activity, connectors, options, nextRun, refresh } = parts
  const running = new Set<string>()

  async function runToEnd(source: string, by: string): Promise<void> {
    if (running.has(source)) return
    running.add(source)
    try {
      const { batches } = await background.run(
        { kind: 'connector', connector: source, loadedBy: by },
        activity.note,
      )
      const failed = batches.find((batch) => batch.error !== null)
      if (failed?.error != null) activity.fail(source, failed.error.message)
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
    sources: () => readSources({ database, connectors, options, nextRun }),
    async run(source, by) {
      if (!connectors.has(source)) return 'unknown'
      if (!isConfigured(connectors.get(source), options)) return 'not-configured'
      if (running.has(source)) return 'running'
      void runToEnd(source, by)
      return 'started'
    },
    async setEnabled(source, enabled) {
      if (!connectors.has(source)) return 'unknown'
      await sql`
        insert into brain.source_state (source, enabled) values (${source}, ${enabled})
        on conflict (source) do update set enabled = excluded.enabled`.execute(database.kysely)
      return 'stored'
    },
    runToEnd,
  }
}

interface StateRow {
  readonly source: string
  readonly enabled: boolean
  readonly last_finished_at: Date | null
  readonly last_status: 'running' | 'loaded' | 'repeated' | 'empty' | 'failed' | null
  readonly last_read: number | null
  readonly last_error: { readonly message: string } | null
}

async function readSources({
  database,
  connectors,
  options,
  nextRun,
}: Pick<IngestParts, 'database' | 'connectors' | 'options' | 'nextRun'>): Promise<SourceItem[]> {
  const { rows } = await sql<StateRow>`
    select source, enabled, last_finished_at, last_status, last_read, last_error
    from brain.source_state`.execute(database.kysely)
  const states = new Map(rows.map((row) => [row.source, row]))
  return [...connectors.values()].map((connector) => {
    const state = states.get(connector.id)
    const yields = connector.expectedYield
    return {
      id: connector.id,
      title: connector.title,
      publisher: connector.publisher,
      licence: connector.licence,
      dataset: connector.dataset,
      datasetTitle: dataset(connector.dataset).title,
      warehouse: dataset(connector.dataset).warehouse,
      demonstration: connector.demonstration ?? false,
      schedule: connector.schedule ?? null,
      enabled: state?.enabled ?? true,
      configured: isConfigured(connector, options),
      nextRunAt: state?.enabled === false ? null : (nextRun(connector.id)?.toISOString() ?? null),
      lastRunAt: state?.last_finished_at?.toISOString() ?? null,
      lastResult: lastResult(state?.last_status ?? null),
      lastMessage: state?.last_error?.message ?? null,
      // A file known already is not read again, which is no yield of zero.
      rows: state?.last_status === 'repeated' ? null : (state?.last_read ?? null),
      expectedRows: yields === undefined ? null : { minimum: yields.minimum, maximum: yields.maximum },
    }
  })
}

/** All options it needs are given: such a connector asks only addresses and folders the operator named. */
export function isConfigured(connector: NamedConnector | undefined, options: ConnectorOptions): boolean {
  return (connector?.needs ?? []).every(({ name }) => (options[connector?.id ?? '']?.[name] ?? '') !== '')
}

function lastResult(status: StateRow['last_status']): SourceItem['lastResult'] {
  return status === 'loaded' || status === 'repeated' || status === 'failed' ? status : null
}
