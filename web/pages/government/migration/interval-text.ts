import { formatNumber, MISSING } from '../../../parts/format.ts'

/** 0.931, 0.958 → 93.1–95.8 % */
export function intervalText(interval: readonly [number, number] | null | undefined): string {
  if (interval === null || interval === undefined) return MISSING
  return `${formatNumber(interval[0] * 100, 1)}–${formatNumber(interval[1] * 100, 1)} %`
}
