import type { SignedIn } from '../access/sessions.ts'
import type { DestructionRequest, NewVersion } from '../api/schemas/exchange.ts'
import type { Database } from '../warehouse/database.ts'
import { checkDay, dayOf } from './calendar-day.ts'
import { lockContract, revokeLocked, stateOf } from './contract-state.ts'
import { narrowed, storeContract, widenings } from './contract-terms.ts'
import { partyOf } from './party.ts'
import { Refusal, unknown } from './refusal.ts'

/**
 * The recipient signs the digest it saw; the platform signed when it approved.
 * @throws Refusal when the digest is not the contract's, and when it is signed or ended already.
 */
export async function signContract(
  platform: Database,
  viewer: SignedIn,
  id: number,
  digest: string,
  now: Date,
): Promise<void> {
  const { key } = partyOf(viewer)
  await platform.transaction(async (transaction) => {
    const held = await lockContract(transaction, id)
    if (held.party_key !== key) throw unknown('合同', id)
    if (held.digest !== digest) {
      throw new Refusal(
        'conflict',
        'digest-differs',
        '所签摘要与合同摘要不符，请重新打开合同核对。',
        held.digest,
      )
    }
    if (held.revocation !== null) throw new Refusal('conflict', 'contract-ended', '合同已终止，不能签署。')
    if (held.signed) throw new Refusal('conflict', 'signed-already', '接收方已签署。')
    await transaction
      .insertInto('brain.exchange_signature')
      .values({
        contract_id: id,
        side: 'recipient',
        username: viewer.username,
        name: viewer.displayName,
        digest,
        at: now,
      })
      .execute()
  })
}

/** Ends a contract at once: by a steward or operator, or by the recipient. The next call with its key is refused. */
export async function revokeContract(
  platform: Database,
  viewer: SignedIn,
  id: number,
  reason: string,
  now: Date,
): Promise<void> {
  const answers = viewer.role === 'operator' || viewer.role === 'steward'
  await platform.transaction(async (transaction) => {
    const held = await lockContract(transaction, id)
    const own = !answers && held.party_key === partyOf(viewer).key
    if (!answers && !own) throw unknown('合同', id)
    if (held.revocation !== null) throw new Refusal('conflict', 'contract-ended', '合同已终止。')
    await revokeLocked(transaction, id, {
      side: own ? 'recipient' : 'provider',
      username: viewer.username,
      name: viewer.displayName,
      reason,
      at: now,
    })
  })
}

/**
 * Replaces a contract by a narrower version, which the recipient has to sign again; what was used counts on.
 * @returns the id of the new version.
 */
export async function narrowContract(
  platform: Database,
  viewer: SignedIn,
  id: number,
  change: NewVersion,
  now: Date,
): Promise<number> {
  if (change.validUntil !== undefined) checkDay('validUntil', change.validUntil)
  return platform.transaction(async (transaction) => {
    const held = await lockContract(transaction, id)
    if (held.revocation !== null) throw new Refusal('conflict', 'contract-ended', '合同已终止，不能换版。')
    const wider = widenings(held.terms, change)
    if (wider.length > 0) {
      throw new Refusal(
        'invalid',
        'contract-widened',
        `新版本只能收窄：${wider.join('；')}。扩大范围须重新申请。`,
        '少于或等于原合同的信息项、有效期、次数、行数',
      )
    }
    const { calls, rows, bytes } = held.usage
    if (calls > (change.maximumCalls ?? calls) || rows > (change.maximumRows ?? rows)) {
      throw new Refusal('invalid', 'below-usage', `已用 ${calls} 次、${rows} 行，新的上限不能更低。`)
    }
    await revokeLocked(transaction, id, {
      side: 'replaced',
      username: viewer.username,
      name: viewer.displayName,
      reason: change.reason,
      at: now,
    })
    const signer = { username: viewer.username, name: viewer.displayName }
    return storeContract(transaction, narrowed(held.terms, change), held.request_id, signer, now, {
      calls,
      rows,
      bytes,
    })
  })
}

/** The recipient's receipt that its copies are destroyed; once a contract has ended. */
export async function recordDestruction(
  platform: Database,
  viewer: SignedIn,
  id: number,
  { destroyedOn, method }: DestructionRequest,
  now: Date,
): Promise<void> {
  const { key } = partyOf(viewer)
  checkDay('destroyedOn', destroyedOn)
  await platform.transaction(async (transaction) => {
    const held = await lockContract(transaction, id)
    if (held.party_key !== key) throw unknown('合同', id)
    const state = stateOf(held, now)
    if (state !== 'revoked' && state !== 'expired' && state !== 'replaced') {
      throw new Refusal('conflict', 'contract-in-force', '合同尚未到期或撤销，不能提交销毁回执。')
    }
    if (destroyedOn > dayOf(now)) {
      throw new Refusal('invalid', 'invalid-request', `销毁日期 ${destroyedOn} 晚于今天。`)
    }
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('brain.exchange_destruction')
      .values({
        contract_id: id,
        username: viewer.username,
        name: viewer.displayName,
        destroyed_on: destroyedOn,
        method,
        at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 0n) {
      throw new Refusal('conflict', 'destroyed-already', '已提交过销毁回执。')
    }
  })
}
