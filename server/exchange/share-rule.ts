import type { Grade } from '../datasets/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { regionContains } from '../domain/region.ts'
import { gradeRank } from '../warehouse/row-security.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'
import { Refusal } from './refusal.ts'
import { firmColumns, hasRegions, periodColumn, type RowFilter } from './row-filter.ts'

export interface Applicant {
  readonly role: AccountRole
  readonly region: { readonly code: string; readonly name: string }
  readonly creditCode: string | null
}

export interface Asked {
  readonly columns: readonly string[]
  readonly rows: RowFilter
}

export interface Ruling {
  readonly outcome: 'automatic' | 'one' | 'two' | 'refused'
  readonly approvalsNeeded: 0 | 1 | 2
  /** Firms whose consent is needed. */
  readonly firmsToAsk: readonly string[]
  /** Rows as they would be granted: officials are held to their region. */
  readonly rows: RowFilter
  /** Why, in Chinese. */
  readonly grounds: readonly string[]
  readonly refusal: string | null
}

/** Two persons from this rank on. */
const gradedRank = gradeRank.L3

/**
 * What the share type and the grades ask of an application. 无条件: approved at once; 有条件: one steward;
 * graded fields (L3 and above) or a firm's own data: two persons, and the consent of every firm named;
 * 不予共享, 重要 and 核心 data: refused.
 * @param gradeOf the grades in force
 * @throws Refusal for fields or filters that the dataset does not have.
 */
export function assess(
  dataset: NamedDataset,
  applicant: Applicant,
  asked: Asked,
  gradeOf: (column: string) => Grade,
): Ruling {
  checkAsked(dataset, asked)
  const { share, title } = dataset
  const grounds: string[] = []
  const refuse = (refusal: string): Ruling => ({
    outcome: 'refused',
    approvalsNeeded: 0,
    firmsToAsk: [],
    rows: asked.rows,
    grounds,
    refusal,
  })
  const condition = dataset.shareCondition === undefined ? '' : `：${dataset.shareCondition}`
  if (share === 'none') return refuse(`“${title}”的共享类型为不予共享${condition}。`)
  grounds.push(share === 'unconditional' ? '共享类型：无条件共享' : `共享类型：有条件共享${condition}`)

  const graded = asked.columns.filter((name) => gradeRank[gradeOf(name)] >= gradedRank)
  const most = Math.max(...asked.columns.map((name) => gradeRank[gradeOf(name)]))
  if (most > gradeRank.L4) {
    return refuse(`所选信息项含重要或核心数据（GB/T 43697-2024），不经本平台交换。`)
  }
  const ownData = dataset.warehouse === 'enterprise' && share !== 'unconditional'
  if (graded.length > 0) {
    const titles = graded.map((name) => `${dataset.columns[name]?.title ?? name} ${gradeOf(name)}`)
    grounds.push(`含 L3 级及以上信息项：${titles.join('、')}`)
  }
  if (ownData) grounds.push('企业自有数据')
  const needsTwo = graded.length > 0 || ownData
  if (share === 'unconditional' && !needsTwo) {
    return {
      outcome: 'automatic',
      approvalsNeeded: 0,
      firmsToAsk: [],
      rows: asked.rows,
      grounds,
      refusal: null,
    }
  }

  const outsider = applicant.role === 'enterprise' || applicant.role === 'bank'
  const aboutFirms = firmColumns(dataset).length > 0
  let { rows } = asked
  if (outsider && aboutFirms && rows.firms.length === 0) {
    return refuse('企业、银行用户申请有条件共享的涉企数据，须逐家指明企业并经其同意。')
  }
  if (!outsider && hasRegions(dataset)) {
    const { code, name } = applicant.region
    if (rows.region !== null && !regionContains(code, rows.region)) {
      return refuse(`行政区划 ${rows.region} 不在申请方辖区（${name} ${code}）之内。`)
    }
    if (rows.region === null) grounds.push(`限申请方辖区：${name}`)
    rows = { ...rows, region: rows.region ?? code }
  }
  const consenting = needsTwo || outsider
  const firmsToAsk = consenting ? rows.firms.filter((code) => code !== applicant.creditCode) : []
  if (firmsToAsk.length > 0) grounds.push(`指明 ${firmsToAsk.length} 家企业，须经其同意`)
  grounds.push(needsTwo ? '须两人审批，其中一人为数据管理员，申请人不得审批' : '须数据管理员一人审批')
  return {
    outcome: needsTwo ? 'two' : 'one',
    approvalsNeeded: needsTwo ? 2 : 1,
    firmsToAsk,
    rows,
    grounds,
    refusal: null,
  }
}

function checkAsked(dataset: NamedDataset, { columns, rows }: Asked): void {
  const known = columnsOf(dataset).map(([name]) => name)
  const strange = columns.filter((name) => !known.includes(name))
  const invalid = (detail: string, expected?: string) =>
    new Refusal('invalid', 'invalid-request', detail, expected)
  if (strange.length > 0) {
    throw invalid(`“${dataset.title}”没有信息项 ${strange.join('、').slice(0, 200)}。`, known.join('、'))
  }
  if (rows.firms.length > 0 && firmColumns(dataset).length === 0) {
    throw invalid(`“${dataset.title}”的记录不属于企业，不能按企业限定。`)
  }
  if (rows.region !== null && !hasRegions(dataset)) {
    throw invalid(`“${dataset.title}”的记录没有所在地，不能按行政区划限定。`)
  }
  if ((rows.monthFrom !== null || rows.monthTo !== null) && periodColumn(dataset) === null) {
    throw invalid(`“${dataset.title}”的记录没有时期，不能按时期限定。`)
  }
  if (rows.monthFrom !== null && rows.monthTo !== null && rows.monthFrom > rows.monthTo) {
    throw invalid(`起始月份 ${rows.monthFrom} 晚于截止月份 ${rows.monthTo}。`)
  }
}
