import type { Selectable, Transaction } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { gradeRank } from '../warehouse/row-security.ts'
import type { CatalogueTables, ListingState, ListingStep } from '../warehouse/schema/catalogue.ts'
import type { Schema } from '../warehouse/schema.ts'
import { readApprovals } from './grade-overrides.ts'
import { gradeColumns, highestOf } from './grading.ts'
import { Refusal, refusing } from './refusal.ts'

export type Listing = Selectable<CatalogueTables['brain.listing']> & {
  readonly steps: readonly Pick<
    Selectable<CatalogueTables['brain.listing_step']>,
    'step' | 'actor' | 'at' | 'remark'
  >[]
}

export interface Application {
  readonly dataset: string
  readonly title: string
  /** Columns to be listed; null = all that may be. */
  readonly columns: readonly string[] | null
  readonly purpose: string
}

/** Columns of a dataset that may be listed: below 重要, of a dataset that is shared at all. */
async function listableColumns(platform: Database, id: string) {
  const dataset = datasets.get(id)
  if (dataset === undefined) throw new Refusal('unknown', `没有名为“${id}”的数据集。`)
  if (dataset.share === 'none') throw new Refusal('conflict', `“${dataset.title}”不予共享，不能上架。`)
  const columns = gradeColumns(dataset, await readApprovals(platform))
  return {
    dataset,
    columns,
    listable: columns.filter(({ effective }) => gradeRank[effective] < gradeRank.important),
  }
}

async function checkColumns(platform: Database, id: string, wanted: readonly string[] | null) {
  const { dataset, columns, listable } = await listableColumns(platform, id)
  const names = wanted ?? listable.map(({ name }) => name)
  const unknown = names.filter((name) => !columns.some((column) => column.name === name))
  if (unknown.length > 0) {
    throw new Refusal(
      'invalid',
      `“${dataset.title}”没有信息项 ${unknown.join('、')}。`,
      Object.keys(dataset.columns).join('、'),
    )
  }
  const barred = columns.filter(
    ({ name }) => names.includes(name) && !listable.some((one) => one.name === name),
  )
  if (barred.length > 0) {
    throw new Refusal('conflict', `重要、核心数据不能上架：${barred.map(({ title }) => title).join('、')}。`)
  }
  if (names.length === 0) throw new Refusal('conflict', `“${dataset.title}”没有可以上架的信息项。`)
  const chosen = columns.filter(({ name }) => names.includes(name))
  return { names: chosen.map(({ name }) => name), grade: highestOf(chosen.map(({ effective }) => effective)) }
}

/** @throws Refusal for columns that may not be listed, and for a title the dataset is listed or applied under. */
export async function applyForListing(
  platform: Database,
  { dataset, title, columns, purpose }: Application,
  by: string,
  now: Date,
): Promise<number> {
  const { names, grade } = await checkColumns(platform, dataset, columns)
  const taken = new Refusal(
    'conflict',
    `该数据集已有名为“${title}”的上架或申请。`,
    '换一个名称，或先下架原有的',
  )
  return refusing({ listing_open: taken }, () =>
    platform.transaction(async (transaction) => {
      const { id } = await transaction
        .insertInto('brain.listing')
        .values({ dataset, title, columns: names, purpose, grade, applied_at: now, updated_at: now })
        .returning('id')
        .executeTakeFirstOrThrow()
      await addStep(transaction, id, 'apply', by, now, purpose)
      return id
    }),
  )
}

/**
 * First or second approval, whichever is due, or a rejection. Applicant, first and second approver are three
 * persons: unique in SQL, so also for requests that come at the same time.
 */
export async function decideListing(
  platform: Database,
  id: number,
  { approve, remark }: { readonly approve: boolean; readonly remark: string },
  by: string,
  now: Date,
): Promise<void> {
  const samePerson = new Refusal(
    'same-person',
    '上架须由申请人以外的两个人先后审批，您已参与这件申请。',
    '由没有参与过的人审批',
  )
  await refusing({ listing_step_one_person: samePerson }, () =>
    platform.transaction(async (transaction) => {
      const found = await lockListing(transaction, id)
      if (found.state !== 'applied' && found.state !== 'first-approved') {
        throw new Refusal('conflict', '该申请已经办结。')
      }
      if (!approve) {
        await addStep(transaction, id, 'reject', by, now, remark)
        return setState(transaction, id, 'rejected', now)
      }
      // Grades may have risen since it was applied for.
      await checkColumns(platform, found.dataset, found.columns)
      const second = found.state === 'first-approved'
      await addStep(transaction, id, second ? 'second-approval' : 'first-approval', by, now, remark)
      await setState(transaction, id, second ? 'listed' : 'first-approved', now)
    }),
  )
}

/** The applicant takes back an application that is not decided. */
export async function withdrawListing(platform: Database, id: number, by: string, now: Date): Promise<void> {
  await platform.transaction(async (transaction) => {
    const found = await lockListing(transaction, id)
    const applicant = await transaction
      .selectFrom('brain.listing_step')
      .select('actor')
      .where('listing_id', '=', id)
      .where('step', '=', 'apply')
      .executeTakeFirst()
    if (applicant?.actor !== by) throw new Refusal('invalid', '只有申请人可以撤回申请。')
    if (found.state !== 'applied' && found.state !== 'first-approved') {
      throw new Refusal('conflict', '该申请已经办结，不能撤回。')
    }
    await addStep(transaction, id, 'withdraw', by, now, '')
    await setState(transaction, id, 'withdrawn', now)
  })
}

export async function delist(
  platform: Database,
  id: number,
  remark: string,
  by: string,
  now: Date,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const found = await lockListing(transaction, id)
    if (found.state !== 'listed') throw new Refusal('conflict', '只有已上架的可以下架。')
    await addStep(transaction, id, 'delist', by, now, remark)
    await setState(transaction, id, 'delisted', now)
  })
}

/** With their history, the newest first. */
export async function listListings(platform: Database): Promise<Listing[]> {
  const [listings, steps] = await Promise.all([
    platform.kysely.selectFrom('brain.listing').selectAll().orderBy('id', 'desc').limit(200).execute(),
    platform.kysely
      .selectFrom('brain.listing_step')
      .select(['listing_id', 'step', 'actor', 'at', 'remark'])
      .orderBy('id')
      .execute(),
  ])
  const of = Map.groupBy(steps, ({ listing_id }) => listing_id)
  return listings.map((listing) => ({ ...listing, steps: of.get(listing.id) ?? [] }))
}

async function lockListing(transaction: Transaction<Schema>, id: number) {
  const found = await transaction
    .selectFrom('brain.listing')
    .select(['state', 'dataset', 'columns'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (found === undefined) throw new Refusal('unknown', `没有编号为 ${id} 的上架申请。`)
  return found
}

async function addStep(
  transaction: Transaction<Schema>,
  listing: number,
  step: ListingStep,
  actor: string,
  at: Date,
  remark: string,
): Promise<void> {
  await transaction
    .insertInto('brain.listing_step')
    .values({ listing_id: listing, step, actor, at, remark })
    .execute()
}

async function setState(transaction: Transaction<Schema>, id: number, state: ListingState, now: Date) {
  await transaction
    .updateTable('brain.listing')
    .set({ state, updated_at: now })
    .where('id', '=', id)
    .execute()
}
