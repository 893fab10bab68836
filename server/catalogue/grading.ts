import type { Grade } from '../datasets/contract.ts'
import { columnsOf, datasets, type NamedDataset } from '../datasets/registry.ts'
import { gradeRank, type GradeOf } from '../warehouse/row-security.ts'
import { gradingRules, type GradingRule } from './grading-rules.ts'

/** An approved decision against the contract and the rules; see grade-overrides.ts. */
export interface ApprovedGrade {
  readonly id: number
  /** Dataset id, or derived/<name>. */
  readonly subject: string
  /** null = the subject as a whole: derived data. */
  readonly column: string | null
  /** Grade it was decided against: should that rise, the decision no longer covers it. */
  readonly previous: Grade
  readonly grade: Grade
}

export interface ColumnGrade {
  readonly dataset: NamedDataset
  readonly name: string
  readonly title: string
  readonly contract: Grade
  readonly byRules: Grade
  /** Rule of the highest level that applies; null where none does. */
  readonly rule: GradingRule | null
  readonly effective: Grade
  readonly approval: ApprovedGrade | null
}

/** Level that stands where no rule applies. */
const lowest: Grade = 'L1'

export function higher(a: Grade, b: Grade): Grade {
  return gradeRank[a] >= gradeRank[b] ? a : b
}

/** The approved grade while it covers what it was decided against, otherwise the grade without it. */
function withApproval(base: Grade, approval: ApprovedGrade | null): Grade {
  if (approval === null) return base
  return gradeRank[base] > gradeRank[approval.previous] ? higher(base, approval.grade) : approval.grade
}

export function highestOf(grades: Iterable<Grade>): Grade {
  let highest = lowest
  for (const grade of grades) highest = higher(highest, grade)
  return highest
}

/** The rule of the highest level that applies to a column. */
export function ruleOf(dataset: NamedDataset, name: string): GradingRule | null {
  const column = dataset.columns[name]
  if (column === undefined) return null
  let found: GradingRule | null = null
  for (const rule of gradingRules) {
    if (!rule.applies({ dataset, name, column })) continue
    if (found === null || gradeRank[rule.grade] > gradeRank[found.grade]) found = rule
  }
  return found
}

/** Every column with its level: the approved one, or the higher of its contract and the rules. */
export function gradeColumns(dataset: NamedDataset, approvals: readonly ApprovedGrade[]): ColumnGrade[] {
  return columnsOf(dataset).map(([name, column]) => {
    const contract = column.grade ?? dataset.grade
    const rule = ruleOf(dataset, name)
    const byRules = rule?.grade ?? lowest
    const approval =
      approvals.find(({ subject, column: of }) => subject === dataset.id && of === name) ?? null
    return {
      dataset,
      name,
      title: column.title,
      contract,
      byRules,
      rule,
      effective: withApproval(higher(contract, byRules), approval),
      approval,
    }
  })
}

/** The highest of its columns. */
/** The grades in force of one dataset, by column. */
export function gradesOf(dataset: NamedDataset, gradeOf: GradeOf): (column: string) => Grade {
  return (name) => {
    const column = dataset.columns[name]
    return column === undefined ? dataset.grade : gradeOf(dataset, name, column)
  }
}

export function gradeOfDataset(dataset: NamedDataset, approvals: readonly ApprovedGrade[]): Grade {
  return highestOf(gradeColumns(dataset, approvals).map(({ effective }) => effective))
}

/** What is computed from datasets and kept. */
export interface Derived {
  /** derived/<name> */
  readonly id: string
  readonly title: string
  readonly inputs: readonly NamedDataset[]
  /** What computing does to what can be told of a single firm. */
  readonly transformation: string
}

const named = (...ids: readonly string[]) =>
  ids.map((id) => {
    const found = datasets.get(id)
    if (found === undefined) throw new Error(`衍生数据的输入 ${id} 不是数据集`)
    return found
  })

const aggregate = '按行政区划、环节汇总；不足 4 家或两家合计超过 85% 的不显示，并连带抑制'

const computed: readonly Derived[] = [
  {
    id: 'derived/golden-enterprise',
    title: '企业主档',
    inputs: named(
      'public/enterprise-registration',
      'public/listed-company',
      'public/honour',
      'public/above-scale-annual',
      'enterprise/annual-report',
      'enterprise/enterprise-product',
      'enterprise/enterprise-profile',
    ),
    transformation: '一企一条，逐字段取值，不作汇总',
  },
  {
    id: 'derived/supply-network',
    title: '供应网络',
    inputs: named('enterprise/supply-transaction'),
    transformation: '按供需双方和环节合计近 12 个月金额，仍能看到单个企业',
  },
  {
    id: 'derived/migration-watch',
    title: '迁移早期预警名单',
    inputs: named(
      'public/registration-change',
      'public/outbound-investment',
      'public/electricity-use',
      'public/insured-headcount',
      'public/tender-award',
    ),
    transformation: '按企业评分，不作汇总',
  },
  {
    id: 'derived/segment-state',
    title: '环节强弱判断',
    inputs: named('enterprise/supply-transaction', 'public/above-scale-annual', 'industry/chain-segment'),
    transformation: aggregate,
  },
  {
    id: 'derived/metric-value',
    title: '监测指标值',
    inputs: named(
      'public/above-scale-annual',
      'public/electricity-use',
      'public/insured-headcount',
      'enterprise/supply-transaction',
      'public/enterprise-registration',
    ),
    transformation: aggregate,
  },
]

/** All derived data: what stages compute, and the roll-ups that contracts declare. */
export const derivedData: readonly Derived[] = [
  ...computed,
  ...[...datasets.values()].flatMap((dataset) =>
    (dataset.rollups ?? []).map(({ name }) => ({
      id: `derived/${dataset.name}-by-${name.replaceAll('_', '-')}`,
      title: `${dataset.title}的月度汇总`,
      inputs: [dataset],
      transformation: '按月份和所列各项合计，内部使用',
    })),
  ),
]

export interface DerivedGrade {
  readonly derived: Derived
  /** The highest of its inputs. */
  readonly inherited: Grade
  readonly effective: Grade
  readonly approval: ApprovedGrade | null
}

/** Never lower than its inputs but by an approval. */
export function gradeDerived(approvals: readonly ApprovedGrade[]): DerivedGrade[] {
  return derivedData.map((derived) => {
    const inherited = highestOf(derived.inputs.map((input) => gradeOfDataset(input, approvals)))
    const approval =
      approvals.find(({ subject, column }) => subject === derived.id && column === null) ?? null
    return { derived, inherited, effective: withApproval(inherited, approval), approval }
  })
}
