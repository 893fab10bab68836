import { sql } from 'kysely'
import { readChainStandards } from '../chain/chain-standard.ts'
import { latestMonth } from '../chain/realms.ts'
import { dataset } from '../datasets/registry.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import { type Database, prepare } from '../warehouse/database.ts'
import { readRegionName } from '../warehouse/regions.ts'
import { monthOfPeriod } from './cluster.ts'
import type { EvidenceRow } from './contract.ts'
import { metrics, type NamedMetric } from './registry.ts'

export interface FigureQuery {
  readonly chain: string
  readonly region: string
  readonly realm: Realm
  /** 'YYYY-MM' or 'YYYY-MM-DD'; absent = latest. */
  readonly asOf?: string | undefined
}

/** What a metric is, without a figure. */
export function defineMetric(metric: NamedMetric) {
  return {
    id: metric.id,
    title: metric.title,
    unit: metric.unit,
    definition: metric.definition,
    formula: metric.formula,
    standard: metric.standard,
    grain: { period: metric.period, space: 'county' as const },
    datasets: metric.datasets.map((id) => ({ id, title: dataset(id).title })),
    digits: metric.digits,
    better: metric.better,
  }
}

export function listMetrics() {
  return [...metrics.values()].map(defineMetric)
}

interface FigureRow {
  readonly period: string
  readonly value: number | null
  readonly estimated: boolean
  readonly method: string | null
  readonly inputs: Readonly<Record<string, number | null>>
  readonly breakdown: { key: string; title: string; value: number | null }[]
}

const readFigures = prepare<[string, string, string, string, string], FigureRow>(
  'metric-figures',
  `select period, value, estimated, method, inputs, breakdown
   from brain.metric_value
   where metric = $1 and chain = $2 and realm = $3 and region_code = $4 and period <= $5
   order by period`,
)

const readLatestPeriod = prepare<[string, string, string, string], { period: string | null }>(
  'metric-latest-period',
  `select max(period) as period from brain.metric_value
   where metric = $1 and chain = $2 and realm = $3 and period <= $4`,
)

/**
 * The figure of the latest period that any region has: an older one of the region would pass for the present.
 * @returns the figure if the region has it, the region's figures until then, and that period
 */
async function readFigure(database: Database, metric: NamedMetric, query: FigureQuery) {
  const { chain, realm, region } = query
  const latest = await latestMonth(database, realm)
  const asOf = query.asOf?.slice(0, 7) ?? latest
  const until = lastPeriod(metric, asOf, latest)
  const [rows, [last]] = await Promise.all([
    readFigures(database, [metric.id, chain, realm, region, until]),
    readLatestPeriod(database, [metric.id, chain, realm, until]),
  ])
  const period = last?.period ?? until
  return { figure: rows.find((row) => row.period === period), rows, period, asOf, latest }
}

/** The figure with its series, the change on the year, or why it is missing. @returns null for an unknown id */
export async function readMetric(database: Database, id: string, query: FigureQuery) {
  const metric = metrics.get(id)
  if (metric === undefined) return null
  const [{ figure, rows, asOf }, region, computedAt] = await Promise.all([
    readFigure(database, metric, query),
    readRegionName(database, query.region),
    readComputedAt(database, id),
  ])
  return {
    ...defineMetric(metric),
    chain: query.chain,
    realm: query.realm,
    region: { code: query.region, name: region },
    asOf,
    period: figure?.period ?? null,
    value: figure?.value ?? null,
    estimated: figure?.estimated ?? false,
    method: figure?.method ?? null,
    missing: figure?.value === null || figure === undefined ? metric.missing : null,
    change: figure === undefined ? null : changeOnYear(metric, rows, figure),
    series: rows.map(({ period, value, estimated }) => ({ period, value, estimated })),
    breakdown: figure?.breakdown ?? [],
    computedAt,
  }
}

/** The last period known at a month: of a past year not yet over at the time, the year before. */
function lastPeriod(metric: NamedMetric, asOf: string, latest: string): string {
  if (metric.period === 'month') return asOf
  const year = asOf.slice(0, 4)
  return asOf.endsWith('-12') || asOf >= latest ? year : String(Number(year) - 1)
}

function changeOnYear(metric: NamedMetric, rows: readonly FigureRow[], latest: FigureRow) {
  const base = `${Number(latest.period.slice(0, 4)) - 1}${latest.period.slice(4)}`
  const before = rows.find((row) => row.period === base)?.value ?? null
  if (before === null || latest.value === null) return null
  // Shares differ by points, counts and amounts by per cent; a difference of small counts stays a count.
  if (metric.unit === '%') return { value: latest.value - before, unit: '个百分点', base }
  if (metric.unit === '家' || metric.unit === '项')
    return { value: latest.value - before, unit: metric.unit, base }
  if (metric.unit === '') return { value: latest.value - before, unit: '', base }
  return before === 0 ? null : { value: (latest.value / before - 1) * 100, unit: '%', base }
}

/** One figure for every city or county of a region, all of one period. @returns null for an unknown id */
export async function readMetricRegions(
  database: Database,
  id: string,
  query: FigureQuery & { readonly level: 'city' | 'county' },
) {
  const metric = metrics.get(id)
  if (metric === undefined) return null
  const { period } = await readFigure(database, metric, query)
  const { rows } = await sql<{ code: string; name: string; value: number | null; estimated: boolean | null }>`
    select division.code, division.name, figure.value, figure.estimated
    from public_warehouse.division
    left join brain.metric_value figure
      on figure.metric = ${id} and figure.chain = ${query.chain} and figure.realm = ${query.realm}
        and figure.region_code = division.code and figure.period = ${period}
    where division.level = ${query.level} and division.valid_until_year is null
      and division.code like ${`${regionPrefix(query.region)}%`}
    order by division.code`.execute(database.kysely)
  return rows.map(({ code, name, value, estimated }) => ({
    region: { code, name },
    value,
    estimated: estimated ?? false,
  }))
}

/** Walks a figure down to its records; `offset` pages through them. @returns null for an unknown id or chain */
export async function readEvidence(
  database: Database,
  id: string,
  query: FigureQuery & { readonly limit: number; readonly offset: number },
) {
  const metric = metrics.get(id)
  const chain = (await readChainStandards()).find((item) => item.id === query.chain)
  if (metric === undefined || chain === undefined) return null
  const { figure, period, latest } = await readFigure(database, metric, query)
  const region = await readRegionName(database, query.region)
  const records = metric.evidence({
    chain,
    realm: query.realm,
    region: query.region,
    period,
    month: monthOfPeriod(period, latest),
    estimated: figure?.estimated ?? false,
  })
  const page = await sql<EvidenceRow & { total: number }>`
    with record as (${records})
    select record.*, (select count(*)::int from record) as total from record
    limit ${query.limit} offset ${query.offset}`.execute(database.kysely)
  const total = page.rows[0]?.total ?? 0
  const end = query.offset + page.rows.length
  return {
    metric: id,
    title: metric.title,
    unit: metric.unit,
    formula: metric.formula,
    region: { code: query.region, name: region },
    realm: query.realm,
    period: figure?.period ?? null,
    value: figure?.value ?? null,
    inputs: Object.entries(metric.inputs).map(([name, { title, unit }]) => ({
      name,
      title,
      value: figure?.inputs[name] ?? null,
      unit,
    })),
    items: page.rows.map(({ creditCode, name, label, value, unit, source }) => ({
      enterprise: creditCode === null ? null : { creditCode, name: name ?? creditCode },
      label,
      value,
      unit,
      source,
    })),
    total,
    nextCursor: end < total ? String(end) : null,
  }
}

async function readComputedAt(database: Database, id: string): Promise<string | null> {
  const { rows } = await sql<{ computed_at: Date }>`
    select computed_at from brain.stage_state where stage = ${`metric:${id}`}`.execute(database.kysely)
  return rows[0]?.computed_at.toISOString() ?? null
}
