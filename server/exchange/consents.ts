import type { Transaction } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { lockContract, revokeLocked } from './contract-state.ts'
import { Refusal, unknown } from './refusal.ts'
import { conclude, lockRequest, refuseRequest, requireOpen } from './requests.ts'

/** A consent of the viewer's own firm, with its request locked. */
async function lockOwnConsent(transaction: Transaction<Schema>, viewer: SignedIn, id: number) {
  const consent = await transaction
    .selectFrom('brain.exchange_consent')
    .select(['id', 'request_id'])
    .where('id', '=', id)
    .where('credit_code', '=', viewer.creditCode ?? '')
    .executeTakeFirst()
  if (consent === undefined) throw unknown('数据申请', id)
  const request = await lockRequest(transaction, consent.request_id)
  const { state } = await transaction
    .selectFrom('brain.exchange_consent')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { request, state }
}

/** The firm agrees to, or refuses, the use of its data that a request asks for; a refusal ends the request. */
export async function decideConsent(
  platform: Database,
  viewer: SignedIn,
  id: number,
  { consent, note }: { readonly consent: boolean; readonly note: string },
  now: Date,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const { request, state } = await lockOwnConsent(transaction, viewer, id)
    requireOpen(request)
    if (state !== 'waiting') throw new Refusal('conflict', 'decided-already', '本企业已答复过。')
    await transaction
      .updateTable('brain.exchange_consent')
      .set({
        state: consent ? 'consented' : 'refused',
        decided_by: viewer.username,
        decided_name: viewer.displayName,
        decided_at: now,
        note,
      })
      .where('id', '=', id)
      .execute()
    const name = viewer.enterpriseName ?? viewer.displayName
    if (consent) await conclude(transaction, request.id, now)
    else
      await refuseRequest(transaction, request.id, `${name} 不同意提供${note === '' ? '' : `：${note}`}`, now)
  })
}

/** The firm takes its consent back: contracts that rest on it end at once, an open request is refused. */
export async function withdrawConsent(
  platform: Database,
  viewer: SignedIn,
  id: number,
  reason: string,
  now: Date,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const { request, state } = await lockOwnConsent(transaction, viewer, id)
    if (state !== 'consented') throw new Refusal('conflict', 'not-consented', '没有可撤回的同意。')
    await transaction
      .updateTable('brain.exchange_consent')
      .set({
        state: 'withdrawn',
        decided_by: viewer.username,
        decided_name: viewer.displayName,
        decided_at: now,
        note: reason,
      })
      .where('id', '=', id)
      .execute()
    const name = viewer.enterpriseName ?? viewer.displayName
    if (request.state === 'open') {
      await refuseRequest(transaction, request.id, `${name} 撤回同意：${reason}`, now)
      return
    }
    const contracts = await transaction
      .selectFrom('brain.exchange_contract')
      .select('id')
      .where('request_id', '=', request.id)
      .orderBy('id')
      .execute()
    for (const contract of contracts) {
      const held = await lockContract(transaction, contract.id)
      if (held.revocation !== null) continue
      await revokeLocked(transaction, contract.id, {
        side: 'firm',
        username: viewer.username,
        name,
        reason: `企业撤回同意：${reason}`,
        at: now,
      })
    }
  })
}
