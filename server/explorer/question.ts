import type { ExplorerQuery, Filter, Grain, MeasureKind } from '../api/schemas/explorer.ts'
import { dataset as contractOf, datasets, type NamedDataset } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import { fieldsOf, partiesOf, placeOf, unitColumnOf, type Field } from './fields.ts'
import { grainOf, grainTitles } from './grains.ts'
import { Refusal, wrongQuery } from './refusal.ts'

/** Who asks, and for what part of the world. */
export interface Asker {
  readonly username: string
  /** Firms and banks see aggregates under small-cell protection only. */
  readonly firmUser: boolean
  readonly region: { readonly code: string; readonly name: string }
}

export interface AskedMeasure {
  readonly of: MeasureKind
  readonly field: Field | null
  readonly title: string
  readonly unit: string
  readonly money: boolean
  readonly digits: number
}

export interface AskedGroup {
  readonly field: Field
  readonly grain: Grain
  readonly title: string
}

export interface AskedFilter {
  readonly field: Field
  readonly filter: Filter
  readonly grain: Grain
}

/** A query whose every name was found in the contract. */
export interface DatasetQuestion {
  readonly dataset: NamedDataset
  readonly fields: readonly Field[]
  readonly measures: readonly AskedMeasure[]
  readonly groups: readonly AskedGroup[]
  readonly filters: readonly AskedFilter[]
  readonly realm: Realm
  /** A division all rows lie in, by their place. */
  readonly region: string | undefined
  readonly asOf: string | undefined
  readonly sort: ExplorerQuery['sort']
  readonly top: number | undefined
}

const measureTitles: Readonly<Record<MeasureKind, string>> = {
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

/**
 * Looks up every name of the query in the contract of its dataset.
 * @throws Refusal naming what does not exist or does not fit, and what would.
 */
export function readQuestion(query: ExplorerQuery, realm: Realm): DatasetQuestion {
  const id = query.subject.slice('dataset:'.length)
  if (!datasets.has(id)) throw new Refusal(404, 'not-found', `没有名为“${id}”的数据集`)
  const dataset = contractOf(id)
  const fields = fieldsOf(dataset)
  const find = (name: string): Field => {
    const field = fields.find((one) => one.name === name)
    if (field !== undefined) return field
    throw wrongQuery(`“${dataset.title}”没有名为“${name}”的列`, fields.map((one) => one.name).join('、'))
  }
  const groups = query.by.map(({ field: name, grain: asked }): AskedGroup => {
    const field = find(name)
    if (!field.groupable)
      throw wrongQuery(
        `“${field.title}”不能用来分组`,
        titles(fields, (one) => one.groupable),
      )
    const grain = grainOf(field, asked)
    const word = grainTitles[grain]
    return { field, grain, title: word === '' ? field.title : `${field.title}（${word}）` }
  })
  const [one, other] = groups
  if (other !== undefined && one?.field === other.field && one.grain === other.grain) {
    throw wrongQuery('两次按同一列分组', '不同的列，或同一列的不同粒度')
  }
  const filters = query.filters.map((filter): AskedFilter => {
    const field = find(filter.field)
    const fits = filter.is === field.filter || (filter.is === 'one-of' && field.groupable)
    if (!fits) throw wrongQuery(`“${field.title}”不能用 ${filter.is} 筛选`, field.filter ?? '另一列')
    return { field, filter, grain: filter.is === 'one-of' ? grainOf(field, filter.grain) : 'value' }
  })
  const question: DatasetQuestion = {
    dataset,
    fields,
    measures: query.measures.map((measure) => readMeasure(measure, dataset, fields, find)),
    groups,
    filters,
    realm,
    region: placeOf(fields) === undefined ? undefined : query.region,
    asOf: query.asOf,
    sort: query.sort,
    top: query.top,
  }
  checkUnits(question)
  return question
}

function readMeasure(
  { of, field: name }: ExplorerQuery['measures'][number],
  dataset: NamedDataset,
  fields: readonly Field[],
  find: (name: string) => Field,
): AskedMeasure {
  const word = measureTitles[of]
  if (of === 'value') throw wrongQuery('“数值”只用于指标', 'count、sum 等')
  if (of === 'firms' && partiesOf(dataset).length === 0) {
    throw wrongQuery(`“${dataset.title}”的记录不涉及企业，不能数企业`, 'count')
  }
  if (name === undefined) {
    if (of === 'count') return { of, field: null, title: word, unit: '条', money: false, digits: 0 }
    if (of === 'firms') return { of, field: null, title: word, unit: '家', money: false, digits: 0 }
    if (of === 'share') return { of, field: null, title: '记录数占比', unit: '%', money: false, digits: 1 }
    throw wrongQuery(
      `“${word}”要指明一列`,
      titles(fields, (one) => one.measures.includes(of)),
    )
  }
  const field = find(name)
  if (!field.measures.includes(of)) {
    throw wrongQuery(
      `“${field.title}”不能求${word}`,
      titles(fields, (one) => one.measures.includes(of)),
    )
  }
  const title = `${field.title}${word}`
  if (of === 'distinct') return { of, field, title, unit: '个', money: false, digits: 0 }
  if (of === 'share') return { of, field, title, unit: '%', money: false, digits: 1 }
  const money = field.kind === 'money'
  const unit = unitColumnOf(fields, field) === undefined ? (field.unit ?? '') : ''
  const digits = money || field.type === 'decimal' || of === 'mean' || of === 'median' ? 2 : 0
  return { of, field, title, unit, money, digits }
}

/** Tonnes are not added to pieces: a column whose unit stands beside it needs one unit a group. */
function checkUnits({ fields, measures, groups, filters }: DatasetQuestion): void {
  for (const { field, of } of measures) {
    const unit = field === null || of === 'distinct' ? undefined : unitColumnOf(fields, field)
    if (field === null || unit === undefined) continue
    const grouped = groups.some((group) => group.field === unit)
    const single = filters.some(
      ({ field: column, filter }) => column === unit && filter.is === 'one-of' && filter.values.length === 1,
    )
    if (!grouped && !single) {
      throw wrongQuery(
        `“${field.title}”的单位随记录给出，不同单位不能相加`,
        `按“${unit.title}”（${unit.name}）分组，或筛选为一个单位`,
      )
    }
  }
}

function titles(fields: readonly Field[], fits: (field: Field) => boolean): string {
  return (
    fields
      .filter(fits)
      .map(({ name, title }) => `${name}（${title}）`)
      .join('、') || '另一个数据集'
  )
}

/** The columns a query touches, by the names that masks know. */
export function columnsUsed({
  measures,
  groups,
  filters,
  fields,
  region,
}: DatasetQuestion): readonly string[] {
  const used = [
    ...measures.flatMap(({ field }) => (field === null ? [] : [field])),
    ...groups.map(({ field }) => field),
    ...filters.map(({ field }) => field),
  ]
  const place = region === undefined ? undefined : placeOf(fields)
  if (place !== undefined) used.push(place)
  return [...new Set(used.flatMap(({ column }) => (column === null ? [] : [column])))]
}

/** 记录数，按成立日期（年）、登记状态 */
export function titleOf(
  subject: string,
  measures: readonly { title: string }[],
  groups: readonly { title: string }[],
) {
  const what = measures.map(({ title }) => title).join('、')
  return groups.length === 0
    ? `${subject}：${what}`
    : `${subject}：${what}，按${groups.map(({ title }) => title).join('、')}`
}
