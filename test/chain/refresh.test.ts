import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { readGapsWithTargets } from '../../server/attraction/gap-targets.ts'
import { readGapRegions, readGaps } from '../../server/chain/gaps.ts'
import { readChainGraph } from '../../server/chain/graph.ts'
import { readNeighbourhood } from '../../server/chain/neighbourhood.ts'
import { refreshChain } from '../../server/chain/refresh.ts'
import { readSegment } from '../../server/chain/segment-detail.ts'
import { overrideSegment, revokeOverride } from '../../server/chain/segment-membership.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { dataset } from '../../server/datasets/registry.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { rebuildRollup } from '../../server/warehouse/rollups.ts'
import { openTestDatabase } from '../database.ts'

const code = (county: string, serial: number) =>
  completeCreditCode(county, `DEM0${String(serial).padStart(4, '0')}`)
const tyre = code('370523', 1)
const black = code('370523', 2)
const rival = code('370783', 3)
const outside = code('330106', 4)

let database: Database
const chain = (await readChainStandards()).find((item) => item.id === 'rubber-tyre')!

async function insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  let number = 0
  for (const row of rows) {
    const full = {
      ...row,
      batch_id: table.endsWith('enterprise_registration') ? 2 : 1,
      row_number: ++number,
      row_hash: number,
      valid_from: '2026-01-01T00:00:00Z',
    }
    const names = Object.keys(full)
    await database.pool.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(full),
    )
  }
}

async function addFirm(creditCode: string, name: string, scope: string, county: string): Promise<void> {
  await insert('public_warehouse.enterprise_registration', [
    {
      credit_code: creditCode,
      name,
      registered_on: '2015-05-01',
      province_code: `${county.slice(0, 2)}0000`,
      city_code: `${county.slice(0, 4)}00`,
      county_code: county,
      status: '存续',
      business_scope: scope,
    },
  ])
}

beforeAll(async () => {
  database = await openTestDatabase()
  await sql`
    insert into brain.batch (dataset, source, file_name, file_sha256, effective_at, demonstration, status, read, accepted, inserted, finished_at)
    values ('enterprise/supply-transaction', 'test', 'trade.csv', 'a', now(), true, 'loaded', 1, 1, 1, now()),
           ('public/enterprise-registration', 'test', 'firms.csv', 'b', now(), true, 'loaded', 1, 1, 1, now())`.execute(
    database.kysely,
  )
  await insert('public_warehouse.division', [
    { code: '370000', name: '山东省', level: 'province' },
    { code: '370500', name: '东营市', level: 'city', parent_code: '370000' },
    { code: '370523', name: '广饶县', level: 'county', parent_code: '370500' },
    { code: '370700', name: '潍坊市', level: 'city', parent_code: '370000' },
    { code: '370783', name: '寿光市', level: 'county', parent_code: '370700' },
    { code: '330000', name: '浙江省', level: 'province' },
    { code: '330100', name: '杭州市', level: 'city', parent_code: '330000' },
  ])
  await insert(
    'industry_warehouse.segment_link',
    chain.links.map((link) => ({
      chain: chain.id,
      supplier_segment: link.from,
      buyer_segment: link.to,
      input_weight: link.weight,
      essential: link.essential,
      source_title: link.source,
      source_date: link.date,
    })),
  )
  await insert(
    'industry_warehouse.chain_segment',
    chain.segments.map((segment) => ({
      chain: chain.id,
      segment: segment.id,
      title: segment.title,
      stage: segment.stage,
      stage_title: segment.stage,
      position: segment.order,
      industry_codes: segment.industryCodes.join('|'),
      product_words: segment.products.join('|'),
      weight: segment.weight,
      source_title: segment.source,
      source_date: segment.date,
    })),
  )
  await addFirm(tyre, '示例全钢子午线轮胎有限公司', '全钢子午线轮胎的生产、销售', '370523')
  await addFirm(black, '示例炭黑有限公司', '橡胶用炭黑的生产、销售', '370523')
  await addFirm(rival, '示例炭黑科技有限公司', '炭黑制造', '370783')
  await addFirm(outside, '示例白炭黑股份有限公司', '白炭黑的制造、销售', '330106')
  const trade = (
    id: string,
    segment: string,
    supplier: string | null,
    from: string | null,
    amount: number,
    month = '2026-10',
  ) => ({
    transaction_id: id,
    month,
    supplier_credit_code: supplier,
    supplier_name: supplier ?? '海外供应商',
    supplier_county_code: from,
    buyer_credit_code: tyre,
    buyer_name: '示例全钢子午线轮胎有限公司',
    buyer_county_code: '370523',
    segment,
    amount,
  })
  await insert('enterprise_warehouse.supply_transaction', [
    trade('t1', 'carbon-black', black, '370523', 600_000_00),
    trade('t2', 'carbon-black', rival, '370783', 400_000_00),
    trade('t3', 'silica', outside, '330106', 300_000_00),
    trade('t4', 'natural-rubber', null, null, 900_000_00),
    trade('old', 'silica', outside, '330106', 999_000_00, '2025-10'),
  ])
  // Rows put in by hand pass the engine by, which keeps the roll-ups.
  const trades = dataset('enterprise/supply-transaction')
  for (const rollup of trades.rollups ?? []) await rebuildRollup(database.kysely, trades, rollup)
  await refreshFusion(database)
  await refreshChain(database)
})

afterAll(() => database.close())

describe('the chain from rows to verdicts', () => {
  test('firms stand in the segments their scopes name', async () => {
    const { rows } = await sql<{ credit_code: string; segment: string }>`
      select credit_code, segment from brain.enterprise_segment where chain = 'rubber-tyre' and method = 'rule'`.execute(
      database.kysely,
    )
    const segments = new Map(rows.map((row) => [row.credit_code, row.segment]))
    expect(segments.get(tyre)).toBe('all-steel-radial')
    expect(segments.get(black)).toBe('carbon-black')
    expect(segments.get(outside)).toBe('silica')
  })

  test('the graph judges the county by the trade of the last twelve months', async () => {
    const graph = await readChainGraph(database, chain, { region: '370523', realm: 'demonstration' })
    const segment = (id: string) => graph.segments.find((item) => item.id === id)!
    expect(graph.asOf).toBe('2026-10')
    expect(segment('carbon-black')).toMatchObject({
      demand: 1_000_000,
      supply: 600_000,
      localSupplyRatio: 0.6,
      enterprises: 1,
    })
    expect(segment('silica')).toMatchObject({ strength: 'missing', demand: 300_000, enterprises: 0 })
    expect(
      graph.links.find((link) => link.supplier === 'carbon-black' && link.buyer === 'all-steel-radial'),
    ).toMatchObject({
      amount: 1_000_000,
      inferred: false,
    })
    expect(graph.segments).toHaveLength(chain.segments.length)
  })

  test('an earlier month is judged from its own facts', async () => {
    const graph = await readChainGraph(database, chain, {
      region: '370523',
      realm: 'demonstration',
      asOf: '2025-12',
    })
    expect(graph.asOf).toBe('2025-12')
    const silica = graph.segments.find((item) => item.id === 'silica')
    expect(silica).toMatchObject({ demand: 999_000 })
    expect(graph.segments.find((item) => item.id === 'carbon-black')).toMatchObject({ demand: 0 })
  })

  test('a gap names the firm outside that already sells here, with the row that proves it', async () => {
    const gaps = await readGapsWithTargets(database, chain, {
      region: '370523',
      realm: 'demonstration',
      candidates: 3,
    })
    const silica = gaps.find((gap) => gap.segment === 'silica')!
    expect(silica).toMatchObject({ strength: 'missing', unmet: 300_000, localBuyers: 1 })
    const [first] = silica.candidates
    expect(first).toMatchObject({ creditCode: outside, province: '浙江省' })
    expect(first!.points.map((point) => point.title)).toContain('已有本地客户')
    expect(first!.points[0]!.source?.dataset).toBe('public/enterprise-registration')
    expect(first!.score).toBe(first!.points.reduce((sum, point) => sum + point.points, 0))
    expect(silica.completenessAfter!).toBeGreaterThan(silica.completeness!)
  })

  test('the map counts verdicts by county', async () => {
    const regions = await readGapRegions(database, chain, {
      region: '370000',
      realm: 'demonstration',
      level: 'county',
    })
    expect(regions.find((item) => item.region.code === '370523')).toMatchObject({
      region: { name: '广饶县' },
      missing: 2,
      unmet: 400_000 + 300_000 + 900_000,
    })
  })

  test('the map of an earlier month counts the verdicts of that month', async () => {
    const regions = await readGapRegions(database, chain, {
      region: '370000',
      realm: 'demonstration',
      level: 'county',
      asOf: '2025-12',
    })
    expect(regions.find((item) => item.region.code === '370523')).toMatchObject({
      missing: 1,
      unmet: 999_000,
    })
    const asked = { region: '370523', realm: 'demonstration', asOf: '2025-12' } as const
    const gaps = await readGaps(database, chain, asked)
    expect(gaps.find((gap) => gap.segment === 'silica')).toMatchObject({ unmet: 999_000, localBuyers: 1 })
  })

  test('the drawer of a segment lists firms, links and evidence', async () => {
    const detail = (await readSegment(database, chain, 'carbon-black', {
      region: '370523',
      realm: 'demonstration',
    }))!
    expect(detail.firms).toMatchObject([{ creditCode: black, supply: 600_000, share: 1 }])
    expect(detail.substitutes[0]).toMatchObject({ creditCode: rival })
    expect(detail.evidence[0]!.source).toMatchObject({
      dataset: 'enterprise/supply-transaction',
      fileName: 'trade.csv',
    })
    expect(
      await readSegment(database, chain, 'no-such', { region: '370523', realm: 'demonstration' }),
    ).toBeNull()
  })

  test('a neighbourhood holds suppliers upstream of the firm', async () => {
    const around = (await readNeighbourhood(database, tyre, 2, 50))!
    expect(around.reach).toEqual({ upstream: 4, downstream: 0 })
    expect(around.nodes.find((node) => node.id === 'EXT:海外供应商')).toMatchObject({
      hop: -1,
      external: true,
    })
    expect(await readNeighbourhood(database, 'unknown', 2, 50)).toBeNull()
  })

  test("a person's override survives recomputation until it is taken back", async () => {
    await overrideSegment(database, {
      chain: chain.id,
      segment: 'carbon-black',
      creditCode: black,
      included: false,
      reason: '已停产',
      decidedBy: 'steward',
    })
    await refreshChain(database)
    expect(await membership(black)).toEqual([])
    await sql`update brain.golden_enterprise set updated_at = now() + interval '1 hour' where credit_code = ${black}`.execute(
      database.kysely,
    )
    await database.pool.query(`update brain.stage_state set version = version - 1 where stage = 'chain'`)
    await refreshChain(database)
    expect(await membership(black)).toEqual([])
    await revokeOverride(database, {
      chain: chain.id,
      segment: 'carbon-black',
      creditCode: black,
      by: 'steward',
    })
    await refreshChain(database)
    expect(await membership(black)).toEqual(['carbon-black'])
  })

  test('nothing is computed again while the inputs are the same', async () => {
    expect(await refreshChain(database)).toEqual({ changed: false })
  })
})

async function membership(creditCode: string): Promise<string[]> {
  const { rows } = await sql<{ segment: string }>`
    select segment from brain.enterprise_segment where credit_code = ${creditCode} and chain = 'rubber-tyre'`.execute(
    database.kysely,
  )
  return rows.map((row) => row.segment)
}
