import type { Selectable } from 'kysely'
import type { Grade } from '../datasets/contract.ts'
import { datasets, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { ensureRowSecurity, type GradeOf } from '../warehouse/row-security.ts'
import type { CatalogueTables } from '../warehouse/schema/catalogue.ts'
import { type ApprovedGrade, gradeColumns, gradeDerived } from './grading.ts'
import { Refusal, refusing } from './refusal.ts'

export type GradeOverride = Selectable<CatalogueTables['brain.grade_override']>

/** Decisions in force. */
export async function readApprovals(platform: Pick<Database, 'kysely'>): Promise<ApprovedGrade[]> {
  const rows = await platform.kysely
    .selectFrom('brain.grade_override')
    .select(['id', 'subject', 'column_name', 'previous', 'grade'])
    .where('state', '=', 'approved')
    .execute()
  return rows.map(({ id, subject, column_name, previous, grade }) => ({
    id,
    subject,
    column: column_name,
    previous,
    grade,
  }))
}

/** All requests and decisions, the newest first. */
export function listOverrides(platform: Database, limit = 200): Promise<GradeOverride[]> {
  return platform.kysely
    .selectFrom('brain.grade_override')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export interface OverrideRequest {
  readonly subject: string
  readonly column: string | null
  readonly grade: Grade
  readonly reason: string
}

/** @throws Refusal for a subject that does not exist, a grade in force already, or an open request for it. */
export async function requestOverride(
  platform: Database,
  { subject, column, grade, reason }: OverrideRequest,
  by: string,
  now: Date,
): Promise<number> {
  const previous = gradeInForce(await readApprovals(platform), subject, column)
  if (previous === grade) throw new Refusal('conflict', `该对象的级别已经是 ${grade}，不需要改动。`)
  const taken = new Refusal('conflict', '该对象已有一件待审批的调级申请，请等它办结。')
  const { id } = await refusing({ grade_override_requested: taken }, () =>
    platform.kysely
      .insertInto('brain.grade_override')
      .values({ subject, column_name: column, previous, grade, reason, requested_by: by, requested_at: now })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return id
}

function gradeInForce(approvals: readonly ApprovedGrade[], subject: string, column: string | null): Grade {
  if (subject.startsWith('derived/')) {
    const found = gradeDerived(approvals).find(({ derived }) => derived.id === subject)
    if (found === undefined) throw new Refusal('unknown', `没有名为“${subject}”的衍生数据。`)
    if (column !== null) throw new Refusal('invalid', '衍生数据整体定级，不分信息项。', '不带 column')
    return found.effective
  }
  const dataset = datasets.get(subject)
  if (dataset === undefined) throw new Refusal('unknown', `没有名为“${subject}”的数据集。`)
  const found = gradeColumns(dataset, approvals).find(({ name }) => name === column)
  if (found === undefined) {
    throw new Refusal(
      'unknown',
      `数据集“${dataset.title}”没有信息项“${column ?? '空'}”。`,
      Object.keys(dataset.columns).join('、'),
    )
  }
  return found.effective
}

/** Approves or rejects; an approval takes the place of the one before and changes the column masks at once. */
export async function decideOverride(
  platform: Database,
  id: number,
  decision: { readonly approve: boolean; readonly reason: string },
  by: string,
  now: Date,
): Promise<void> {
  const decided = await platform.transaction(async (transaction) => {
    const found = await transaction
      .selectFrom('brain.grade_override')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (found === undefined) throw new Refusal('unknown', `没有编号为 ${id} 的调级申请。`)
    if (found.state !== 'requested') throw new Refusal('conflict', '该申请已经办结。')
    if (found.requested_by === by) throw new Refusal('same-person', '申请人不能审批自己的调级申请。')
    if (decision.approve) {
      await transaction
        .updateTable('brain.grade_override')
        .set({ state: 'replaced', ended_by: by, ended_at: now, end_reason: `由申请 ${id} 取代` })
        .where('subject', '=', found.subject)
        .where('column_name', 'is not distinct from', found.column_name)
        .where('state', '=', 'approved')
        .execute()
    }
    await transaction
      .updateTable('brain.grade_override')
      .set({
        state: decision.approve ? 'approved' : 'rejected',
        decided_by: by,
        decided_at: now,
        decision_reason: decision.reason,
      })
      .where('id', '=', id)
      .execute()
    return found
  })
  if (decision.approve) await applyGrades(platform, decided.subject)
}

/** The grade falls back to the contract and the rules, and the masks with it. */
export async function revokeOverride(
  platform: Database,
  id: number,
  reason: string,
  by: string,
  now: Date,
): Promise<void> {
  const ended = await platform.kysely
    .updateTable('brain.grade_override')
    .set({ state: 'revoked', ended_by: by, ended_at: now, end_reason: reason })
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .returning('subject')
    .executeTakeFirst()
  if (ended === undefined) throw new Refusal('conflict', `编号 ${id} 没有生效中的调级，不能撤销。`)
  await applyGrades(platform, ended.subject)
}

async function applyGrades(platform: Database, subject: string): Promise<void> {
  const dataset = datasets.get(subject)
  if (dataset !== undefined) await ensureRowSecurity(platform, [dataset], await readGradeOf(platform))
}

/** The grades in force, for the column masks (warehouse/row-security.ts). */
export async function readGradeOf(platform: Pick<Database, 'kysely'>): Promise<GradeOf> {
  const approvals = await readApprovals(platform)
  const known = new Map<string, ReadonlyMap<string, Grade>>()
  const gradesOf = (dataset: NamedDataset) => {
    let grades = known.get(dataset.id)
    if (grades === undefined) {
      grades = new Map(gradeColumns(dataset, approvals).map(({ name, effective }) => [name, effective]))
      known.set(dataset.id, grades)
    }
    return grades
  }
  return (dataset, name, column) => gradesOf(dataset).get(name) ?? column.grade ?? dataset.grade
}
