import { type Transaction, sql } from 'kysely'
import { dataset, tableName } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { AliasMethod, MatchOutcome } from '../warehouse/schema/fusion.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { Proposal } from './enterprise-alias.ts'
import { linkedDatasets } from './golden-precedence.ts'
import { refreshFusion } from './refresh.ts'
import { type RowReference, subjectDatasets } from './subjects.ts'

export interface JudgementRequest extends RowReference {
  /**
   * link: the row is this firm; none: it is not this firm or, with a null code, no firm of the register; unsure: the
   * person cannot tell, the code is null.
   */
  readonly outcome: 'link' | 'none' | 'unsure'
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

/** A line of brain.enterprise_alias as it stood, kept with the judgement. */
interface Line {
  readonly row_id: number
  readonly name: string
  readonly credit_code: string | null
  readonly score: number | null
  readonly method: AliasMethod
  readonly outcome: MatchOutcome
}

/**
 * Records a person's decision on a row and fuses again. An earlier decision is never overwritten: it must be revoked
 * first, so that who decided what stays on record; only 'unsure' gives way to whatever is decided next.
 *
 * @returns the id of the judgement
 * @throws JudgementError
 */
export async function judge(
  database: Database,
  request: JudgementRequest,
  now: Date = new Date(),
): Promise<number> {
  const made = await database.transaction(async (transaction) => {
    const lines = await readLines(transaction, request)
    const row = lines[0]
    if (row === undefined || !subjectDatasets.includes(request.dataset)) {
      throw new JudgementError('unknown-row', `没有待关联的记录：${request.dataset} ${request.rowKey}`)
    }
    if (request.creditCode !== null) await requireEnterprise(transaction, request, row.row_id)
    await requireUndecided(transaction, request)
    await sql`
      update brain.judgement set revoked_by = ${request.decidedBy}, revoked_at = ${now}
      where dataset = ${request.dataset} and row_key = ${request.rowKey} and outcome = 'unsure'
        and revoked_at is null`.execute(transaction)
    const proposed = lines.find((line) => line.credit_code === request.creditCode)
    const { id } = await transaction
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
    return { id, lines }
  })
  const { id, lines } = made
  if (request.outcome === 'unsure') return id
  // Beside a link comparison keeps no other candidate: those must then be looked for.
  const open = lines.every(({ outcome }) => outcome === 'review')
  await refreshFusion(database, now, { ...request, ...(open && { proposals: toProposals(lines) }) })
  return id
}

function readLines(transaction: Transaction<Schema>, row: RowReference): Promise<Line[]> {
  return transaction
    .selectFrom('brain.enterprise_alias')
    .select(['row_id', 'name', 'credit_code', 'score', 'method', 'outcome'])
    .where('dataset', '=', row.dataset)
    .where('row_key', '=', row.rowKey)
    .orderBy('position')
    .execute()
}

/** What comparison said of a row, best first; a person's own link is no proposal. */
function toProposals(lines: readonly Line[]): Proposal[] {
  const firms = new Map<string, Proposal>()
  for (const { credit_code: creditCode, outcome, score, method } of lines) {
    if (creditCode === null || method === 'judgement') continue
    firms.set(creditCode, { creditCode, outcome, score, method })
  }
  return [...firms.values()].toSorted(
    (a, b) => (b.score ?? 0) - (a.score ?? 0) || ((a.creditCode ?? '') < (b.creditCode ?? '') ? -1 : 1),
  )
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
  // Two people at the same row follow each other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`judge ${request.dataset} ${request.rowKey}`}, 0))`.execute(
    transaction,
  )
  const inForce = await transaction
    .selectFrom('brain.judgement')
    .select(['id', 'outcome', 'credit_code', 'decided_by'])
    .where('dataset', '=', request.dataset)
    .where('row_key', '=', request.rowKey)
    .where('outcome', '<>', 'unsure')
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
 * @returns the row it was about
 * @throws JudgementError when it is unknown or was revoked already
 */
export async function revoke(
  database: Database,
  id: number,
  revokedBy: string,
  now: Date = new Date(),
): Promise<RowReference> {
  const row = await database.kysely
    .updateTable('brain.judgement')
    .set({ revoked_by: revokedBy, revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(['dataset', 'row_key as rowKey', 'outcome', 'detail', 'decided_at'])
    .executeTakeFirst()
  if (row === undefined) throw new JudgementError('not-in-force', `没有生效的判定 ${id}：可能已被撤销`)
  const reference = { dataset: row.dataset, rowKey: row.rowKey }
  if (row.outcome === 'unsure') return reference
  const proposals = await recallProposals(database, reference, row)
  await refreshFusion(database, now, { ...reference, ...(proposals !== null && { proposals }) })
  return reference
}

/** What comparison gave when it was judged; null when firms or names may have come since. */
async function recallProposals(
  database: Database,
  reference: RowReference,
  judged: { readonly detail: Readonly<Record<string, unknown>>; readonly decided_at: Date },
): Promise<Proposal[] | null> {
  const { rows } = await sql<{ changed: boolean }>`
    select exists (select from brain.fused_batch f join brain.batch b on b.id = f.batch_id
      where f.fused_at >= ${judged.decided_at} and b.dataset = any(${[...linkedDatasets]})) as changed`.execute(
    database.kysely,
  )
  if (rows[0]?.changed !== false) return null
  const kept = judged.detail['proposals'] as readonly Line[]
  const current = await database.transaction((transaction) => readLines(transaction, reference))
  return toProposals([...kept, ...current])
}
