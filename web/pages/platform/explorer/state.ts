/** What the page asks, kept in the address as `q`, so that a link shows the same to whoever may see it. */
import type {
  ChartKind,
  ExplorerField,
  ExplorerQuery,
  ExplorerSubject,
  Filter,
  Grain,
  Group,
  MeasureKind,
} from '../../../../server/api/schemas/explorer.ts'
import type { ScopeQuery } from '../../../data/queries.ts'

export type Asked = Omit<ExplorerQuery, 'region' | 'realm' | 'asOf' | 'chain'> & { readonly chart: ChartKind }

export const measureTitles: Readonly<Record<MeasureKind, string>> = {
  count: '记录数',
  firms: '企业数',
  sum: '合计',
  mean: '平均',
  median: '中位数',
  min: '最小值',
  max: '最大值',
  distinct: '不同值个数',
  share: '占比',
  value: '数值',
}

export const grainTitles: Readonly<Record<Grain, string>> = {
  year: '年',
  quarter: '季',
  month: '月',
  day: '日',
  province: '省',
  city: '市',
  county: '县',
  section: '门类',
  division: '大类',
  class: '小类',
  value: '原值',
}

export const chartTitles: Readonly<Record<ChartKind, string>> = {
  bar: '柱',
  line: '线',
  stacked: '堆叠',
  map: '地图',
  scatter: '散点',
  table: '只看表',
}

export function parseAsked(text: string | null): Asked | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isAsked(value) ? value : null
  } catch {
    return null
  }
}

/** Enough for the page to stand; the server checks the rest and says what is wrong. */
function isAsked(value: unknown): value is Asked {
  if (typeof value !== 'object' || value === null) return false
  const { subject, measures, by, filters, chart } = value as Partial<Record<keyof Asked, unknown>>
  return (
    typeof subject === 'string' &&
    typeof chart === 'string' &&
    chart in chartTitles &&
    [measures, by, filters].every(
      (list) => Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null),
    )
  )
}

/** The question with the scope of the screen. */
export function toQuery(
  { chart: _chart, ...asked }: Asked,
  scope: ScopeQuery,
  subject: ExplorerSubject,
): ExplorerQuery {
  const isMetric = subject.kind === 'metric'
  const hasPlace = subject.fields.some(({ kind }) => kind === 'region')
  const isProtected = subject.access === 'protected' || asked.outside === true
  return {
    ...asked,
    ...(scope.region !== undefined && hasPlace && { region: scope.region }),
    ...(scope.realm !== undefined && { realm: scope.realm }),
    // Under protection there is no looking back: two points in time would tell of single firms.
    ...(scope.asOf !== undefined && (isMetric || !isProtected) && { asOf: scope.asOf }),
    ...(isMetric && scope.chain !== undefined && { chain: scope.chain }),
  }
}

/** A first question about a subject: its count by its first natural group. */
export function firstQuestion(subject: ExplorerSubject): Asked {
  const groups = subject.fields.filter(({ groupable }) => groupable)
  const time = groups.find(({ kind }) => kind === 'time' || kind === 'year')
  const place = groups.find(({ kind }) => kind === 'region')
  const field = subject.kind === 'metric' ? time : (place ?? time ?? groups[0])
  const by: Group[] = field === undefined ? [] : [toGroup(field)]
  return {
    subject: subject.id,
    measures: [subject.kind === 'metric' ? { of: 'value' } : { of: 'count' }],
    by,
    filters: [],
    chart: field?.kind === 'time' || field?.kind === 'year' ? 'line' : 'bar',
  }
}

export function toGroup({ name, kind, grains }: ExplorerField): Group {
  const preferred = kind === 'region' ? 'city' : kind === 'time' ? 'month' : grains[0]
  const grain = preferred !== undefined && grains.includes(preferred) ? preferred : grains[0]
  return grain === undefined || grain === 'value' ? { field: name } : { field: name, grain }
}

/** An empty filter of a field, to be filled in. */
export function toFilter({ name, kind, filter, grains }: ExplorerField): Filter | null {
  switch (filter) {
    case 'one-of':
      return {
        field: name,
        is: 'one-of',
        ...(kind === 'region' || kind === 'industry' ? { grain: grains[0] ?? 'value' } : {}),
        values: [],
      }
    case 'range':
      return { field: name, is: 'range' }
    case 'contains':
      return { field: name, is: 'contains', text: '' }
    case 'period':
      return { field: name, is: 'period' }
    case null:
      return null
  }
}

/** A filter that asks nothing yet is left out of the query. */
export function isFilled(filter: Filter): boolean {
  switch (filter.is) {
    case 'one-of':
      return filter.values.length > 0
    case 'contains':
      return filter.text.trim() !== ''
    case 'range':
    case 'period':
      return filter.from !== undefined || filter.to !== undefined
  }
}
