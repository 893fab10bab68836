import pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { rules } from '../../server/alerts/registry.ts'
import { refreshAddressHistory } from '../../server/migration/address-history.ts'
import { refreshWatch } from '../../server/migration/watch.ts'
import { refreshProducts } from '../../server/chain/product-refresh.ts'
import { refreshChain } from '../../server/chain/refresh.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { stages } from '../../server/lineage/stages.ts'
import { metricsNaming } from '../../server/lineage/named-columns.ts'
import { keptMonthsUntil } from '../../server/metrics/refresh.ts'
import { metrics } from '../../server/metrics/registry.ts'
import { datasetsIn } from '../../server/warehouse/as-of.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { chain, compute, guangrao, openScene, today } from '../metrics/scene.ts'

let database: Database
beforeAll(async () => {
  database = await openScene()
}, 60_000)
afterAll(() => database.close())

/** Every statement that reaches the server while something runs. */
async function statementsOf(run: () => Promise<unknown>): Promise<string> {
  const asked: string[] = []
  const send = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query')?.value as (
    ...all: unknown[]
  ) => unknown
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [query] = given
    asked.push(typeof query === 'string' ? query : ((query as { text?: string } | undefined)?.text ?? ''))
    return send.apply(this, given) as never
  })
  try {
    await run()
  } finally {
    spy.mockRestore()
  }
  return asked.join('\n')
}

/** Tables of the platform that say how loading and computing go; no stage makes them. */
const bookkeeping = new Set(['batch', 'stage_state', 'rollup_state', 'quarantine'])

/** What a stage may read: its own datasets and tables, and those of the stages before it. */
function declared(id: string) {
  const found = { datasets: new Set<string>(), tables: new Set<string>() }
  const open = [id]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const stage = stages.get(next)
    expect(stage, `阶段 ${next} 没有声明`).toBeDefined()
    for (const dataset of stage?.datasets ?? []) found.datasets.add(dataset)
    for (const table of stage?.tables ?? []) found.tables.add(table)
    open.push(...(stage?.after ?? []))
  }
  return found
}

function expectDeclared(id: string, text: string): ReadonlySet<string> {
  const { datasets, tables } = declared(id)
  const read = datasetsIn(text)
  const named = new Set([...text.matchAll(/\bbrain"?\."?([a-z_]+)/g)].map(([, table = '']) => table))
  expect([id, [...read].filter((dataset) => !datasets.has(dataset))]).toEqual([id, []])
  // Indexes are named after their table.
  const known = (name: string) => [...tables, ...bookkeeping].some((table) => name.startsWith(table))
  expect([id, [...named].filter((name) => !known(name))]).toEqual([id, []])
  return read
}

describe('what a stage declares is what its statements read', () => {
  test('fusion, and nothing it declares goes unread', async () => {
    const read = expectDeclared('fusion', await statementsOf(() => refreshFusion(database, today)))
    expect(stages.get('fusion')?.datasets.filter((id) => !read.has(id))).toEqual([])
  })

  test('chain', async () => {
    const read = expectDeclared('chain', await statementsOf(() => refreshChain(database, today)))
    expect(stages.get('chain')?.datasets.filter((id) => !read.has(id))).toEqual([])
  })

  test('the network of products', async () => {
    const read = expectDeclared('product-network', await statementsOf(() => refreshProducts(database)))
    expect(stages.get('product-network')?.datasets.filter((id) => !read.has(id))).toEqual([])
  })

  test.each([...metrics.keys()])('metric %s', async (id) => {
    await compute(database)
    const metric = metrics.get(id)!
    const slice = { chain, realm: 'demonstration' as const, month: '2026-10' }
    const text = await statementsOf(async () => {
      await metric.compute({ database, ...slice, months: keptMonthsUntil('2026-10') })
      for (const estimated of [false, true]) {
        const period = metric.period === 'year' ? '2026' : '2026-10'
        const records = metric.evidence({ ...slice, region: guangrao, period, estimated })
        await sql`select * from (${records}) record`.execute(database.kysely)
      }
    })
    const read = expectDeclared(`metric:${id}`, text)
    expect(metric.datasets.filter((dataset) => !read.has(dataset))).toEqual([])
  })

  test('the watch list', async () => {
    expectDeclared('migration-watch', await statementsOf(() => refreshWatch(database, today)))
  })

  test('the reading of address histories, and nothing it declares goes unread', async () => {
    const read = expectDeclared('address-history', await statementsOf(() => refreshAddressHistory(database)))
    expect(stages.get('address-history')?.datasets.filter((id) => !read.has(id))).toEqual([])
  })

  test.each([...rules.keys()])('rule %s', async (id) => {
    const context = { database, realm: 'demonstration' as const, month: '2026-10', now: today }
    const text = await statementsOf(async () => rules.get(id)!.check(context))
    expectDeclared(`alert:${id}`, text)
  })
})

test('a metric is found by a column that its SQL names, and by no other', async () => {
  expect(await metricsNaming('public/electricity-use', 'kwh')).toEqual(['electricity-index'])
  expect(await metricsNaming('public/electricity-use', 'industry_code')).toEqual([])
  expect(await metricsNaming('enterprise/supply-transaction', 'amount')).toContain('local-supply-ratio')
})
