import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import type pg from 'pg'
import { readChainStandards } from '../chain/chain-standard.ts'
import { metrics, type NamedMetric } from '../metrics/registry.ts'
import { datasetsIn } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'

/** A database without rows that notes what it is asked. */
export function openEmptyDatabase(): { readonly database: Database; readonly asked: string[] } {
  const asked: string[] = []
  const kysely = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => {
      asked.push(query.sql)
    },
  })
  const query = (given: string | pg.QueryConfig) => {
    asked.push(typeof given === 'string' ? given : given.text)
    return Promise.resolve({ rows: [] })
  }
  const database: Database = {
    kysely,
    pool: {
      options: {} as Database['pool']['options'],
      query: query as unknown as pg.Pool['query'],
      connect: () => Promise.reject(new Error('没有会话')),
    },
    transaction: (run) => kysely.transaction().execute(run),
    close: () => kysely.destroy(),
  }
  return { database, asked }
}

/** SQL by which a metric is computed and proven, as it is asked of a database without rows. */
async function statementsOf(metric: NamedMetric): Promise<readonly string[]> {
  const [chain] = await readChainStandards()
  if (chain === undefined) return []
  const { database, asked } = openEmptyDatabase()
  const slice = { chain, realm: 'actual' as const, month: '2026-01' }
  await metric.compute({ database, ...slice, months: ['2026-01'] })
  for (const estimated of [false, true]) {
    const period = metric.period === 'year' ? '2026' : '2026-01'
    const records = metric.evidence({ ...slice, region: '370000', period, estimated })
    await sql`select * from (${records}) record`.execute(database.kysely)
  }
  return asked
}

let statements: Promise<ReadonlyMap<string, readonly string[]>> | undefined

async function readStatements(): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = [...metrics.values()].map(async (metric) => [metric.id, await statementsOf(metric)] as const)
  return new Map(await Promise.all(all))
}

/** Ids of the metrics whose SQL names a column of a dataset. */
export async function metricsNaming(dataset: string, column: string): Promise<string[]> {
  statements ??= readStatements()
  const name = new RegExp(`\\b${column}\\b`)
  return [...(await statements)].flatMap(([id, texts]) =>
    texts.some((text) => name.test(text) && datasetsIn(text).has(dataset)) ? [id] : [],
  )
}
