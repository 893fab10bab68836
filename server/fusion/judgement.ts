import { type Transaction, sql } from 'kysely'
import { dataset, tableName } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { refreshFusion } from './refresh.ts'
import { type RowReference, subjectDatasets } from './subjects.ts'

export interface JudgementRequest extends RowReference {
  /** link: the row is this firm; none: it is not this firm or, with a null code, no firm of the register. */
  readonly outcome: 'link' | 'none'
  readonly creditCode: string | null
  readonly reason: string
  readonly decidedBy: string
}

/** Why a judgement cannot be made or taken back; `code` is stable. */
export class JudgementError extends Error {
  readonly code: 'unknown-row' | 'unknown-enterprise' | 'already-judged' | 'not-in-force' | 'other-realm'

  constructor(code: JudgementError['code'], message: string) {
    super(message)
    this.name = 'JudgementError'
    this.code = code
  }
}

/**
 * Records a person's decision on a row and fuses again. An earlier decision is never overwritten: it must be revoked
 * first, so that who decided what stays on record.
 *
 * @returns the id of the judgement
 * @throws JudgementError
 */
export async function judge(
  database: Database,
  request: JudgementRequest,
  now: Date = new Date(),
): Promise<number> {
  const id = await database.transaction(async (transaction) => {
    const lines = await transaction
      .selectFrom('brain.enterprise_alias')
      .select(['row_id', 'name', 'credit_code', 'score', 'method', 'outcome'])
      .where('dataset', '=', request.dataset)
      .where('row_key', '=', request.rowKey)
      .orderBy('position')
      .execute()
    const row = lines[0]
    if (row === undefined || !subjectDatasets.includes(request.dataset)) {
      throw new JudgementError('unknown-row', `没有待关联的记录：${request.dataset} ${request.rowKey}`)
    }
    if (request.creditCode !== null) await requireEnterprise(transaction, request, row.row_id)
    await requireUndecided(transaction, request)
    const proposed = lines.find((line) => line.credit_code === request.creditCode)
    const made = await transaction
      .insertInto('brain.judgement')
      .values({
        dataset: request.dataset,
        row_key: request.rowKey,
        credit_code: request.creditCode,
        outcome: request.outcome,
        score: proposed?.score ?? null,
        method: 'person',
        detail: JSON.stringify({ name: row.name, reason: request.reason, proposals: lines }),
        decided_by: request.decidedBy,
        decided_at: now,
        revoked_by: null,
        revoked_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return made.id
  })
  await refreshFusion(database, now, request)
  return id
}

/** The firm must be on record and of the row's realm: fictional rows never reach actual firms. */
async function requireEnterprise(
  transaction: Transaction<Schema>,
  request: JudgementRequest,
  rowId: number,
): Promise<void> {
  const enterprise = await transaction
    .selectFrom('brain.golden_enterprise')
    .select('demonstration')
    .where('credit_code', '=', request.creditCode)
    .executeTakeFirst()
  if (enterprise === undefined) {
    throw new JudgementError(
      'unknown-enterprise',
      `没有统一社会信用代码为 ${request.creditCode ?? '空'} 的企业`,
    )
  }
  const { rows } = await sql<{ demonstration: boolean }>`
    select b.demonstration from ${sql.raw(tableName(dataset(request.dataset)))} s
    join brain.batch b on b.id = s.batch_id where s.row_id = ${rowId}`.execute(transaction)
  if ((rows[0]?.demonstration ?? false) !== enterprise.demonstration) {
    throw new JudgementError('other-realm', '演示数据与实际数据不能互相关联')
  }
}

/** A row has one link at most, and neither a second word on the same firm nor any after 'no firm at all'. */
async function requireUndecided(transaction: Transaction<Schema>, request: JudgementRequest): Promise<void> {
  const inForce = await transaction
    .selectFrom('brain.judgement')
    .select(['id', 'outcome', 'credit_code', 'decided_by'])
    .where('dataset', '=', request.dataset)
    .where('row_key', '=', request.rowKey)
    .where('revoked_at', 'is', null)
    .execute()
  const standing = inForce.find(
    ({ outcome, credit_code }) =>
      outcome === 'link' || credit_code === null || credit_code === request.creditCode,
  )
  if (standing !== undefined) {
    throw new JudgementError(
      'already-judged',
      `这条记录已有生效的判定 ${standing.id}（${standing.decided_by}），请先撤销原判定`,
    )
  }
}

/**
 * Takes a judgement back and fuses again; what was computed before it stands again.
 *
 * @throws JudgementError when it is unknown or was revoked already
 */
export async function revoke(
  database: Database,
  id: number,
  revokedBy: string,
  now: Date = new Date(),
): Promise<void> {
  const row = await database.kysely
    .updateTable('brain.judgement')
    .set({ revoked_by: revokedBy, revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(['dataset', 'row_key as rowKey'])
    .executeTakeFirst()
  if (row === undefined) throw new JudgementError('not-in-force', `没有生效的判定 ${id}：可能已被撤销`)
  await refreshFusion(database, now, row)
}

export interface ReviewItem extends RowReference {
  readonly rowId: number
  readonly name: string
  readonly candidates: readonly ReviewCandidate[]
}

export interface ReviewCandidate {
  readonly creditCode: string
  readonly name: string
  readonly countyCode: string | null
  readonly score: number | null
  readonly method: string
}

/** Rows for which a person should decide, those with the strongest candidate first. */
export async function reviewQueue(
  database: Database,
  { dataset: only, limit = 50, offset = 0 }: { dataset?: string; limit?: number; offset?: number } = {},
): Promise<readonly ReviewItem[]> {
  const { rows } = await sql<ReviewItem>`
    select a.dataset, a.row_key as "rowKey", min(a.row_id) as "rowId", min(a.name) as name,
      jsonb_agg(jsonb_build_object('creditCode', a.credit_code, 'name', g.name, 'countyCode', g.county_code,
        'score', a.score, 'method', a.method) order by a.position) as candidates
    from brain.enterprise_alias a
    join brain.golden_enterprise g on g.credit_code = a.credit_code
    where a.outcome = 'review' and (${only ?? null}::text is null or a.dataset = ${only ?? null})
    group by a.dataset, a.row_key
    order by max(a.score) desc nulls last, a.dataset, a.row_key
    limit ${limit} offset ${offset}`.execute(database.kysely)
  return rows
}
