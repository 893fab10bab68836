import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { ContractTerms, Output } from '../api/schemas/exchange.ts'
import { dataset as datasetById } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { sha256 } from './canonical-json.ts'
import { lockContract, stateOf, type HeldContract } from './contract-state.ts'
import { deliveredColumns, readDelivered, type DeliveredRow } from './delivered-rows.ts'
import { insertFirmAccess } from './firm-access.ts'
import { partyOf } from './party.ts'
import { Refusal, unknown } from './refusal.ts'
import { outputTitles } from './words.ts'

const keyPrefix = 'ibk_'

/** Issues the key of a contract, shown this once; an earlier key ends. */
export async function issueKey(
  platform: Database,
  viewer: SignedIn,
  contractId: number,
  now: Date,
): Promise<string> {
  const { key: party } = partyOf(viewer)
  const key = keyPrefix + randomBytes(32).toString('base64url')
  await platform.transaction(async (transaction) => {
    const held = await lockContract(transaction, contractId)
    if (held.party_key !== party) throw unknown('合同', contractId)
    requireDeliverable(held, now, ['api', 'table'])
    await transaction
      .updateTable('brain.delivery_key')
      .set({ ended_at: now })
      .where('contract_id', '=', contractId)
      .where('ended_at', 'is', null)
      .execute()
    await transaction
      .insertInto('brain.delivery_key')
      .values({
        contract_id: contractId,
        key_hash: sha256(key),
        hint: key.slice(-4),
        issued_by: viewer.username,
        issued_at: now,
        ended_at: null,
      })
      .execute()
  })
  return key
}

/** @throws Refusal unless the contract may be delivered now, in one of these outputs. */
function requireDeliverable(held: HeldContract, now: Date, outputs: readonly Output[]): void {
  const { terms } = held
  const refuse = (code: string, detail: string) => new Refusal('forbidden', code, detail)
  switch (stateOf(held, now)) {
    case 'unsigned':
      throw refuse('contract-unsigned', '合同还没有由接收方签署。')
    case 'future':
      throw refuse('contract-not-begun', `合同自 ${terms.validFrom} 起有效。`)
    case 'expired':
      throw refuse('contract-expired', `合同已于 ${terms.validUntil} 到期。`)
    case 'revoked':
      throw refuse('contract-revoked', `合同已撤销：${held.revocation?.reason ?? ''}`)
    case 'replaced':
      throw refuse('contract-replaced', '合同已换版，请按新版本签署并领取密钥。')
    case 'exhausted':
      throw refuse('quota-exhausted', `约定的 ${terms.maximumCalls} 次、${terms.maximumRows} 行已用完。`)
    case 'active':
  }
  if (!outputs.includes(terms.output)) {
    throw refuse('other-output', `合同约定的交付方式是${outputTitles[terms.output]}。`)
  }
}

export interface Carrier {
  /** The text of the Authorization header. */
  readonly authorization: string | undefined
  readonly address: string
}

export interface Delivered {
  readonly body: Buffer
  readonly digest: string
  readonly rows: number
  readonly receipt: number
}

interface Take {
  readonly output: Output
  readonly channel: 'api' | 'csv' | 'xlsx' | 'table'
  /** Rows after this row id. */
  readonly after?: number
  /** Most rows wanted; without it all of them, or none. */
  readonly limit?: number
  readonly write: (
    rows: readonly DeliveredRow[],
    terms: ContractTerms,
    left: Left,
  ) => Buffer | Promise<Buffer>
}

/** What the contract still allows after this delivery. */
export interface Left {
  readonly calls: number
  readonly rows: number
}

/** Largest delivery in one piece. */
const mostRows = 100_000

const refusedKey = () =>
  new Refusal(
    'unidentified',
    'key-refused',
    '密钥无效或已停用。',
    '请求头 Authorization: Bearer <合同的密钥>',
  )

/** Delivers to whoever holds the contract's key. An unknown contract answers as a wrong key does. */
export async function deliverByKey(
  platform: Database,
  contractId: number,
  carrier: Carrier,
  take: Take,
  now: Date,
): Promise<Delivered> {
  const hash = hashOfBearer(carrier.authorization)
  return platform.transaction(async (transaction) => {
    // Looked at without the lock first, so that nobody without a key can hold up those who have one.
    await keyOf(transaction, contractId, hash)
    const held = await lockContract(transaction, contractId)
    requireDeliverable(held, now, [take.output])
    const key = await keyOf(transaction, contractId, hash, 'in force')
    return handOver(transaction, held, take, { keyId: key, username: null, address: carrier.address }, now)
  })
}

/** Delivers to a signed-in user of the recipient's side. */
export async function deliverToParty(
  platform: Database,
  viewer: SignedIn,
  contractId: number,
  address: string,
  take: Take,
  now: Date,
): Promise<Delivered> {
  const { key } = partyOf(viewer)
  return platform.transaction(async (transaction) => {
    const held = await lockContract(transaction, contractId)
    if (held.party_key !== key) throw unknown('合同', contractId)
    requireDeliverable(held, now, [take.output])
    return handOver(transaction, held, take, { keyId: null, username: viewer.username, address }, now)
  })
}

function hashOfBearer(authorization: string | undefined): Buffer {
  const [, key] = /^Bearer (ibk_[A-Za-z0-9_-]{43})$/.exec(authorization ?? '') ?? []
  if (key === undefined) throw refusedKey()
  return Buffer.from(sha256(key), 'hex')
}

/** Id of the contract's key with this hash. Ended keys are told apart only by why their contract ended. */
async function keyOf(
  transaction: Transaction<Schema>,
  contractId: number,
  hash: Buffer,
  standing: 'ever issued' | 'in force' = 'ever issued',
): Promise<number> {
  const keys = await transaction
    .selectFrom('brain.delivery_key')
    .select(['id', 'key_hash', 'ended_at'])
    .where('contract_id', '=', contractId)
    .execute()
  const found = keys.find(({ key_hash }) => timingSafeEqual(Buffer.from(key_hash, 'hex'), hash))
  if (found === undefined || (standing === 'in force' && found.ended_at !== null)) throw refusedKey()
  return found.id
}

interface Taker {
  readonly keyId: number | null
  readonly username: string | null
  readonly address: string
}

/** Reads, writes and meters one delivery of a locked contract, and tells the firms. */
async function handOver(
  transaction: Transaction<Schema>,
  held: HeldContract,
  take: Take,
  taker: Taker,
  now: Date,
): Promise<Delivered> {
  const { terms, usage } = held
  const remaining = usage.maximum_rows - usage.rows
  const dataset = datasetById(terms.dataset.id)
  const limit = Math.min(take.limit ?? mostRows + 1, take.limit === undefined ? Infinity : remaining)
  const rows = await readDelivered(transaction, dataset, terms, { after: take.after ?? 0, limit })
  if (take.limit === undefined && rows.length > Math.min(remaining, mostRows)) {
    const bound = remaining < mostRows ? `合同剩余 ${remaining} 行` : `一次最多 ${mostRows} 行`
    throw new Refusal(
      'forbidden',
      'quota-exhausted',
      `全部记录多于${bound}，没有交付。`,
      '以 API 密钥分页读取',
    )
  }
  const left = { calls: usage.maximum_calls - usage.calls - 1, rows: remaining - rows.length }
  const body = await take.write(rows, terms, left)
  const digest = sha256(body)
  await sql`
    update brain.exchange_usage set calls = calls + 1, rows = rows + ${rows.length}, bytes = bytes + ${body.length}
    where contract_id = ${held.id}`.execute(transaction)
  const { id } = await transaction
    .insertInto('brain.delivery')
    .values({
      contract_id: held.id,
      channel: take.channel,
      key_id: taker.keyId,
      username: taker.username,
      address: taker.address,
      rows: rows.length,
      bytes: body.length,
      digest,
      at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const firms = new Map<string, number>()
  for (const code of rows.flatMap((row) => [...new Set(row.firms)])) {
    firms.set(code, (firms.get(code) ?? 0) + 1)
  }
  await insertFirmAccess(transaction, [
    {
      at: now,
      username: taker.username ?? held.requester,
      role: held.requester_role,
      organisation: held.party_name,
      object: dataset.id,
      fields: deliveredColumns(dataset, terms).map(({ name }) => name),
      purpose: terms.purpose.title,
      basis: `授权合同 ${terms.number}`,
      route: `/api/deliveries/:contract/${{ api: 'rows', csv: 'files', xlsx: 'files', table: 'copy' }[take.channel]}`,
      contractId: held.id,
      authorisationId: null,
      firms,
    },
  ])
  return { body, digest, rows: rows.length, receipt: id }
}
