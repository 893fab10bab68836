import { type Dimension, dimensions } from './dimensions.ts'

/** The whole formula, as screens and docs state it. */
export const scoreFormula = [
  '规则得分 = 100 ×（1 − 未通过 ÷ 检查）；时效性 = 100 × 允许天数 ÷ 距数据日期的天数，最高 100',
  '维度得分 = 该维度各规则得分的平均；没有可检查的规则则不计',
  '数据集得分 = 各维度得分的平均',
  '责任单位得分 = 其各数据集得分按行数加权平均',
] as const

/** 0–100; null where nothing was checked. */
export function ruleScore(checked: number, failing: number): number | null {
  return checked === 0 ? null : 100 * (1 - failing / checked)
}

/** 100 while the data is no older than allowed, then falling off with its age. */
export function ageScore(allowedDays: number, ageDays: number): number {
  return ageDays <= allowedDays ? 100 : (100 * allowedDays) / ageDays
}

export interface DatasetScore {
  readonly score: number | null
  readonly dimensions: Partial<Record<Dimension, number>>
}

export function scoreDataset(
  measured: readonly { readonly rule: { readonly dimension: Dimension }; readonly score: number | null }[],
): DatasetScore {
  const found: Partial<Record<Dimension, number>> = {}
  for (const dimension of dimensions) {
    const mean = average(
      measured.flatMap(({ rule, score }) => (rule.dimension === dimension && score !== null ? [score] : [])),
    )
    if (mean !== null) found[dimension] = mean
  }
  return { score: average(Object.values(found)), dimensions: found }
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Mean of scores by rows; datasets without a score are left out. Null without any row. */
export function weightedScore(
  parts: readonly { readonly score: number | null; readonly rows: number }[],
): number | null {
  const known = parts.flatMap(({ score, rows }) => (score === null ? [] : [{ score, rows }]))
  const rows = known.reduce((sum, part) => sum + part.rows, 0)
  return rows === 0 ? null : known.reduce((sum, part) => sum + part.score * part.rows, 0) / rows
}
