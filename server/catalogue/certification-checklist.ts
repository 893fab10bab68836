import type { Cycle } from '../datasets/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import type { CheckItem } from '../warehouse/schema/catalogue.ts'
import { gradeRank } from '../warehouse/row-security.ts'
import { type ApprovedGrade, gradeColumns } from './grading.ts'
import type { DatasetLedger } from './state.ts'

/** A source that supplies a dataset, as its connector declares it. */
export interface DatasetSource {
  readonly dataset: string
  readonly title: string
  readonly licence: string
}

export interface CheckedDataset {
  readonly dataset: NamedDataset
  readonly ledger: DatasetLedger | undefined
  readonly approvals: readonly ApprovedGrade[]
  readonly sources: readonly DatasetSource[]
  /** 0–100 by the rules of 治理; null where none was computed. */
  readonly score: number | null
  readonly now: Date
}

/** Days after which the last load is too old: the cycle and as much again; null = no limit. */
export const allowedDays: Readonly<Record<Cycle, number | null>> = {
  realtime: 2,
  daily: 2,
  weekly: 14,
  monthly: 62,
  quarterly: 184,
  yearly: 731,
  irregular: null,
}

export const leastScore = 90
/** Without a score: share of the records read that were taken, in percent. */
export const leastAccepted = 98

/** What can be computed of the steward's checklist; each item says what was found. */
export function checkDataset(checked: CheckedDataset): CheckItem[] {
  return [
    contractItem(checked),
    gradeItem(checked),
    licenceItem(checked),
    freshnessItem(checked),
    qualityItem(checked),
  ]
}

function contractItem({ dataset }: CheckedDataset): CheckItem {
  const missing = [
    ...(dataset.summary.length < 15 ? ['摘要不足 15 字'] : []),
    ...(dataset.steward === '' ? ['没有责任单位'] : []),
    ...(dataset.share === 'conditional' && dataset.shareCondition === undefined ? ['没有共享条件'] : []),
    ...columnsOf(dataset).flatMap(([name, column]) =>
      ['integer', 'decimal', 'money'].includes(column.type) && (column.unit ?? '') === ''
        ? [`${column.title}（${name}）没有计量单位`]
        : [],
    ),
  ]
  return {
    id: 'contract',
    title: '契约完整',
    passed: missing.length === 0,
    detail:
      missing.length === 0
        ? `${Object.keys(dataset.columns).length} 个信息项均有名称、类型和单位`
        : missing.join('；'),
  }
}

function gradeItem({ dataset, approvals }: CheckedDataset): CheckItem {
  const columns = gradeColumns(dataset, approvals)
  const below = columns.filter(
    ({ byRules, effective, approval }) => approval === null && gradeRank[effective] < gradeRank[byRules],
  )
  return {
    id: 'grade',
    title: '分级到位',
    passed: below.length === 0,
    detail:
      below.length === 0
        ? '各信息项不低于分级规则，或有审批记录'
        : `低于规则：${below.map(({ title }) => title).join('、')}`,
  }
}

function licenceItem({ sources, ledger }: CheckedDataset): CheckItem {
  const without = sources.filter(({ licence }) => licence.trim() === '')
  const known = sources.length > 0 || ledger !== undefined
  return {
    id: 'licence',
    title: '来源与许可',
    passed: known && without.length === 0,
    detail: !known
      ? '没有数据源'
      : without.length > 0
        ? `未写明许可：${without.map(({ title }) => title).join('、')}`
        : sources.length > 0
          ? sources.map(({ title, licence }) => `${title}：${licence}`).join('；')
          : '由责任单位或企业上传',
  }
}

function freshnessItem({ dataset, ledger, now }: CheckedDataset): CheckItem {
  const base = { id: 'freshness', title: '更新及时' }
  if (ledger === undefined || ledger.rows === 0) return { ...base, passed: false, detail: '尚未载入数据' }
  const days = Math.floor((now.getTime() - ledger.lastLoadedAt.getTime()) / 86_400_000)
  const allowed = allowedDays[dataset.cycle]
  return {
    ...base,
    passed: allowed === null || days <= allowed,
    detail: `最近载入距今 ${Math.max(0, days)} 天，${allowed === null ? '不定期更新' : `周期允许 ${allowed} 天`}`,
  }
}

function qualityItem({ ledger, score }: CheckedDataset): CheckItem {
  const base = { id: 'quality', title: '质量达标' }
  if (score !== null) {
    return {
      ...base,
      passed: score >= leastScore,
      detail: `质量得分 ${score.toFixed(1)}，要求不低于 ${leastScore}`,
    }
  }
  if (ledger === undefined || ledger.read === 0) return { ...base, passed: false, detail: '没有可评的数据' }
  const accepted = 100 * (1 - ledger.quarantined / ledger.read)
  return {
    ...base,
    passed: accepted >= leastAccepted,
    detail: `尚未评分；校验通过率 ${accepted.toFixed(2)}%，要求不低于 ${leastAccepted}%`,
  }
}
