import { sql, type Kysely } from 'kysely'
import { decidingAccounts } from '../access/deciding-accounts.ts'
import type { DemandFollowUp, DemandHelp, NewVisit, VisitRecord } from '../api/schemas/visit.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { VisitError } from './visit-error.ts'

/** Who does a step, and when. */
export interface Doing {
  readonly by: string
  readonly now: Date
}

/** @returns its id. @throws VisitError when the firm is not known or a visit to it is open */
export async function arrangeVisit(
  platform: Database,
  { creditCode, cause, reason, dueOn, owner }: NewVisit & { readonly owner: string },
  { by, now }: Doing,
): Promise<number> {
  const { rows } = await sql<{ name: string; place: string | null; realm: Realm }>`
    select name, coalesce(county_code, city_code, province_code) as place,
           case when demonstration then 'demonstration' else 'actual' end as realm
    from brain.golden_enterprise where credit_code = ${creditCode}`.execute(platform.kysely)
  const [firm] = rows
  if (firm === undefined) throw new VisitError('unknown', `没有找到企业 ${creditCode}`)
  if (firm.place === null)
    throw new VisitError('unknown', `企业 ${firm.name} 没有可确定的所在地，不能安排走访`)
  const owners = await decidingAccounts(platform, firm.place)
  if (!owners.some(({ username }) => username === owner))
    throw new VisitError(
      'unknown-owner',
      `账号“${owner}”不能走访该区域；可选：${owners.map(({ username }) => username).join('、')}`,
    )
  const added = await platform.kysely
    .insertInto('brain.visit')
    .values({
      realm: firm.realm,
      credit_code: creditCode,
      name: firm.name,
      region_code: firm.place,
      cause,
      reason: reason.trim(),
      owner,
      due_on: dueOn,
      opened_by: by,
      opened_at: now,
      visited_on: null,
      visitors: null,
      summary: null,
      closed_by: null,
      closed_at: null,
    })
    .onConflict((clash) => clash.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added === undefined) throw new VisitError('open-already', `已有一次对 ${firm.name} 的走访没有办结`)
  return added.id
}

/** What was found on the spot: once, with all demands. */
export async function recordVisit(platform: Database, id: number, record: VisitRecord): Promise<void> {
  await platform.transaction(async (transaction) => {
    const { visitedOn } = await openVisit(transaction, id)
    if (visitedOn !== null) throw new VisitError('out-of-order', `${visitedOn} 的走访已经记录`)
    await transaction
      .updateTable('brain.visit')
      .set({ visited_on: record.visitedOn, visitors: record.visitors.trim() })
      .where('id', '=', id)
      .execute()
    for (const { category, text } of record.demands)
      await transaction
        .insertInto('brain.visit_demand')
        .values({ visit_id: id, category, text: text.trim(), ...nothingDone })
        .execute()
  })
}

const nothingDone = {
  department: null,
  measure: null,
  promised_on: null,
  helped_by: null,
  helped_at: null,
  outcome: null,
  satisfaction: null,
  remark: null,
  followed_by: null,
  followed_at: null,
}

/** 帮扶; may be changed until the firm was asked whether it helped. */
export async function offerHelp(
  platform: Database,
  place: { readonly visit: number; readonly demand: number },
  help: DemandHelp,
  { by, now }: Doing,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const demand = await openDemand(transaction, place)
    if (demand.outcome !== null) throw new VisitError('out-of-order', '这项诉求已经回访，不能再改帮扶措施')
    await transaction
      .updateTable('brain.visit_demand')
      .set({
        department: help.department.trim(),
        measure: help.measure.trim(),
        promised_on: help.promisedOn,
        helped_by: by,
        helped_at: now,
      })
      .where('id', '=', place.demand)
      .execute()
  })
}

/** 回访: what the firm says of it. */
export async function followUp(
  platform: Database,
  place: { readonly visit: number; readonly demand: number },
  { outcome, satisfaction, remark }: DemandFollowUp,
  { by, now }: Doing,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const demand = await openDemand(transaction, place)
    if (demand.measure === null) throw new VisitError('out-of-order', '先登记帮扶措施，再回访')
    await transaction
      .updateTable('brain.visit_demand')
      .set({ outcome, satisfaction, remark: remark?.trim() || null, followed_by: by, followed_at: now })
      .where('id', '=', place.demand)
      .execute()
  })
}

/** 办结: every demand has been followed up. */
export async function closeVisit(
  platform: Database,
  id: number,
  summary: string,
  { by, now }: Doing,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const { visitedOn } = await openVisit(transaction, id)
    if (visitedOn === null) throw new VisitError('out-of-order', '还没有走访，不能办结')
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from brain.visit_demand where visit_id = ${id} and outcome is null`.execute(
      transaction,
    )
    const left = rows[0]?.left ?? 0
    if (left > 0) throw new VisitError('out-of-order', `还有 ${left} 项诉求没有回访，不能办结`)
    await transaction
      .updateTable('brain.visit')
      .set({ summary: summary.trim(), closed_by: by, closed_at: now })
      .where('id', '=', id)
      .execute()
  })
}

/** Locked until the transaction ends. */
async function openVisit(transaction: Kysely<Schema>, id: number): Promise<{ visitedOn: string | null }> {
  const found = await transaction
    .selectFrom('brain.visit')
    .select(['visited_on as visitedOn', 'closed_at as closedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (found === undefined) throw new VisitError('unknown', `没有找到走访 ${id}`)
  if (found.closedAt !== null) throw new VisitError('closed', '这次走访已经办结')
  return found
}

async function openDemand(
  transaction: Kysely<Schema>,
  { visit, demand }: { readonly visit: number; readonly demand: number },
) {
  await openVisit(transaction, visit)
  const found = await transaction
    .selectFrom('brain.visit_demand')
    .select(['measure', 'outcome'])
    .where('id', '=', demand)
    .where('visit_id', '=', visit)
    .executeTakeFirst()
  if (found === undefined) throw new VisitError('unknown', `没有找到诉求 ${demand}`)
  return found
}
