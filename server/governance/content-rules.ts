import { creditCodeAlphabet, creditCodeWeights } from '../domain/credit-code.ts'
import { creditCode, industryCode, regionCode } from '../datasets/columns.ts'
import type { Column, Cycle } from '../datasets/contract.ts'
import { columnsOf, dataset as datasetOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import { isRequired } from '../warehouse/tables.ts'
import type { QualityRule } from './rule.ts'

const registry = 'public/enterprise-registration'
const divisions = 'public/division'
const industries = 'public/industry-code'

/** Columns that most rows of a sound dataset leave empty: they say something only where it applies. */
const seldom: Readonly<Record<string, readonly string[]>> = {
  [divisions]: ['parent_code', 'valid_until_year', 'successor_codes', 'short_name'],
  'enterprise/supply-transaction': ['supplier_country', 'buyer_country'],
  'public/registration-change': ['before', 'after', 'before_county_code', 'after_county_code'],
  'public/honour': ['batch'],
  [industries]: ['parent_code'],
  'industry/product-catalogue': ['parent_product'],
  'industry/emission-factor': ['lower_heating_value', 'carbon_content', 'oxidation_rate'],
  'industry/commodity-price': ['specification'],
}

/** Days between two deliveries of a cycle, with time to collect and hand in. */
const allowedDays: Readonly<Record<Cycle, number | null>> = {
  realtime: 2,
  daily: 7,
  weekly: 21,
  monthly: 62,
  quarterly: 153,
  yearly: 548,
  irregular: null,
}

/** What is expected of rows beyond their contract, read off the meaning of their columns. */
export function contentRules(dataset: NamedDataset): readonly QualityRule[] {
  const days = allowedDays[dataset.cycle]
  return [
    ...columnsOf(dataset).flatMap(([name, column]) => [
      ...completeness(dataset, name, column),
      ...references(dataset, name, column),
    ]),
    ...nesting(dataset),
    ...(days === null
      ? []
      : [
          {
            id: 'timely',
            title: `数据日期距今不超过 ${days} 天（按更新周期加报送时间）`,
            column: null,
            dimension: 'timeliness',
            origin: 'dataset',
            measure: { kind: 'age', days },
          } satisfies QualityRule,
        ]),
    {
      id: 'duplicates',
      title: '没有主键不同而实为同一条的记录',
      column: dataset.key[0] ?? null,
      dimension: 'uniqueness',
      origin: 'dataset',
      measure: { kind: 'duplicates' },
    },
  ]
}

function completeness(dataset: NamedDataset, name: string, column: Column): QualityRule[] {
  if (isRequired(dataset, name, column) || seldom[dataset.id]?.includes(name) === true) return []
  return [
    {
      id: `complete:${name}`,
      title: `${column.title}已填`,
      column: name,
      dimension: 'completeness',
      origin: 'dataset',
      measure: { kind: 'rows', checked: 'true', failing: `s."${name}" is null` },
    },
  ]
}

/** Codes say what they are by the pattern that all columns of their kind share. */
function references(dataset: NamedDataset, name: string, column: Column): QualityRule[] {
  const given = `s."${name}" is not null`
  const rule = (
    id: string,
    dimension: QualityRule['dimension'],
    text: string,
    failing: string,
    depends: readonly string[] = [],
  ): QualityRule => ({
    id: `${id}:${name}`,
    title: `${column.title}${text}`,
    column: name,
    dimension,
    origin: 'dataset',
    measure: { kind: 'rows', checked: given, failing: `${given} and ${failing}` },
    depends,
  })
  switch (column.pattern) {
    case creditCode.pattern:
      return [
        rule('check', 'accuracy', '校验位正确（GB 32100-2015）', `not ${creditCodeFits(`s."${name}"`)}`),
        ...(dataset.id === registry || dataset.id === 'industry/target-enterprise'
          ? []
          : [
              rule(
                'known',
                'consistency',
                '见于登记或企业名录',
                `s."${name}" not in (select credit_code from brain.golden_enterprise)`,
                [
                  registry,
                  'industry/target-enterprise',
                  'enterprise/enterprise-profile',
                  'public/listed-company',
                ],
              ),
            ]),
      ]
    case regionCode.pattern:
      return dataset.id === divisions
        ? []
        : [
            rule(
              'known',
              'consistency',
              '见于行政区划代码（100000 为全国）',
              `s."${name}" <> '100000' and ${unknownIn(name, divisions, 'code')}`,
              [divisions],
            ),
          ]
    case industryCode.pattern:
      return dataset.id === industries
        ? []
        : [
            // Without the classification itself nothing can be said.
            rule(
              'known',
              'consistency',
              '见于国民经济行业分类',
              `exists (select from ${table(industries)}) and ${unknownIn(name, industries, 'code')}`,
              [industries],
            ),
          ]
    case undefined:
    default:
      return []
  }
}

const table = (id: string): string => tableName(datasetOf(id))

function unknownIn(name: string, id: string, key: string): string {
  return `s."${name}" not in (select "${key}" from ${table(id)})`
}

/** The 18th character is the one that GB 32100-2015 gives for the first 17. */
function creditCodeFits(value: string): string {
  const sum = creditCodeWeights
    .map((weight, at) => `(strpos('${creditCodeAlphabet}', substr(${value}, ${at + 1}, 1)) - 1) * ${weight}`)
    .join(' + ')
  return `substr(${value}, 18, 1) = substr('${creditCodeAlphabet}', (31 - (${sum}) % 31) % 31 + 1, 1)`
}

/** A county lies in the city named beside it, a city in its province, by the digits of their codes. */
function nesting(dataset: NamedDataset): QualityRule[] {
  const pairs = [
    ['county_code', 'city_code'],
    ['city_code', 'province_code'],
  ] as const
  return pairs.flatMap(([inner, outer]) => {
    const [a, b] = [dataset.columns[inner], dataset.columns[outer]]
    if (a === undefined || b === undefined) return []
    const given = `s."${inner}" is not null and s."${outer}" is not null`
    return [
      {
        id: `within:${inner}`,
        title: `${a.title}在${b.title}之内`,
        column: inner,
        dimension: 'consistency',
        origin: 'dataset',
        measure: {
          kind: 'rows',
          checked: given,
          // A municipality (310000) stands as city and province alike.
          failing: `${given} and not starts_with(s."${inner}", regexp_replace(s."${outer}", '(00){1,2}$', ''))`,
        },
      } satisfies QualityRule,
    ]
  })
}
