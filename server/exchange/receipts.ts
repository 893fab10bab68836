import { sql } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { Receipt } from '../api/schemas/deliveries.ts'
import type { ContractTerms } from '../api/schemas/exchange.ts'
import type { Database } from '../warehouse/database.ts'
import { oversees, partyOf } from './party.ts'

interface ReceiptRow extends Omit<Receipt, 'at' | 'datasetTitle'> {
  readonly content: string
  readonly at: Date
}

/** Metered deliveries of the contracts whose recipient the viewer is, newest first; all for those who answer for them. */
export async function listReceipts(
  platform: Database,
  viewer: SignedIn,
  filter: {
    readonly contract?: number | undefined
    readonly before?: number | undefined
    readonly limit: number
  },
): Promise<{ readonly items: Receipt[]; readonly nextCursor: string | null }> {
  const key = oversees(viewer.role) ? null : partyOf(viewer).key
  const { rows } = await sql<ReceiptRow>`
    select d.id, d.contract_id as "contractId", c.number as contract, r.party_name as party, c.content, d.channel,
      case when d.key_id is null then coalesce(a.display_name, d.username) else '密钥 …' || k.hint end as by,
      d.rows, d.bytes, d.digest, d.at
    from brain.delivery d
    join brain.exchange_contract c on c.id = d.contract_id
    join brain.exchange_request r on r.id = c.request_id
    left join brain.delivery_key k on k.id = d.key_id
    left join brain.account a on a.username = d.username
    where (${key}::text is null or r.party_key = ${key})
      and (${filter.contract ?? null}::bigint is null or d.contract_id = ${filter.contract ?? null})
      and (${filter.before ?? null}::bigint is null or d.id < ${filter.before ?? null})
    order by d.id desc limit ${filter.limit + 1}`.execute(platform.kysely)
  const shown = rows.slice(0, filter.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ content, at, ...row }) => ({
      ...row,
      datasetTitle: (JSON.parse(content) as ContractTerms).dataset.title,
      at: at.toISOString(),
    })),
    nextCursor: rows.length > filter.limit && last !== undefined ? String(last.id) : null,
  }
}
