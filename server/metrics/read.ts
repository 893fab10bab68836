import { sql } from 'kysely'
import { dataset } from '../datasets/registry.ts'
import { regionPrefix } from '../domain/region.ts'
import { databaseAsOf } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import { readRegionName } from '../warehouse/regions.ts'
import { readFiguresAsOf } from './as-of.ts'
import type { EvidenceRow } from './contract.ts'
import { contributionsTo, withheld, withheldAmong } from './disclosure.ts'
import {
  type FigureQuery,
  figuresOf,
  type FigureRow,
  isProtected,
  readFigure,
  recordsOf,
  type ShownFigure,
} from './figures.ts'
import { metrics, type NamedMetric } from './registry.ts'

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
    missing: missingOf(metric, figure),
    change: figure === undefined ? null : changeOnYear(metric, rows, figure),
    series: rows.map(({ period, value, estimated }) => ({ period, value, estimated })),
    breakdown: figure?.breakdown ?? [],
    computedAt,
  }
}

function missingOf(metric: NamedMetric, figure: ShownFigure | undefined) {
  if (figure === undefined) return metric.missing
  if (figure.withheld) return withheld
  return figure.value === null ? metric.missing : null
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
  const { period, latest } = await readFigure(database, metric, query)
  const past = await readFiguresAsOf(database, metric, query)
  const { rows: stored } = await sql<{
    code: string
    name: string
    value: number | null
    estimated: boolean | null
  }>`
    select division.code, division.name, figure.value, figure.estimated
    from public_warehouse.division
    left join brain.metric_value figure
      on figure.metric = ${id} and figure.chain = ${query.chain} and figure.realm = ${query.realm}
        and figure.region_code = division.code and figure.period = ${period}
    where division.level = ${query.level} and division.valid_until_year is null
      and division.code like ${`${regionPrefix(query.region)}%`}
    order by division.code`.execute(database.kysely)
  const rows =
    past === null
      ? stored
      : stored.map((row) => {
          const figure = figuresOf(past, row.code, period).find((one) => one.period === period)
          return { ...row, value: figure?.value ?? null, estimated: figure?.estimated ?? null }
        })
  const siblings: { readonly code: string; readonly contributions: ReadonlyMap<string, number> }[] = []
  for (const { code, value, estimated } of rows) {
    const figure = { period, value, estimated: estimated ?? false, latest }
    if (!isProtected(metric, query, figure)) continue
    const records = await recordsOf(metric, { ...query, region: code }, figure)
    if (records !== null) siblings.push({ code, contributions: await contributionsTo(database, records) })
  }
  const hidden = withheldAmong(siblings)
  return rows.map(({ code, name, value, estimated }) => ({
    region: { code, name },
    value: hidden.has(code) ? null : value,
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
  if (metric === undefined) return null
  const { figure, period, latest } = await readFigure(database, metric, query)
  const records = await recordsOf(metric, query, { period, estimated: figure?.estimated ?? false, latest })
  if (records === null) return null
  const region = await readRegionName(database, query.region)
  const page = await sql<EvidenceRow & { total: number }>`
    with record as (${records})
    select record.*, (select count(*)::int from record) as total from record
    limit ${query.limit} offset ${query.offset}`.execute(databaseAsOf(database, query.asOf).kysely)
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
