import type { ExplorerField, Grain, MeasureKind } from '../api/schemas/explorer.ts'
import type { Column } from '../datasets/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'

export type FieldKind = ExplorerField['kind']

/** A column of a dataset as the explorer offers it, or a property of the firm that the row is about. */
export interface Field {
  readonly name: string
  readonly title: string
  readonly unit: string | null
  readonly kind: FieldKind
  /** SQL of the column, with the alias of its table; made of names in the contract alone. */
  readonly sql: string
  /** Names the contract column that masks apply to; null for what is read off the firm. */
  readonly column: string | null
  readonly grains: readonly Grain[]
  readonly groupable: boolean
  readonly filter: ExplorerField['filter']
  readonly measures: readonly MeasureKind[]
  readonly values: readonly string[] | null
  readonly type: Column['type']
}

const numberMeasures: readonly MeasureKind[] = ['sum', 'mean', 'median', 'min', 'max', 'distinct', 'share']

/** Longer texts are descriptions: to be searched, not grouped by. */
const longestCategory = 200

const regionGrains: Readonly<Record<string, readonly Grain[]>> = {
  province: ['province'],
  city: ['city', 'province'],
  county: ['county', 'city', 'province'],
  region: ['county', 'city', 'province'],
}

function shapeOf(name: string, column: Column): Pick<Field, 'kind' | 'grains' | 'groupable' | 'filter'> {
  const region = /(?:^|_)(county|city|province|region)_code$/.exec(name)?.[1]
  if (region !== undefined) {
    return { kind: 'region', grains: regionGrains[region] ?? [], groupable: true, filter: 'one-of' }
  }
  if (/(^|_)industry_code$/.test(name)) {
    return { kind: 'industry', grains: ['division', 'class', 'section'], groupable: true, filter: 'one-of' }
  }
  switch (column.type) {
    case 'date':
    case 'timestamp':
      return { kind: 'time', grains: ['month', 'quarter', 'year', 'day'], groupable: true, filter: 'period' }
    case 'month':
      return { kind: 'time', grains: ['month', 'quarter', 'year'], groupable: true, filter: 'period' }
    case 'integer':
      if (column.unit === '年') return { kind: 'year', grains: ['year'], groupable: true, filter: 'period' }
      return { kind: 'number', grains: [], groupable: false, filter: 'range' }
    case 'decimal':
      return { kind: 'number', grains: [], groupable: false, filter: 'range' }
    case 'money':
      return { kind: 'money', grains: [], groupable: false, filter: 'range' }
    case 'boolean':
      return { kind: 'boolean', grains: ['value'], groupable: true, filter: 'one-of' }
    case 'text': {
      if (column.oneOf !== undefined) {
        return { kind: 'category', grains: ['value'], groupable: true, filter: 'one-of' }
      }
      const groupable = (column.maxLength ?? 4000) <= longestCategory
      return { kind: 'text', grains: groupable ? ['value'] : [], groupable, filter: 'contains' }
    }
    case 'json':
      return { kind: 'text', grains: [], groupable: false, filter: null }
  }
}

function toField(name: string, column: Column, from: 'row' | 'firm', title = column.title): Field {
  const shape = shapeOf(name, column)
  const number = shape.kind === 'number' || shape.kind === 'money'
  return {
    ...shape,
    name: from === 'row' ? name : `firm_${name}`,
    title,
    unit: column.unit ?? null,
    sql: `${from}."${name}"`,
    column: from === 'row' ? name : null,
    measures: number ? numberMeasures : shape.groupable ? ['distinct'] : [],
    values: column.oneOf ?? null,
    type: column.type,
  }
}

/** The firm's own code, where a row is about one firm. */
export const firmColumn = 'credit_code'

/** What is known of the firm where the row does not say it: its place and its industry. */
const firmFields: readonly Field[] = [
  toField('county_code', { title: '企业所在地', type: 'text', maxLength: 6 }, 'firm'),
  toField('industry_code', { title: '企业所属行业', type: 'text', maxLength: 5 }, 'firm'),
]

const known = new Map<string, readonly Field[]>()

/** The same fields at every call: a field is compared by identity. */
export function fieldsOf(dataset: NamedDataset): readonly Field[] {
  const found = known.get(dataset.id) ?? readFields(dataset)
  known.set(dataset.id, found)
  return found
}

function readFields(dataset: NamedDataset): readonly Field[] {
  const own = columnsOf(dataset)
    .filter(([, column]) => column.type !== 'json')
    .map(([name, column]) => toField(name, column, 'row'))
  const kinds = new Set(own.map(({ kind }) => kind))
  // A registration is the firm: what it says of itself stands in the row.
  const added = firmColumn in dataset.columns ? firmFields.filter(({ kind }) => !kinds.has(kind)) : []
  return [...own, ...added]
}

/** The columns that name the firms a row is about, with what names a firm that has no code. */
export function partiesOf(
  dataset: NamedDataset,
): readonly { readonly code: string; readonly name: string | null }[] {
  return Object.keys(dataset.columns)
    .filter((name) => /(^|_)credit_code$/.test(name))
    .map((code) => {
      const role = code.slice(0, -'credit_code'.length)
      const names = role === '' ? ['enterprise_name', 'name', 'full_name'] : [`${role}name`]
      return { code, name: names.find((name) => name in dataset.columns) ?? null }
    })
}

/** Where a row belongs: its most exact division; the first side's where it names several. */
export function placeOf(fields: readonly Field[]): Field | undefined {
  const places = fields.filter(({ kind }) => kind === 'region')
  return (
    places.find(({ grains }) => grains[0] === 'county') ?? places.find(({ grains }) => grains[0] === 'city')
  )
}

export function timeOf(fields: readonly Field[]): Field | undefined {
  return fields.find(({ kind }) => kind === 'time') ?? fields.find(({ kind }) => kind === 'year')
}

/** The column that names the unit of the others, where each row has its own. */
export function unitColumnOf(fields: readonly Field[], field: Field): Field | undefined {
  const named = /^见“(.+)”$/.exec(field.unit ?? '')?.[1]
  return named === undefined ? undefined : fields.find(({ title }) => title === named)
}
