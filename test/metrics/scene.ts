import { expect } from 'vitest'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { refreshChain } from '../../server/chain/refresh.ts'
import { dataset, tableName } from '../../server/datasets/registry.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import type { Realm } from '../../server/domain/realm.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { readEvidence, readMetric } from '../../server/metrics/read.ts'
import { refreshMetrics } from '../../server/metrics/refresh.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { load } from '../fusion/warehouse.ts'

type Row = Readonly<Record<string, unknown>>

export const guangrao = '370523'
export const dongying = '370500'
export const dongyingDistrict = '370502'
export const shouguang = '370783'
export const weifang = '370700'
export const shandong = '370000'
const jiangyin = '320281'

/** The day the figures are computed; the latest month with trade is 2026-10. */
export const today = new Date('2026-11-22T02:00:00Z')

const divisions = [
  { code: '370000', name: '山东省', level: 'province' },
  { code: '370500', name: '东营市', level: 'city', parent_code: '370000' },
  { code: '370502', name: '东营区', level: 'county', parent_code: '370500' },
  { code: '370523', name: '广饶县', level: 'county', parent_code: '370500' },
  { code: '370700', name: '潍坊市', level: 'city', parent_code: '370000' },
  { code: '370783', name: '寿光市', level: 'county', parent_code: '370700' },
  { code: '320000', name: '江苏省', level: 'province' },
  { code: '320200', name: '无锡市', level: 'city', parent_code: '320000' },
  { code: '320281', name: '江阴市', level: 'county', parent_code: '320200' },
]

const tyres = '全钢子午线轮胎的生产、销售'
const carbonBlack = '橡胶用炭黑的生产、销售'
const catering = '餐饮服务'

/** A firm's place is its present one. */
export interface Firm {
  readonly code: string
  readonly name: string
  readonly scope: string
  readonly county: string
  readonly registered: string
  readonly status: string
}

function fictional(serial: number, name: string, given: Partial<Firm> = {}): Firm {
  return {
    code: completeCreditCode(guangrao, `DEM0${String(serial).padStart(4, '0')}`),
    name,
    scope: tyres,
    county: guangrao,
    registered: '2015-05-01',
    status: '存续',
    ...given,
  }
}

/** The fictional firms of the scene, each there for one reason. */
export const firms = {
  tyre: fictional(1, '示例甲轮胎有限公司'),
  black: fictional(2, '示例乙炭黑有限公司', { scope: carbonBlack }),
  listed: fictional(3, '示例丙轮胎股份有限公司', { county: dongyingDistrict }),
  rival: fictional(4, '示例丁炭黑有限公司', { scope: carbonBlack, county: shouguang }),
  /** 广饶 → 寿光, 2025-06-15. */
  movedToCity: fictional(5, '示例戊轮胎有限公司', { county: shouguang }),
  closed: fictional(6, '示例己轮胎有限公司', { status: '注销' }),
  young: fictional(7, '示例庚轮胎有限公司', { registered: '2026-03-01' }),
  /** 广饶 → 东营区, 2026-05-20: within 东营市. */
  movedWithinCity: fictional(8, '示例辛轮胎有限公司', { county: dongyingDistrict }),
  /** 江阴 → 寿光, 2026-07-01. */
  arrived: fictional(9, '示例壬轮胎有限公司', { county: shouguang }),
  /** 广饶 → 江阴, 2026-02-10. */
  left: fictional(10, '示例癸轮胎有限公司', { county: jiangyin }),
  /** Of no chain. */
  canteen: fictional(11, '示例餐饮有限公司', { scope: catering }),
}

export const actualFirm: Firm = {
  ...fictional(0, '实例子午线轮胎有限公司'),
  code: completeCreditCode(guangrao, '12345678'),
}

/** Real restaurants beside the one real tyre maker: 30 firms in 广饶, 10 in 寿光. */
const actualFirms: readonly Firm[] = [
  actualFirm,
  ...Array.from({ length: 39 }, (_, index) => ({
    ...actualFirm,
    code: completeCreditCode(guangrao, String(20_000_000 + index)),
    name: `实例第${index + 1}餐饮有限公司`,
    scope: catering,
    county: index < 29 ? guangrao : shouguang,
  })),
]

function registration(firm: Firm): Row {
  return {
    credit_code: firm.code,
    name: firm.name,
    registered_on: firm.registered,
    province_code: `${firm.county.slice(0, 2)}0000`,
    city_code: `${firm.county.slice(0, 4)}00`,
    county_code: firm.county,
    status: firm.status,
    business_scope: firm.scope,
  }
}

/** Amounts of money are stored in 分. */
export const yuan = (amount: number): number => Math.round(amount * 100)
export const yi = (amount: number): number => yuan(amount * 1e8)

export const chains = await readChainStandards()
export const chain = chains.find((item) => item.id === 'rubber-tyre')!

/** A database with the scene, to which a test adds the facts it is about. */
export async function openScene(): Promise<Database> {
  const database = await openTestDatabase()
  await fillScene(database)
  return database
}

/** Divisions, the chain standard, all firms, their moves and one sale. */
export async function fillScene(database: Database): Promise<void> {
  await load(database, 'public/division', divisions)
  await load(
    database,
    'industry/chain-segment',
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
  await load(database, 'public/enterprise-registration', Object.values(firms).map(registration), true)
  await load(database, 'public/enterprise-registration', actualFirms.map(registration))
  await load(
    database,
    'public/registration-change',
    [
      move(firms.movedToCity, '2025-06-15', guangrao, shouguang),
      // A new address in the same county is no move.
      move(firms.tyre, '2025-08-01', guangrao, guangrao),
      move(firms.left, '2026-02-10', guangrao, jiangyin),
      move(firms.movedWithinCity, '2026-05-20', guangrao, dongyingDistrict),
      move(firms.arrived, '2026-07-01', jiangyin, shouguang),
      move(firms.canteen, '2026-08-01', shouguang, guangrao),
    ],
    true,
  )
  await load(
    database,
    'enterprise/supply-transaction',
    [trade('t1', 'carbon-black', firms.black, firms.tyre, 600_000)],
    true,
  )
}

function move(firm: Firm, on: string, from: string, to: string): Row {
  return {
    credit_code: firm.code,
    changed_on: on,
    item: '住所',
    before_county_code: from,
    after_county_code: to,
  }
}

/** A sale in yuan; a supplier given by name has no credit code. */
export function trade(
  id: string,
  segment: string | null,
  supplier: Firm | string,
  buyer: Firm,
  amount: number,
  month = '2026-10',
): Row {
  const known = typeof supplier === 'string' ? null : supplier
  return {
    transaction_id: id,
    month,
    supplier_credit_code: known?.code ?? null,
    supplier_name: known?.name ?? supplier,
    supplier_county_code: known?.county ?? null,
    buyer_credit_code: buyer.code,
    buyer_name: buyer.name,
    buyer_county_code: buyer.county,
    segment,
    amount: yuan(amount),
  }
}

export { load }

/** Everything after ingest that figures depend on. */
export async function compute(database: Database): Promise<void> {
  await refreshFusion(database, today)
  await refreshChain(database, today)
  await refreshMetrics(database)
}

export interface Asked {
  readonly region?: string
  readonly realm?: Realm
  readonly asOf?: string
  readonly chain?: string
}

const asked = (given: Asked) => ({
  chain: 'rubber-tyre',
  region: guangrao,
  realm: 'demonstration' as const,
  ...given,
})

export async function figure(database: Database, id: string, given: Asked = {}) {
  const found = await readMetric(database, id, asked(given))
  if (found === null) throw new Error(`没有指标 ${id}`)
  return found
}

export async function value(database: Database, id: string, given: Asked = {}): Promise<number | null> {
  return (await figure(database, id, given)).value
}

/** The values of a figure's formula by name. */
export async function inputs(database: Database, id: string, given: Asked = {}) {
  const found = await readEvidence(database, id, { ...asked(given), limit: 1, offset: 0 })
  if (found === null) throw new Error(`没有指标 ${id}`)
  return Object.fromEntries(found.inputs.map((input) => [input.name, input.value]))
}

/** All records behind a figure, page by page; each must be a row of the warehouse as its source says. */
export async function evidence(database: Database, id: string, given: Asked = {}) {
  const items: NonNullable<Awaited<ReturnType<typeof readEvidence>>>['items'] = []
  for (let offset = 0; ;) {
    const page = await readEvidence(database, id, { ...asked(given), limit: 3, offset })
    if (page === null) throw new Error(`没有指标 ${id}`)
    items.push(...page.items)
    expect(page.total).toBeGreaterThanOrEqual(items.length)
    if (page.nextCursor === null) {
      expect(items).toHaveLength(page.total)
      break
    }
    offset = Number(page.nextCursor)
  }
  for (const { source } of items) await expectSource(database, source)
  return items
}

async function expectSource(
  database: Database,
  source: Awaited<ReturnType<typeof evidence>>[number]['source'],
): Promise<void> {
  expect(source).not.toBeNull()
  if (source === null) return
  const { rows } = await database.pool.query<{ file_name: string }>(
    `select batch.file_name from ${tableName(dataset(source.dataset))} origin
     join brain.batch on batch.id = origin.batch_id and batch.dataset = $4
     where origin.row_id = $1 and origin.batch_id = $2 and origin.row_number = $3`,
    [source.rowId, source.batchId, source.rowNumber, source.dataset],
  )
  expect(rows).toEqual([{ file_name: source.fileName }])
}

export const sumOf = (items: readonly { readonly value: number | null }[]): number =>
  items.reduce((sum, item) => sum + (item.value ?? 0), 0)
