import { sql, type Kysely } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { Claim, ClaimAnswer, ClaimRequest } from '../api/schemas/access-ledger.ts'
import { datasets } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { Refusal, unknown } from './refusal.ts'

/** Stores an 异议 or a 更正 of the viewer's firm. @throws Refusal for a use or field that is not the firm's. */
export async function submitClaim(
  platform: Database,
  viewer: SignedIn,
  claim: ClaimRequest,
  now: Date,
): Promise<number> {
  const { creditCode } = viewer
  if (creditCode === null) throw new Refusal('forbidden', 'no-enterprise', '您的账号还没有绑定企业。')
  const { kind, accessId, dataset, field, value, text } = claim
  if (accessId !== undefined) {
    const own = await platform.kysely
      .selectFrom('brain.firm_access')
      .select('id')
      .where('id', '=', accessId)
      .where('credit_code', '=', creditCode)
      .executeTakeFirst()
    if (own === undefined) throw unknown('使用记录', accessId)
  }
  if (kind === 'correction') {
    if (dataset === undefined || field === undefined || value === undefined) {
      throw new Refusal(
        'invalid',
        'invalid-request',
        '更正须写明数据集、信息项和正确的值。',
        'dataset、field、value',
      )
    }
    if (datasets.get(dataset)?.columns[field] === undefined)
      throw unknown('信息项', `${dataset}.${field}`.slice(0, 120))
  }
  const { id } = await platform.kysely
    .insertInto('brain.firm_claim')
    .values({
      credit_code: creditCode,
      kind,
      access_id: accessId ?? null,
      dataset: dataset ?? null,
      field: field ?? null,
      value: value ?? null,
      text,
      submitted_by: viewer.username,
      submitted_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface ClaimRow extends Omit<
  Claim,
  'access' | 'datasetTitle' | 'fieldTitle' | 'submittedAt' | 'answeredAt'
> {
  readonly dataset: string | null
  readonly field: string | null
  readonly used_at: Date | null
  readonly organisation: string | null
  readonly purpose: string | null
  readonly submitted_at: Date
  readonly answered_at: Date | null
}

/** Claims of one firm, or of all, newest first. */
export async function listClaims(
  platform: Database,
  filter: {
    readonly creditCode?: string
    readonly state?: Claim['state'] | undefined
    readonly before?: number | undefined
    readonly limit: number
  },
): Promise<{ readonly items: Claim[]; readonly nextCursor: string | null }> {
  const { creditCode = null, state = null, before = null, limit } = filter
  const { rows } = await sql<ClaimRow>`
    select q.id, q.credit_code as "creditCode", e.name, q.kind, q.dataset, q.field, q.value, q.text, q.state, q.answer,
      q.submitted_at, a.display_name as "answeredBy", q.answered_at,
      f.at as used_at, f.organisation, f.purpose
    from brain.firm_claim q
    left join brain.golden_enterprise e on e.credit_code = q.credit_code
    left join brain.firm_access f on f.id = q.access_id
    left join brain.account a on a.username = q.answered_by
    where (${creditCode}::text is null or q.credit_code = ${creditCode})
      and (${state}::text is null or q.state = ${state})
      and (${before}::bigint is null or q.id < ${before})
    order by q.id desc limit ${limit + 1}`.execute(platform.kysely)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(
      ({
        dataset,
        field,
        used_at: usedAt,
        organisation,
        purpose,
        submitted_at: at,
        answered_at: answered,
        ...row
      }) => {
        const contract = dataset === null ? undefined : datasets.get(dataset)
        return {
          ...row,
          access:
            usedAt === null
              ? null
              : { at: usedAt.toISOString(), organisation: organisation ?? '', purpose: purpose ?? '' },
          datasetTitle: contract?.title ?? dataset,
          fieldTitle: field === null ? null : (contract?.columns[field]?.title ?? field),
          submittedAt: at.toISOString(),
          answeredAt: answered?.toISOString() ?? null,
        }
      },
    ),
    nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null,
  }
}

/** A correction of the firm's data that was accepted: someone has to make it. */
interface AcceptedCorrection {
  readonly id: number
  readonly creditCode: string
  readonly dataset: string
  readonly field: string
  readonly value: string
  readonly text: string
}

/** A data steward answers; once. @returns the correction that was accepted, null where nothing is to be changed */
export async function answerClaim(
  transaction: Kysely<Schema>,
  viewer: SignedIn,
  id: number,
  { state, answer }: ClaimAnswer,
  now: Date,
): Promise<AcceptedCorrection | null> {
  const answered = await transaction
    .updateTable('brain.firm_claim')
    .set({ state, answer, answered_by: viewer.username, answered_at: now })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning(['credit_code', 'kind', 'dataset', 'field', 'value', 'text'])
    .executeTakeFirst()
  if (answered !== undefined) {
    const { credit_code: creditCode, kind, dataset, field, value, text } = answered
    if (state !== 'accepted' || kind !== 'correction') return null
    return dataset === null || field === null || value === null
      ? null
      : { id, creditCode, dataset, field, value, text }
  }
  const found = await transaction
    .selectFrom('brain.firm_claim')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) throw unknown('异议或更正', id)
  throw new Refusal('conflict', 'answered-already', `第 ${id} 号已办结。`)
}

export async function withdrawClaim(platform: Database, viewer: SignedIn, id: number): Promise<void> {
  const { numUpdatedRows } = await platform.kysely
    .updateTable('brain.firm_claim')
    .set({ state: 'withdrawn' })
    .where('id', '=', id)
    .where('credit_code', '=', viewer.creditCode ?? '')
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw unknown('可撤回的异议或更正', id)
}
