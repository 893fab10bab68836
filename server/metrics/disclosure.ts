import { type RawBuilder, sql } from 'kysely'
import { formBlocks, isDisclosive, isReleasable, withheldReason } from '../domain/small-cells.ts'
import type { Database } from '../warehouse/database.ts'
import type { EvidenceRow } from './contract.ts'

/** Why a figure is withheld, in the place of why it is missing. */
export const withheld = {
  reason: `${withheldReason}，以保护企业数据`,
  supplier: '无须补充数据',
}

/** What each firm adds to a figure. @param records the records behind it */
export async function contributionsTo(
  database: Database,
  records: RawBuilder<EvidenceRow>,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ firm: string; amount: number }>`
    with record as (${records})
    select "creditCode" as firm, sum(value)::float8 as amount from record
    where "creditCode" is not null and value is not null group by "creditCode"`.execute(database.kysely)
  return new Map(rows.map(({ firm, amount }) => [firm, amount]))
}

/** Applies the rule to the firms behind the records of a figure. */
export async function tellsOfSingleFirms(
  database: Database,
  records: RawBuilder<EvidenceRow>,
): Promise<boolean> {
  return isDisclosive((await contributionsTo(database, records)).values())
}

/**
 * Regions to withhold among siblings whose total is known: those that tell of single firms, and as many of the others
 * as it takes that what is withheld tells of none together.
 */
export function withheldAmong(
  siblings: readonly { readonly code: string; readonly contributions: ReadonlyMap<string, number> }[],
): ReadonlySet<string> {
  const numbers = new Map<string, number>()
  const numberOf = (firm: string) => {
    const known = numbers.get(firm) ?? numbers.size
    numbers.set(firm, known)
    return known
  }
  const cells = siblings.map(({ code, contributions }) => ({
    path: [code],
    sides: [new Map([...contributions].map(([firm, amount]) => [numberOf(firm), amount]))],
  }))
  const blocks = formBlocks(cells, 0)
  return new Set(siblings.flatMap(({ code }, at) => (isReleasable(blocks, [at]) ? [] : [code])))
}
