import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import type { EvidenceRow } from './contract.ts'

/** A sum of fewer firms than this, or one that two firms make up beyond this share, tells of single firms. */
const minimumFirms = 4
const dominantShare = 0.85

/** Why a figure is withheld, in the place of why it is missing. */
export const withheld = {
  reason: `少于 ${minimumFirms} 家企业，或两家占比超过 ${dominantShare * 100} %，为保护企业数据不显示`,
  supplier: '无须补充数据',
}

/** @param contributions what each firm adds to the figure */
export function isDisclosive(contributions: readonly number[]): boolean {
  if (contributions.length < minimumFirms) return true
  const sizes = contributions.map(Math.abs).toSorted((a, b) => b - a)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return (sizes[0] ?? 0) + (sizes[1] ?? 0) > dominantShare * total
}

/** Applies the rule to the firms behind the records of a figure. */
export async function tellsOfSingleFirms(
  database: Database,
  records: RawBuilder<EvidenceRow>,
): Promise<boolean> {
  const { rows } = await sql<{ amount: number }>`
    with record as (${records})
    select sum(value)::float8 as amount from record
    where "creditCode" is not null and value is not null group by "creditCode"`.execute(database.kysely)
  return isDisclosive(rows.map((row) => row.amount))
}

/**
 * Regions to withhold among siblings: a single one could be worked out from the total of them all, so the
 * smallest of the others goes with it.
 */
export function complement(
  siblings: readonly { readonly code: string; readonly value: number | null }[],
  disclosive: ReadonlySet<string>,
): ReadonlySet<string> {
  if (disclosive.size !== 1) return disclosive
  const shown = siblings.filter(({ code, value }) => value !== null && !disclosive.has(code))
  const smallest = shown.toSorted((a, b) => Math.abs(a.value ?? 0) - Math.abs(b.value ?? 0))[0]
  return smallest === undefined ? disclosive : new Set([...disclosive, smallest.code])
}
