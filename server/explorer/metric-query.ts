import { sql } from 'kysely'
import type { ExplorerQuery } from '../api/schemas/explorer.ts'
import { readChainStandards } from '../chain/chain-standard.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import { withheld } from '../metrics/disclosure.ts'
import { readMetric, readMetricRegions } from '../metrics/read.ts'
import { metrics, type NamedMetric } from '../metrics/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Cell, Counted } from './cells.ts'
import type { Field } from './fields.ts'
import { Refusal, wrongQuery } from './refusal.ts'

const shared = {
  unit: null,
  column: null,
  measures: [],
  values: null,
  type: 'text',
  groupable: true,
} as const

/** A metric has a figure for a region and a period, and nothing else to group by. */
export const metricFields: readonly Field[] = [
  {
    ...shared,
    name: 'region',
    title: '地区',
    kind: 'region',
    sql: '',
    grains: ['city', 'county'],
    filter: null,
  },
  { ...shared, name: 'period', title: '时期', kind: 'time', sql: '', grains: ['month'], filter: 'period' },
]

export interface MetricQuestion {
  readonly metric: NamedMetric
  readonly chain: string
  readonly groups: readonly {
    readonly field: Field
    readonly grain: 'city' | 'county' | 'month'
    readonly title: string
  }[]
  readonly period: { readonly from?: string; readonly to?: string }
  readonly region: string
  readonly realm: Realm
  readonly asOf: string | undefined
  readonly audience: 'enterprises' | undefined
}

/** Periods of a region's figures shown side by side: a year and the month it compares with. */
const mostPeriods = 13

export async function readMetricQuestion(
  query: ExplorerQuery,
  { region, realm, audience }: Pick<MetricQuestion, 'region' | 'realm' | 'audience'>,
): Promise<MetricQuestion> {
  const id = query.subject.slice('metric:'.length)
  const metric = metrics.get(id)
  if (metric === undefined) throw new Refusal(404, 'not-found', `没有名为“${id}”的指标`)
  const chains = await readChainStandards()
  const chain = query.chain ?? chains.toSorted((a, b) => b.segments.length - a.segments.length)[0]?.id ?? ''
  if (!chains.some((one) => one.id === chain)) {
    throw wrongQuery(`没有名为“${chain}”的产业链`, chains.map((one) => one.id).join('、'))
  }
  if (
    query.measures.some(({ of, field }) => of !== 'value' || field !== undefined) ||
    query.measures.length > 1
  ) {
    throw wrongQuery('指标只有一个数值，不能再求和或计数', '一个 value')
  }
  const groups = query.by.map(({ field: name, grain }) => {
    const field = metricFields.find((one) => one.name === name)
    if (field === undefined) throw wrongQuery(`指标不能按“${name}”分组`, 'region（地区）、period（时期）')
    if (name === 'period') return { field, grain: 'month' as const, title: field.title }
    const level = grain ?? 'county'
    if (level !== 'city' && level !== 'county') throw wrongQuery('地区只能按市或县分组', 'city、county')
    return { field, grain: level, title: `地区（${level === 'city' ? '市' : '县'}）` }
  })
  if (groups.length === 2 && groups[0]?.field === groups[1]?.field)
    throw wrongQuery('两次按同一项分组', '地区和时期')
  let period: MetricQuestion['period'] = {}
  for (const filter of query.filters) {
    if (filter.field !== 'period' || filter.is !== 'period') throw wrongQuery('指标只能按时期筛选', 'period')
    period = {
      ...(filter.from !== undefined && { from: filter.from }),
      ...(filter.to !== undefined && { to: filter.to }),
    }
  }
  return { metric, chain, groups, period, region, realm, asOf: query.asOf, audience }
}

/**
 * Stored figures, under the protection of the metrics themselves. Figures are not added up: the total is the figure of
 * the region asked for.
 */
export async function readMetricCells(
  platform: Database,
  question: MetricQuestion,
): Promise<Counted & { readonly period: string | null }> {
  const { metric, chain, realm, region, groups, audience } = question
  const scope = { chain, realm, region, audience, asOf: question.asOf }
  const whole = await readMetric(platform, metric.id, scope)
  const level = groups.find(({ field }) => field.kind === 'region')?.grain
  const byPeriod = groups.some(({ field }) => field.kind === 'time')
  const at = groups.findIndex(({ field }) => field.kind === 'time')
  const keysOf = (place: string | null, period: string | null) =>
    groups.map((_, index) => (index === at ? period : place))
  const isHidden = whole?.missing?.reason === withheld.reason
  const total: Cell = {
    level: 'total',
    keys: groups.map(() => null),
    values: [whole?.value ?? null],
    withheld: isHidden,
  }
  const cells: Cell[] = [total]
  const series = (whole?.series ?? []).filter(({ period }) => isBetween(period, question.period))
  const periods = await periodsOf(platform, question, byPeriod ? series.map(({ period }) => period) : [])
  if (level === undefined || level === 'month') {
    for (const { period, value } of byPeriod ? series : []) {
      cells.push({ level: 'cell', keys: keysOf(null, period), values: [value], withheld: false })
    }
  } else {
    const asked = byPeriod ? periods : [null]
    for (const period of asked) {
      const month = period === null ? question.asOf : period.length === 4 ? `${period}-12` : period
      const regions = await readMetricRegions(platform, metric.id, { ...scope, asOf: month, level })
      for (const { region: place, value } of regions ?? []) {
        if (value === null && audience === undefined) continue
        cells.push({
          level: 'cell',
          keys: keysOf(place.code, period),
          values: [value],
          withheld: value === null && metric.confidential && audience === 'enterprises',
        })
      }
    }
  }
  return {
    cells: groups.length === 2 ? [...cells, ...latestOf(cells, at)] : cells,
    protected: audience === 'enterprises' && metric.confidential,
    notes: [
      ...(groups.length > 0 ? ['指标值不相加，合计一栏是所选地区整体的指标值'] : []),
      ...(groups.length === 2 ? ['地区一栏的小计是最近一期的值'] : []),
    ],
    period: whole?.period ?? null,
  }
}

/** In a table of regions and periods a region stands for its latest figure; periods have no figure of their own. */
function latestOf(cells: readonly Cell[], at: number): Cell[] {
  const latest = new Map<string | null, Cell>()
  const periods = new Set<string | null>()
  for (const cell of cells) {
    if (cell.level !== 'cell') continue
    periods.add(cell.keys[at] ?? null)
    const place = cell.keys[1 - at] ?? null
    const known = latest.get(place)
    if (known === undefined || (known.keys[at] ?? '') < (cell.keys[at] ?? '')) latest.set(place, cell)
  }
  const [places, times] = at === 1 ? (['first', 'second'] as const) : (['second', 'first'] as const)
  return [
    ...[...latest].map(([place, cell]): Cell => ({
      ...cell,
      level: places,
      keys: at === 1 ? [place, null] : [null, place],
    })),
    ...[...periods].map((period): Cell => ({
      level: times,
      keys: at === 1 ? [null, period] : [period, null],
      values: [null],
      withheld: false,
    })),
  ]
}

async function periodsOf(
  platform: Database,
  { metric, chain, realm, region, period, asOf }: MetricQuestion,
  known: readonly string[],
): Promise<readonly string[]> {
  if (known.length > 0) return known.slice(-mostPeriods)
  const { rows } = await sql<{ period: string }>`
    select distinct period from brain.metric_value
    where metric = ${metric.id} and chain = ${chain} and realm = ${realm}
      and starts_with(region_code, ${regionPrefix(region)})
      and left(period, 7) <= ${asOf?.slice(0, 7) ?? '9999'}
    order by period`.execute(platform.kysely)
  return rows
    .map((row) => row.period)
    .filter((one) => isBetween(one, period))
    .slice(-mostPeriods)
}

function isBetween(value: string, { from, to }: MetricQuestion['period']): boolean {
  return (
    (from === undefined || value.slice(0, from.length) >= from.slice(0, value.length)) &&
    (to === undefined || value.slice(0, to.length) <= to.slice(0, value.length))
  )
}
