import type { Insertable, Kysely, Selectable, Transaction } from 'kysely'
import type { ContractState, ContractTerms } from '../api/schemas/exchange.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { ExchangeRevocationTable, ExchangeUsageTable } from '../warehouse/schema/exchange.ts'
import { dayOf } from './calendar-day.ts'
import { unknown } from './refusal.ts'

/** A contract with everything that decides whether it may be delivered now. */
export interface HeldContract {
  readonly id: number
  readonly request_id: number
  readonly party_key: string
  readonly party_name: string
  readonly requester: string
  readonly requester_role: Selectable<Schema['brain.exchange_request']>['requester_role']
  readonly digest: string
  readonly terms: ContractTerms
  /** By the recipient. */
  readonly signed: boolean
  readonly revocation: Pick<ExchangeRevocationTable, 'side' | 'reason'> | null
  readonly usage: Selectable<ExchangeUsageTable>
}

/**
 * Locks the usage of a contract and reads the contract after that: what was committed before the lock was
 * granted is seen, a revocation above all.
 */
export async function lockContract(transaction: Transaction<Schema>, id: number): Promise<HeldContract> {
  await transaction
    .selectFrom('brain.exchange_usage')
    .select('contract_id')
    .where('contract_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return readHeld(transaction, id)
}

/** @throws Refusal for a contract that does not exist. */
async function readHeld(executor: Kysely<Schema>, id: number): Promise<HeldContract> {
  const found = await executor
    .selectFrom('brain.exchange_contract as c')
    .innerJoin('brain.exchange_request as r', 'r.id', 'c.request_id')
    .innerJoin('brain.exchange_usage as u', 'u.contract_id', 'c.id')
    .leftJoin('brain.exchange_revocation as v', 'v.contract_id', 'c.id')
    .leftJoin('brain.exchange_signature as s', (join) =>
      join.onRef('s.contract_id', '=', 'c.id').on('s.side', '=', 'recipient'),
    )
    .select(['c.id', 'c.request_id', 'c.content', 'c.digest'])
    .select(['r.party_key', 'r.party_name', 'r.requester', 'r.requester_role'])
    .select(['u.contract_id', 'u.calls', 'u.rows', 'u.bytes', 'u.maximum_calls', 'u.maximum_rows'])
    .select(['v.side as ended_side', 'v.reason as ended_reason', 's.at as signed_at'])
    .where('c.id', '=', id)
    .executeTakeFirst()
  if (found === undefined) throw unknown('合同', id)
  return {
    id: found.id,
    request_id: found.request_id,
    party_key: found.party_key,
    party_name: found.party_name,
    requester: found.requester,
    requester_role: found.requester_role,
    digest: found.digest,
    terms: JSON.parse(found.content) as ContractTerms,
    signed: found.signed_at !== null,
    revocation:
      found.ended_side === null || found.ended_reason === null
        ? null
        : { side: found.ended_side, reason: found.ended_reason },
    usage: {
      contract_id: found.contract_id,
      calls: found.calls,
      rows: found.rows,
      bytes: found.bytes,
      maximum_calls: found.maximum_calls,
      maximum_rows: found.maximum_rows,
    },
  }
}

export function stateOf(
  held: Pick<HeldContract, 'revocation' | 'signed' | 'terms' | 'usage'>,
  now: Date,
): ContractState {
  const { revocation, signed, terms, usage } = held
  if (revocation !== null) return revocation.side === 'replaced' ? 'replaced' : 'revoked'
  const today = dayOf(now)
  if (today > terms.validUntil) return 'expired'
  if (!signed) return 'unsigned'
  if (today < terms.validFrom) return 'future'
  return usage.calls >= usage.maximum_calls || usage.rows >= usage.maximum_rows ? 'exhausted' : 'active'
}

/** Ends a contract whose usage is locked, and its keys with it. */
export async function revokeLocked(
  transaction: Transaction<Schema>,
  id: number,
  by: Omit<Insertable<ExchangeRevocationTable>, 'contract_id'>,
): Promise<void> {
  await transaction
    .insertInto('brain.exchange_revocation')
    .values({ contract_id: id, ...by })
    .execute()
  await transaction
    .updateTable('brain.delivery_key')
    .set({ ended_at: by.at })
    .where('contract_id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}
