import { yuanFromWan } from './amounts.ts'
import type { SourceRecord } from './contract.ts'

const groupedByThree = /^\d{1,3}(?:,\d{3})*(?:\.\d*)?(?!,|\d)/

/**
 * Registered capital in yuan from the columns reg_capital_raw and reg_capital_wan (万 of the currency). Where the
 * source wrote its thousands wrongly (15,0000000 万) the amount cannot be known: the text as printed is passed on
 * and quarantined, rather than 1.5 万亿 stored.
 */
export function capitalInYuan({
  reg_capital_raw: raw = '',
  reg_capital_wan: wan = '',
}: SourceRecord): string {
  if (wan === '') return ''
  return raw.includes(',') && !groupedByThree.test(raw) ? raw : yuanFromWan(wan)
}
