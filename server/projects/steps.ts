import { sql, type Kysely } from 'kysely'
import { decidingAccounts } from '../access/deciding-accounts.ts'
import type { NewProject, ProjectChange, ProjectMove, ProjectStage } from '../api/schemas/project.ts'
import { readChainStandards } from '../chain/chain-standard.ts'
import { keepContent, typeOfContent } from '../documents/kept-content.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { ProjectError } from './project-error.ts'

/** Who does a step, and when. */
export interface Doing {
  readonly by: string
  readonly now: Date
  /** YYYY-MM-DD of `now` in Beijing. */
  readonly today: string
}

const stages: readonly ProjectStage[] = ['lead', 'talks', 'signed', 'building', 'producing']
export const largestDocument = 20 * 1024 * 1024
/** Below the data directory. */
export const documentFolder = 'project-documents'

/** Opens a project as 线索. @returns its id @throws ProjectError */
export async function openProject(
  platform: Database,
  given: NewProject & { readonly owner: string },
  { by, now, today }: Doing,
): Promise<number> {
  const chain = (await readChainStandards()).find(({ id }) => id === given.chain)
  if (chain?.segments.some(({ id }) => id === given.segment) !== true)
    throw new ProjectError('unknown-segment', `没有环节 ${given.chain}/${given.segment}`)
  await requireOwner(platform, given.region, given.owner)
  return platform.transaction(async (transaction) => {
    const { id } = await transaction
      .insertInto('brain.project')
      .values({
        realm: given.realm,
        title: given.title.trim(),
        chain: given.chain,
        segment: given.segment,
        region_code: given.region,
        firm_key: given.firmKey ?? null,
        firm_name: given.firmName.trim(),
        origin: given.origin?.trim() || null,
        investment: cents(given.investment),
        owner: given.owner,
        stage: 'lead',
        dropped_reason: null,
        opened_by: by,
        opened_at: now,
        changed_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await writeStep(transaction, id, { stage: 'lead', reachedOn: today, note: null }, { by, now, today })
    return id
  })
}

/** To another stage, forward or back; the steps keep both. @throws ProjectError */
export async function moveProject(
  platform: Database,
  id: number,
  { stage, reachedOn, note }: ProjectMove,
  doing: Doing,
): Promise<void> {
  await change(platform, id, doing, async (transaction, project) => {
    if (project.dropped_reason !== null) throw new ProjectError('dropped', '项目已终止，先恢复再推进')
    if (project.stage === stage) throw new ProjectError('out-of-order', '项目已在这一阶段')
    const back = stages.indexOf(stage) < stages.indexOf(project.stage)
    if (back && (note ?? '').trim() === '') throw new ProjectError('out-of-order', '退回前一阶段须说明原因')
    const { rows } = await sql<{ last: string | null }>`
      select max(reached_on)::text as last from brain.project_step where project_id = ${id}`.execute(
      transaction,
    )
    const last = rows[0]?.last ?? null
    if (last !== null && reachedOn < last)
      throw new ProjectError('out-of-order', `上一步在 ${last}，这一步不能更早`)
    await writeStep(transaction, id, { stage, reachedOn, note: note?.trim() || null }, doing)
    return { stage }
  })
}

export async function dropProject(
  platform: Database,
  id: number,
  reason: string,
  doing: Doing,
): Promise<void> {
  await change(platform, id, doing, async (transaction, project) => {
    if (project.dropped_reason !== null) throw new ProjectError('dropped', '项目已终止')
    const step = { stage: 'dropped' as const, reachedOn: doing.today, note: reason.trim() }
    await writeStep(transaction, id, step, doing)
    return { dropped_reason: reason.trim() }
  })
}

export async function resumeProject(
  platform: Database,
  id: number,
  note: string,
  doing: Doing,
): Promise<void> {
  await change(platform, id, doing, async (transaction, project) => {
    if (project.dropped_reason === null) throw new ProjectError('out-of-order', '项目没有终止')
    const step = { stage: 'resumed' as const, reachedOn: doing.today, note: note.trim() }
    await writeStep(transaction, id, step, doing)
    return { dropped_reason: null }
  })
}

export async function changeProject(
  platform: Database,
  id: number,
  { title, owner, investment }: ProjectChange,
  doing: Doing,
): Promise<void> {
  await change(platform, id, doing, async (_transaction, project) => {
    if (owner !== undefined) await requireOwner(platform, project.region_code, owner)
    return {
      ...(title !== undefined && { title: title.trim() }),
      ...(owner !== undefined && { owner }),
      ...(investment !== undefined && { investment: cents(investment ?? undefined) }),
    }
  })
}

export async function addDate(
  platform: Database,
  id: number,
  { dueOn, title }: { readonly dueOn: string; readonly title: string },
  doing: Doing,
): Promise<void> {
  await change(platform, id, doing, async (transaction) => {
    await transaction
      .insertInto('brain.project_date')
      .values({ project_id: id, due_on: dueOn, title: title.trim(), done_on: null, written_by: doing.by })
      .execute()
    return {}
  })
}

/** @param doneOn null: not done after all */
export async function settleDate(
  platform: Database,
  place: { readonly project: number; readonly date: number },
  doneOn: string | null,
  doing: Doing,
): Promise<void> {
  await change(platform, place.project, doing, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('brain.project_date')
      .set({ done_on: doneOn })
      .where('id', '=', place.date)
      .where('project_id', '=', place.project)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ProjectError('unknown', `没有找到事项 ${place.date}`)
    return {}
  })
}

/** @throws ProjectError for an empty file and one that is no PDF, Word, Excel or picture */
export async function addDocument(
  platform: Database,
  dataDirectory: string,
  id: number,
  file: { readonly name: string; readonly content: Buffer },
  doing: Doing,
): Promise<void> {
  const type = typeOfContent(file.content)
  if (type === null) throw new ProjectError('invalid-file', '文件应为 PDF、Word、Excel、PNG 或 JPG')
  const sha256 = await keepContent(dataDirectory, documentFolder, file.content)
  await change(platform, id, doing, async (transaction) => {
    await transaction
      .insertInto('brain.project_document')
      .values({
        project_id: id,
        name: file.name,
        type,
        bytes: file.content.length,
        sha256,
        handed_in_by: doing.by,
        handed_in_at: doing.now,
      })
      .execute()
    return {}
  })
}

async function requireOwner(platform: Database, region: string, owner: string): Promise<void> {
  const owners = await decidingAccounts(platform, region)
  if (owners.some(({ username }) => username === owner)) return
  const names = owners.map(({ username }) => username).join('、')
  throw new ProjectError('unknown-owner', `账号“${owner}”不能负责该区域的项目；可选：${names}`)
}

type Locked = Pick<Schema['brain.project'], 'stage' | 'dropped_reason' | 'region_code'>

/** One change at a time to a project; `make` says what becomes of its row. */
async function change(
  platform: Database,
  id: number,
  { now }: Doing,
  make: (
    transaction: Kysely<Schema>,
    project: Locked,
  ) => Promise<
    Partial<Pick<Schema['brain.project'], 'stage' | 'dropped_reason' | 'title' | 'owner' | 'investment'>>
  >,
): Promise<void> {
  await platform.transaction(async (transaction) => {
    const project = await transaction
      .selectFrom('brain.project')
      .select(['stage', 'dropped_reason', 'region_code'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (project === undefined) throw new ProjectError('unknown', `没有找到项目 ${id}`)
    const changed = await make(transaction, project)
    await transaction
      .updateTable('brain.project')
      .set({ ...changed, changed_at: now })
      .where('id', '=', id)
      .execute()
  })
}

async function writeStep(
  transaction: Kysely<Schema>,
  id: number,
  step: Pick<Schema['brain.project_step'], 'stage' | 'note'> & { readonly reachedOn: string },
  { by, now }: Doing,
): Promise<void> {
  await transaction
    .insertInto('brain.project_step')
    .values({
      project_id: id,
      stage: step.stage,
      reached_on: step.reachedOn,
      note: step.note,
      written_by: by,
      written_at: now,
    })
    .execute()
}

function cents(yuan: number | undefined): number | null {
  return yuan === undefined ? null : Math.round(yuan * 100)
}
