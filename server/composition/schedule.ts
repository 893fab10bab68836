import { sql } from 'kysely'
import cron from 'node-cron'
import type { NamedConnector } from '../ingest/connectors.ts'
import type { Database } from '../warehouse/database.ts'
import type { ConnectorOptions } from './connector-options.ts'
import type { RunStart } from './ingest-services.ts'
import { startRetries } from './retries.ts'
import { isConfigured } from './source-states.ts'

/** Regular runs of the connectors that have a schedule and are configured. */
export interface Schedule {
  /** When a connector runs next; null where it has no schedule. */
  nextRun(connector: string): Date | null
  stop(): Promise<void>
}

/**
 * Times are those of Shanghai. A run that is still going when the next is due lets that one pass;
 * whether a connector is switched on is asked at each run. Runs that failed are tried again (retries.ts).
 */
export function startSchedule(
  database: Database,
  { connectors, options }: { connectors: ReadonlyMap<string, NamedConnector>; options: ConnectorOptions },
  run: (connector: string, start: RunStart) => Promise<void>,
): Schedule {
  const tasks = new Map<string, ReturnType<typeof cron.schedule>>()
  for (const connector of connectors.values()) {
    if (connector.schedule === undefined || !isConfigured(connector, options)) continue
    const task = cron.schedule(
      connector.schedule,
      async () => {
        if (await isEnabled(database, connector.id))
          await run(connector.id, { cause: 'schedule', attempt: 1 })
      },
      { timezone: 'Asia/Shanghai', noOverlap: true, name: connector.id },
    )
    tasks.set(connector.id, task)
  }
  const retries = startRetries(database, ({ source, attempt }) =>
    connectors.has(source) ? run(source, { cause: 'retry', attempt }) : Promise.resolve(),
  )
  return {
    nextRun: (connector) => tasks.get(connector)?.getNextRun() ?? null,
    async stop() {
      await retries.stop()
      for (const task of tasks.values()) await task.destroy()
    },
  }
}

async function isEnabled(database: Database, source: string): Promise<boolean> {
  const { rows } = await sql<{ enabled: boolean }>`
    select enabled from brain.source_state where source = ${source}`.execute(database.kysely)
  return rows[0]?.enabled ?? true
}
