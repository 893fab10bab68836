/** Amounts in the unit they are read in: one unit for a whole column, so that its figures compare. */
import type { ExplorerAnswer } from '../../../../server/api/schemas/explorer.ts'
import { formatNumber, MISSING } from '../../../parts/format.ts'

export interface ShownMeasure {
  readonly title: string
  readonly unit: string
  readonly digits: number
  /** What a value is divided by before it is shown. */
  readonly scale: number
}

export function shownMeasures({ measures, rows, total }: ExplorerAnswer): readonly ShownMeasure[] {
  return measures.map(({ title, unit, money, digits }, index) => {
    // By the rows: a total is larger than all of them and would leave them as 0.01.
    const values = rows.length > 0 ? rows.map(({ values: list }) => list[index]) : [total.values[index]]
    const largest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
    const base = money ? '元' : unit
    if (!money && (unit === '%' || largest < 1e6)) return { title, unit, digits, scale: 1 }
    if (largest >= 1e8) return { title, unit: `亿${base}`, digits: 2, scale: 1e8 }
    if (largest >= 1e4) return { title, unit: `万${base}`, digits: 2, scale: 1e4 }
    return { title, unit: base, digits, scale: 1 }
  })
}

export function valueText(value: number | null | undefined, measure: ShownMeasure | undefined): string {
  if (value === null || value === undefined || measure === undefined) return MISSING
  return formatNumber(value / measure.scale, measure.digits)
}

export function withUnit({ title, unit }: ShownMeasure): string {
  return unit === '' ? title : `${title}（${unit}）`
}
