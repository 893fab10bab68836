import type { Selectable } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { CatalogueTables, CheckItem } from '../warehouse/schema/catalogue.ts'
import { checkDataset, type DatasetSource } from './certification-checklist.ts'
import { Refusal, refusing } from './refusal.ts'
import { dayOf, readState } from './state.ts'

export type Certification = Selectable<CatalogueTables['brain.dataset_certification']>

/** A certification stands for a year at most. */
export const longestValidityMonths = 12

/** The checklist of a dataset as it stands now. */
export async function readChecklist(
  platform: Database,
  id: string,
  sources: readonly DatasetSource[],
  now: Date,
): Promise<CheckItem[]> {
  const dataset = datasets.get(id)
  if (dataset === undefined) throw new Refusal('unknown', `没有名为“${id}”的数据集。`)
  const [{ ledger, approvals }, score] = await Promise.all([
    readState(platform, now),
    readQualityScore(platform, id),
  ])
  return checkDataset({
    dataset,
    ledger: ledger.get(id),
    approvals,
    sources: sources.filter((source) => source.dataset === id),
    score,
    now,
  })
}

/** The latest score by the rules of 治理; the lower where realms differ, null where none was computed. */
export async function readQualityScore(platform: Database, dataset: string): Promise<number | null> {
  const rows = await platform.kysely
    .selectFrom('brain.quality_score')
    .distinctOn('realm')
    .select(['realm', 'score'])
    .where('dataset', '=', dataset)
    .orderBy('realm')
    .orderBy('id', 'desc')
    .execute()
  const scores = rows.flatMap(({ score }) => (score === null ? [] : [score]))
  return scores.length === 0 ? null : Math.min(...scores)
}

export interface SignRequest {
  readonly dataset: string
  /** What the steward vouches for beyond what can be computed. */
  readonly statement: string
  readonly sources: readonly DatasetSource[]
}

/** The steward signs. @throws Refusal while an item of the checklist fails, or a signature waits for review. */
export async function signCertification(
  platform: Database,
  { dataset, statement, sources }: SignRequest,
  by: string,
  now: Date,
): Promise<number> {
  const checklist = await readChecklist(platform, dataset, sources, now)
  const failed = checklist.filter(({ passed }) => !passed)
  if (failed.length > 0) {
    throw new Refusal(
      'conflict',
      `检查表有 ${failed.length} 项未通过：${failed.map(({ title, detail }) => `${title}（${detail}）`).join('；')}。`,
      '检查表各项全部通过后再签署',
    )
  }
  const waiting = new Refusal('conflict', '该数据集已有一件签署待复核。')
  const { id } = await refusing({ dataset_certification_signed: waiting }, () =>
    platform.kysely
      .insertInto('brain.dataset_certification')
      .values({ dataset, statement, checklist: JSON.stringify(checklist), signed_by: by, signed_at: now })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return id
}

export interface Review {
  readonly approve: boolean
  readonly reason: string
  readonly validMonths: number
}

/** A second person reviews; an approval replaces the certification before. */
export async function reviewCertification(
  platform: Database,
  id: number,
  { approve, reason, validMonths }: Review,
  by: string,
  now: Date,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const found = await transaction
      .selectFrom('brain.dataset_certification')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (found === undefined) throw new Refusal('unknown', `没有编号为 ${id} 的认证。`)
    if (found.state !== 'signed') throw new Refusal('conflict', '该认证已经复核。')
    if (found.signed_by === by) throw new Refusal('same-person', '签署人不能复核自己签署的认证。')
    if (approve) {
      await transaction
        .updateTable('brain.dataset_certification')
        .set({ state: 'replaced', ended_by: by, ended_at: now, end_reason: `由认证 ${id} 取代` })
        .where('dataset', '=', found.dataset)
        .where('state', '=', 'certified')
        .execute()
    }
    await transaction
      .updateTable('brain.dataset_certification')
      .set({
        state: approve ? 'certified' : 'rejected',
        reviewed_by: by,
        reviewed_at: now,
        review_reason: reason,
        expires_on: approve ? expiry(now, validMonths) : null,
      })
      .where('id', '=', id)
      .execute()
  })
}

export async function revokeCertification(
  platform: Database,
  id: number,
  reason: string,
  by: string,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await platform.kysely
    .updateTable('brain.dataset_certification')
    .set({ state: 'revoked', ended_by: by, ended_at: now, end_reason: reason })
    .where('id', '=', id)
    .where('state', '=', 'certified')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal('conflict', `编号 ${id} 没有生效中的认证，不能撤销。`)
}

/** All of them, the newest first; of one dataset where it is named. */
export function listCertifications(platform: Database, dataset?: string): Promise<Certification[]> {
  return platform.kysely
    .selectFrom('brain.dataset_certification')
    .selectAll()
    .$if(dataset !== undefined, (query) => query.where('dataset', '=', dataset ?? ''))
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

/** The last day of the month where the day does not exist there: 31 January + 1 month = 28 or 29 February. */
function expiry(now: Date, months: number): string {
  const [year = 0, month = 1, day = 1] = dayOf(now).split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
