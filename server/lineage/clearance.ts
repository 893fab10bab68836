import { datasets } from '../datasets/registry.ts'
import { gradeRank } from '../warehouse/row-security.ts'
import type { SourceRef } from '../warehouse/source-ref.ts'

/**
 * A record of a figure as an account of some clearance may see it: where the column that gives the value is
 * graded above it, neither the value nor the words around it are told, only that there is a record.
 */
export function withinClearance<
  T extends { readonly label: string; readonly value: number | null; readonly source: SourceRef | null },
>(item: T, clearance: number): T {
  const dataset = datasets.get(item.source?.dataset ?? '')
  if (dataset === undefined) return item
  const grade = dataset.columns[item.source?.column ?? '']?.grade ?? dataset.grade
  return gradeRank[grade] <= clearance ? item : { ...item, label: '按数据等级不可见', value: null }
}
