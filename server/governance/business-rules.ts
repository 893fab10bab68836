import { dataset, tableName } from '../datasets/registry.ts'
import type { Dimension } from './dimensions.ts'
import type { QualityRule } from './rule.ts'

const table = (id: string): string => tableName(dataset(id))

interface BusinessRule {
  readonly dataset: string
  readonly id: string
  readonly title: string
  readonly column: string
  readonly dimension: Dimension
  readonly checked: string
  /** Implies `checked`. */
  readonly failing: string
  readonly depends?: readonly string[]
}

/** Sources that state revenue by year, with what tells the firm: a credit code or, for listed firms, a security code. */
const revenueSources = [
  { id: 'public/above-scale-annual', year: 'year', firm: 'credit_code' },
  { id: 'enterprise/annual-report', year: 'year', firm: 'security_code' },
  { id: 'enterprise/enterprise-profile', year: 'revenue_year', firm: 'credit_code' },
  { id: 'public/listed-company', year: 'revenue_year', firm: 'security_code' },
] as const

/** Ten thousand times more or less than another source states: 元 written as 万元, or 万元 as 亿元. */
const slip = (a: string, b: string): string =>
  `${a} > 0 and ${b} > 0 and greatest(${a}::float8 / ${b}, ${b}::float8 / ${a}) >= 10000`

function revenueSlips(): BusinessRule[] {
  return revenueSources.flatMap((own) => {
    const others = revenueSources.filter(({ id, firm }) => id !== own.id && firm === own.firm)
    if (others.length === 0) return []
    const given = `s.revenue is not null and s."${own.year}" is not null`
    const differs = others.map(
      (other) => `exists (select from ${table(other.id)} o where o."${own.firm}" = s."${own.firm}"
        and o."${other.year}" = s."${own.year}" and ${slip('s.revenue', 'o.revenue')})`,
    )
    return [
      {
        dataset: own.id,
        id: 'unit-slip:revenue',
        title: '营业收入与其他来源同年的数不差一万倍（万元、亿元之误）',
        column: 'revenue',
        dimension: 'consistency',
        checked: given,
        failing: `${given} and (${differs.join(' or ')})`,
        depends: others.map(({ id }) => id),
      },
    ]
  })
}

/** A year's revenue a thousand times that of the year before, or a thousandth. */
const leaps: readonly BusinessRule[] = (
  [
    ['public/above-scale-annual', 'credit_code'],
    ['enterprise/annual-report', 'security_code'],
  ] as const
).map(([id, firm]) => ({
  dataset: id,
  id: 'leap:revenue',
  title: '营业收入与上年相差不到一千倍',
  column: 'revenue',
  dimension: 'accuracy',
  checked: 's.revenue > 0',
  failing: `s.revenue > 0 and exists (select from ${table(id)} o where o."${firm}" = s."${firm}" and o.year = s.year - 1
    and o.revenue > 0 and greatest(s.revenue::float8 / o.revenue, o.revenue::float8 / s.revenue) >= 1000)`,
}))

const stated: readonly BusinessRule[] = [
  {
    dataset: 'public/above-scale-annual',
    id: 'part:research_expense',
    title: '研发费用不大于营业收入',
    column: 'research_expense',
    dimension: 'accuracy',
    checked: 's.research_expense is not null and s.revenue > 0',
    failing: 's.revenue > 0 and s.research_expense > s.revenue',
  },
  {
    dataset: 'enterprise/annual-report',
    id: 'part:current_assets',
    title: '流动资产不大于资产总额',
    column: 'current_assets',
    dimension: 'consistency',
    checked: 's.current_assets is not null and s.total_assets is not null',
    failing: 's.current_assets > s.total_assets',
  },
  {
    dataset: 'enterprise/capacity-week',
    id: 'part:actual',
    title: '实际产量不大于最大产能的 1.2 倍',
    column: 'actual',
    dimension: 'accuracy',
    checked: 's.actual is not null and s.maximum is not null',
    failing: 's.actual > 1.2 * s.maximum',
  },
  {
    dataset: 'enterprise/supply-transaction',
    id: 'self:buyer_credit_code',
    title: '供应方与采购方不是同一企业',
    column: 'buyer_credit_code',
    dimension: 'accuracy',
    checked: 's.supplier_credit_code is not null and s.buyer_credit_code is not null',
    failing: 's.supplier_credit_code = s.buyer_credit_code',
  },
  {
    dataset: 'public/division',
    id: 'known:parent_code',
    title: '上级区划代码见于本数据集',
    column: 'parent_code',
    dimension: 'consistency',
    checked: 's.parent_code is not null',
    failing: `s.parent_code is not null and s.parent_code not in (select code from ${table('public/division')})`,
  },
  {
    dataset: 'industry/segment-link',
    id: 'known:supplier_segment',
    title: '供应、采购环节见于产业链环节',
    column: 'supplier_segment',
    dimension: 'consistency',
    checked: 'true',
    failing: `(select count(*) from ${table('industry/chain-segment')} c where c.chain = s.chain
      and c.segment in (s.supplier_segment, s.buyer_segment)) < 2`,
    depends: ['industry/chain-segment'],
  },
  {
    dataset: 'public/registration-change',
    id: 'differs:after',
    title: '变更前后内容不同',
    column: 'after',
    dimension: 'accuracy',
    checked: 's.before is not null and s.after is not null',
    failing: 's.before = s.after',
  },
]

const all: readonly BusinessRule[] = [...revenueSlips(), ...leaps, ...stated]

/** Rules that take knowledge of the subject and cannot be read off a contract. */
export function businessRules(id: string): readonly QualityRule[] {
  return all
    .filter((rule) => rule.dataset === id)
    .map(({ checked, failing, title, column, dimension, depends, ...rule }) => ({
      id: rule.id,
      title,
      column,
      dimension,
      ...(depends && { depends }),
      origin: 'dataset',
      measure: { kind: 'rows', checked, failing },
    }))
}
