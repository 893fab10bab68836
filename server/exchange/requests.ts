import type { Selectable, Transaction } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { Application, Assessment, Decision } from '../api/schemas/exchange.ts'
import { readGradeOf } from '../catalogue/grade-overrides.ts'
import { gradesOf } from '../catalogue/grading.ts'
import { datasets, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { ExchangeRequestTable } from '../warehouse/schema/exchange.ts'
import { checkDay, dayOf } from './calendar-day.ts'
import { drawUpContract } from './contract-terms.ts'
import { partyOf } from './party.ts'
import { Refusal, unknown } from './refusal.ts'
import { assess, type Ruling } from './share-rule.ts'

type Request = Selectable<ExchangeRequestTable>
type Writer = Transaction<Schema>

/** Signs in the place of a person where the rule approves by itself. */
const ruleSigner = { username: 'rule', name: '平台（无条件共享，按规则办结）' } as const

const longestDays = 3 * 366

function datasetOf(id: string): NamedDataset {
  const found = datasets.get(id)
  if (found === undefined) throw unknown('数据集', id.slice(0, 80))
  return found
}

/** What would become of an application; nothing is stored. @throws Refusal for what cannot be asked. */
export async function assessApplication(
  platform: Database,
  viewer: SignedIn,
  application: Application,
  now: Date,
): Promise<{ readonly ruling: Ruling; readonly assessment: Assessment }> {
  const dataset = datasetOf(application.dataset)
  checkPeriod(application, now)
  const names = await firmNames(platform, application.firms ?? [])
  const missing = (application.firms ?? []).find((code) => !names.has(code))
  if (missing !== undefined) throw unknown('企业', missing.slice(0, 64))
  const grades = gradesOf(dataset, await readGradeOf(platform))
  const asked = {
    columns: application.columns,
    rows: {
      region: application.region ?? null,
      firms: application.firms ?? [],
      monthFrom: application.monthFrom ?? null,
      monthTo: application.monthTo ?? null,
    },
  }
  const ruling = assess(dataset, viewer, asked, grades)
  const { outcome, approvalsNeeded, grounds, refusal } = ruling
  const firmsToAsk = ruling.firmsToAsk.map((creditCode) => ({
    creditCode,
    name: names.get(creditCode) ?? creditCode,
  }))
  return { ruling, assessment: { outcome, approvalsNeeded, firmsToAsk, grounds: [...grounds], refusal } }
}

function checkPeriod({ validFrom, validUntil }: Application, now: Date): void {
  checkDay('validFrom', validFrom)
  checkDay('validUntil', validUntil)
  const wrong = (detail: string) => new Refusal('invalid', 'invalid-request', detail)
  if (validUntil < validFrom) throw wrong(`有效期止 ${validUntil} 早于有效期起 ${validFrom}。`)
  if (validUntil < dayOf(now)) throw wrong(`有效期止 ${validUntil} 已过。`)
  if (Date.parse(validUntil) - Date.parse(validFrom) > longestDays * 86_400_000) {
    throw wrong('有效期最长三年。')
  }
}

export async function firmNames(
  platform: Database,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await platform.kysely
    .selectFrom('brain.golden_enterprise')
    .select(['credit_code', 'name'])
    .where('credit_code', 'in', codes)
    .execute()
  return new Map(rows.map(({ credit_code, name }) => [credit_code, name]))
}

/** Stores an application and what the rule makes of it: refused, approved with its contract, or open. */
export async function createRequest(
  platform: Database,
  viewer: SignedIn,
  application: Application,
  now: Date,
): Promise<number> {
  const party = partyOf(viewer)
  const { ruling } = await assessApplication(platform, viewer, application, now)
  const refused = ruling.refusal !== null
  return platform.transaction(async (transaction) => {
    const { id } = await transaction
      .insertInto('brain.exchange_request')
      .values({
        requester: viewer.username,
        requester_role: viewer.role,
        requester_name: viewer.displayName,
        party_key: party.key,
        party_name: party.name,
        dataset: application.dataset,
        columns: [...application.columns],
        region_code: ruling.rows.region,
        firms: [...ruling.rows.firms],
        month_from: ruling.rows.monthFrom,
        month_to: ruling.rows.monthTo,
        purpose: application.purpose,
        purpose_text: application.purposeText,
        valid_from: application.validFrom,
        valid_until: application.validUntil,
        maximum_calls: application.maximumCalls,
        maximum_rows: application.maximumRows,
        output: application.output,
        destruction_days: application.destructionDays,
        approvals_needed: ruling.approvalsNeeded,
        grounds: [...ruling.grounds],
        state: refused ? 'refused' : 'open',
        refusal: ruling.refusal,
        created_at: now,
        closed_at: refused ? now : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const creditCode of ruling.firmsToAsk) {
      await transaction
        .insertInto('brain.exchange_consent')
        .values({
          request_id: id,
          credit_code: creditCode,
          decided_at: null,
          decided_by: null,
          decided_name: null,
        })
        .execute()
    }
    if (!refused) await conclude(transaction, id, now)
    return id
  })
}

/** The row is locked: decisions about one request are made one after the other. */
export async function lockRequest(transaction: Writer, id: number): Promise<Request> {
  const found = await transaction
    .selectFrom('brain.exchange_request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (found === undefined) throw unknown('申请', id)
  return found
}

export function requireOpen({ id, state }: Request): void {
  if (state === 'open') return
  const words = { approved: '已批准', refused: '已驳回', withdrawn: '已撤回' }[state]
  throw new Refusal('conflict', 'request-closed', `申请 ${id} ${words}，不能再办理。`)
}

/** Why a viewer may not decide a request, in words; null when the viewer may. */
export function decisionProblem(
  viewer: Pick<SignedIn, 'username' | 'role'>,
  request: Pick<Request, 'requester' | 'approvals_needed'>,
  approvers: readonly string[],
): { readonly code: string; readonly text: string } | null {
  if (request.requester === viewer.username) {
    return { code: 'own-request', text: '申请人不得审批自己的申请。' }
  }
  if (approvers.includes(viewer.username)) {
    return { code: 'decided-already', text: '您已审批过，须由另一人审批。' }
  }
  if (request.approvals_needed === 1 && viewer.role !== 'steward') {
    return { code: 'steward-needed', text: '这项申请由数据管理员审批。' }
  }
  return null
}

/** @throws Refusal when closed already, for the applicant and for a second decision of one person. */
export async function decideRequest(
  platform: Database,
  viewer: SignedIn,
  id: number,
  { decision, note }: Decision,
  now: Date,
): Promise<void> {
  if (viewer.role !== 'operator' && viewer.role !== 'steward') {
    throw new Refusal('forbidden', 'role-not-allowed', '您的账号类型不能审批。')
  }
  if (decision === 'refuse' && note.trim() === '') {
    throw new Refusal('invalid', 'invalid-request', '驳回须写明理由。', '字段 note 为驳回理由')
  }
  await platform.transaction(async (transaction) => {
    const request = await lockRequest(transaction, id)
    requireOpen(request)
    const earlier = await transaction
      .selectFrom('brain.exchange_approval')
      .select('approver')
      .where('request_id', '=', id)
      .execute()
    const problem = decisionProblem(
      viewer,
      request,
      earlier.map(({ approver }) => approver),
    )
    if (problem !== null) {
      const kind = problem.code === 'decided-already' ? 'conflict' : 'forbidden'
      throw new Refusal(kind, problem.code, problem.text)
    }
    await transaction
      .insertInto('brain.exchange_approval')
      .values({
        request_id: id,
        requester: request.requester,
        approver: viewer.username,
        approver_role: viewer.role,
        approver_name: viewer.displayName,
        decision,
        note,
        at: now,
      })
      .execute()
    if (decision === 'refuse') await refuseRequest(transaction, id, `${viewer.displayName}：${note}`, now)
    else await conclude(transaction, id, now)
  })
}

export async function refuseRequest(transaction: Writer, id: number, reason: string, now: Date) {
  await transaction
    .updateTable('brain.exchange_request')
    .set({ state: 'refused', refusal: reason, closed_at: now })
    .where('id', '=', id)
    .execute()
}

/** Approves a locked request that has all it needs, and draws up its contract; otherwise it waits. */
export async function conclude(transaction: Writer, id: number, now: Date): Promise<void> {
  const request = await lockRequest(transaction, id)
  const approvals = await transaction
    .selectFrom('brain.exchange_approval')
    .select(['approver', 'approver_name', 'approver_role'])
    .where('request_id', '=', id)
    .where('decision', '=', 'approve')
    .orderBy('at')
    .execute()
  const waiting = await transaction
    .selectFrom('brain.exchange_consent')
    .select('id')
    .where('request_id', '=', id)
    .where('state', '<>', 'consented')
    .execute()
  const byStewards = approvals.some(({ approver_role }) => approver_role === 'steward')
  const enough =
    approvals.length >= request.approvals_needed && (request.approvals_needed === 0 || byStewards)
  if (!enough || waiting.length > 0) return
  await transaction
    .updateTable('brain.exchange_request')
    .set({ state: 'approved', closed_at: now })
    .where('id', '=', id)
    .execute()
  const last = approvals.at(-1)
  const signer = last === undefined ? ruleSigner : { username: last.approver, name: last.approver_name }
  await drawUpContract(transaction, { ...request, state: 'approved' }, signer, now)
}

/** The applicant's side takes back what is not decided yet. */
export async function withdrawRequest(
  platform: Database,
  viewer: SignedIn,
  id: number,
  now: Date,
): Promise<void> {
  const { key } = partyOf(viewer)
  await platform.transaction(async (transaction) => {
    const request = await lockRequest(transaction, id)
    // Others' requests are not told apart from those that do not exist.
    if (request.party_key !== key) throw unknown('申请', id)
    requireOpen(request)
    await transaction
      .updateTable('brain.exchange_request')
      .set({ state: 'withdrawn', closed_at: now })
      .where('id', '=', id)
      .execute()
  })
}
