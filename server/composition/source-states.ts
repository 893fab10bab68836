import { sql } from 'kysely'
import type { SourceItem } from '../api/schemas/dataset.ts'
import { readRetries } from '../collection/source-runs.ts'
import { stalenessOf } from '../collection/staleness.ts'
import { dataset } from '../datasets/registry.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import type { Database } from '../warehouse/database.ts'
import type { ConnectorOptions } from './connector-options.ts'

export interface SourceParts {
  readonly database: Database
  readonly connectors: ReadonlyMap<string, NamedConnector>
  /** What the operator configured. */
  readonly options: ConnectorOptions
  /** When a connector runs next by its schedule. */
  readonly nextRun: (connector: string) => Date | null
}

interface StateRow {
  readonly source: string
  readonly enabled: boolean
  readonly watermark: string | null
  readonly last_finished_at: Date | null
  readonly last_success_at: Date | null
  readonly last_status: 'running' | 'loaded' | 'repeated' | 'empty' | 'failed' | null
  readonly last_read: number | null
  readonly last_quarantined: number | null
  readonly last_error: { readonly message: string; readonly retry: boolean } | null
}

/** Every connector with its schedule, state, freshness and yield. */
export async function readSources(
  { database, connectors, options, nextRun }: SourceParts,
  isRunning: (source: string) => boolean,
  now = new Date(),
): Promise<SourceItem[]> {
  const { rows } = await sql<StateRow>`
    select source, enabled, watermark, last_finished_at, last_success_at, last_status, last_read, last_quarantined,
      last_error
    from brain.source_state`.execute(database.kysely)
  const states = new Map(rows.map((row) => [row.source, row]))
  const retries = await readRetries(database)
  return [...connectors.values()].map((connector) => {
    const state = states.get(connector.id)
    const contract = dataset(connector.dataset)
    const retry = retries.get(connector.id)
    const yields = connector.expectedYield
    // A file known already is not read again, which is no yield of zero.
    const read = state?.last_status === 'repeated' ? null : (state?.last_read ?? null)
    const configured = isConfigured(connector, options)
    const schedule = connector.schedule ?? null
    const { state: staleness, overdueAt } = stalenessOf(
      {
        schedule: configured && state?.enabled !== false ? schedule : null,
        cycle: contract.cycle,
        demonstration: connector.demonstration ?? false,
        lastSuccessAt: state?.last_success_at ?? null,
      },
      now,
    )
    return {
      id: connector.id,
      title: connector.title,
      publisher: connector.publisher,
      licence: connector.licence,
      dataset: connector.dataset,
      datasetTitle: contract.title,
      warehouse: contract.warehouse,
      cycle: contract.cycle,
      demonstration: connector.demonstration ?? false,
      schedule,
      enabled: state?.enabled ?? true,
      configured,
      running: isRunning(connector.id),
      needs: (connector.needs ?? []).map(({ name, title, secret = false }) => ({
        name,
        title,
        secret,
        given: (options[connector.id]?.[name] ?? '') !== '',
      })),
      nextRunAt: state?.enabled === false ? null : (nextRun(connector.id)?.toISOString() ?? null),
      lastRunAt: state?.last_finished_at?.toISOString() ?? null,
      lastSuccessAt: state?.last_success_at?.toISOString() ?? null,
      lastResult: lastResult(state?.last_status ?? null),
      lastMessage: state?.last_error?.message ?? null,
      watermark: state?.watermark ?? null,
      staleness,
      overdueAt: overdueAt?.toISOString() ?? null,
      retry:
        retry?.nextAttemptAt == null
          ? null
          : { attempt: retry.attempt, nextAttemptAt: retry.nextAttemptAt.toISOString() },
      rows: read,
      quarantined: state?.last_quarantined ?? null,
      expectedRows: yields === undefined ? null : { minimum: yields.minimum, maximum: yields.maximum },
      yield: verdictOf(read, yields),
    }
  })
}

function verdictOf(read: number | null, expected: NamedConnector['expectedYield']): SourceItem['yield'] {
  if (read === null || expected === undefined) return null
  if (read < expected.minimum) return 'below'
  return read > expected.maximum ? 'above' : 'within'
}

/** All options it needs are given: such a connector asks only addresses and folders the operator named. */
export function isConfigured(connector: NamedConnector | undefined, options: ConnectorOptions): boolean {
  return (connector?.needs ?? []).every(({ name }) => (options[connector?.id ?? '']?.[name] ?? '') !== '')
}

function lastResult(status: StateRow['last_status']): SourceItem['lastResult'] {
  return status === 'running' ? null : status
}
