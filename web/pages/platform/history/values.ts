import type { DatasetColumn } from '../../../data/collection.ts'
import { formatNumber, formatTime, MISSING } from '../../../parts/format.ts'

/** Numbers go to the right. */
export function isNumber({ type }: Pick<DatasetColumn, 'type'>): boolean {
  return type === 'integer' || type === 'decimal' || type === 'money'
}

/** A value of the API as it is shown; missing is —. */
export function shownValue({ name, type }: Pick<DatasetColumn, 'name' | 'type'>, value: unknown): string {
  if (value === null || value === undefined) return MISSING
  if (typeof value === 'number') {
    // A year is no quantity.
    if (/(^|_)year$/.test(name)) return String(value)
    const digits = type === 'money' ? 2 : (String(value).split('.')[1]?.length ?? 0)
    return formatNumber(value, Math.min(digits, 6))
  }
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return type === 'timestamp' ? formatTime(value) : value
  return JSON.stringify(value)
}

/** Title with the unit, where the unit is not said in another column. */
export function unitOf({ unit }: Pick<DatasetColumn, 'unit'>): string | null {
  return unit === null || unit.startsWith('见') ? null : unit
}
