import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { RowReference } from './subjects.ts'

export interface ReviewItem extends RowReference {
  readonly rowId: number
  readonly name: string
  readonly candidates: readonly ReviewCandidate[]
  /** Who could not tell, and why; null for rows nobody has looked at. */
  readonly unsure: { readonly id: number; readonly by: string; readonly reason: string } | null
}

export interface ReviewCandidate {
  readonly creditCode: string
  readonly name: string
  readonly countyCode: string | null
  readonly score: number | null
  readonly method: string
}

export interface ReviewFilter {
  readonly dataset?: string | undefined
  readonly realm?: Realm | undefined
  readonly limit?: number
  readonly offset?: number
}

const condition = ({ dataset, realm }: ReviewFilter) => sql<boolean>`
  a.outcome = 'review' and (${dataset ?? null}::text is null or a.dataset = ${dataset ?? null})
  and (${realm ?? null}::text is null or g.demonstration = (${realm ?? null} = 'demonstration'))`

/** Rows for which a person should decide, those with the strongest candidate first, unsure ones at the end. */
export async function reviewQueue(
  database: Database,
  filter: ReviewFilter = {},
): Promise<readonly ReviewItem[]> {
  const { limit = 50, offset = 0 } = filter
  const { rows } = await sql<ReviewItem>`
    select a.dataset, a.row_key as "rowKey", min(a.row_id) as "rowId", min(a.name) as name,
      jsonb_agg(jsonb_build_object('creditCode', a.credit_code, 'name', g.name, 'countyCode', g.county_code,
        'score', a.score, 'method', a.method) order by a.position) as candidates,
      (jsonb_agg(jsonb_build_object('id', j.id, 'by', j.decided_by, 'reason', j.detail ->> 'reason'))
        filter (where j.id is not null)) -> 0 as unsure
    from brain.enterprise_alias a
    join brain.golden_enterprise g on g.credit_code = a.credit_code
    left join brain.judgement j on j.dataset = a.dataset and j.row_key = a.row_key and j.outcome = 'unsure'
      and j.revoked_at is null
    where ${condition(filter)}
    group by a.dataset, a.row_key
    order by max(j.id) nulls first, max(a.score) desc nulls last, a.dataset, a.row_key
    limit ${limit} offset ${offset}`.execute(database.kysely)
  return rows
}

/** Rows still to be looked at, by dataset. */
export async function countReview(
  database: Database,
  filter: ReviewFilter,
): Promise<readonly { readonly dataset: string; readonly rows: number }[]> {
  const { rows } = await sql<{ dataset: string; rows: number }>`
    select a.dataset, count(distinct a.row_key) as rows from brain.enterprise_alias a
    join brain.golden_enterprise g on g.credit_code = a.credit_code
    where ${condition({ realm: filter.realm })} group by 1 order by 2 desc`.execute(database.kysely)
  return rows
}

export interface JudgementItem extends RowReference {
  readonly id: number
  readonly name: string
  readonly outcome: 'link' | 'none' | 'unsure'
  readonly creditCode: string | null
  readonly enterpriseName: string | null
  readonly score: number | null
  readonly reason: string
  readonly by: string
  readonly at: Date
  readonly revokedBy: string | null
  readonly revokedAt: Date | null
}

/** What people decided, the latest first. */
export async function listJudgements(
  database: Database,
  filter: {
    readonly realm?: Realm | undefined
    readonly before?: number | undefined
    readonly limit: number
  },
): Promise<readonly JudgementItem[]> {
  const { rows } = await sql<JudgementItem>`
    select j.id, j.dataset, j.row_key as "rowKey", j.detail ->> 'name' as name, j.outcome, j.credit_code as "creditCode",
      g.name as "enterpriseName", j.score, j.detail ->> 'reason' as reason, j.decided_by as by, j.decided_at as at,
      j.revoked_by as "revokedBy", j.revoked_at as "revokedAt"
    from brain.judgement j left join brain.golden_enterprise g on g.credit_code = j.credit_code
    where j.id < ${filter.before ?? Number.MAX_SAFE_INTEGER}
      and (${filter.realm ?? null}::text is null or exists (
        select from jsonb_array_elements(j.detail -> 'proposals') p
        join brain.golden_enterprise f on f.credit_code = p ->> 'credit_code'
        where f.demonstration = (${filter.realm ?? null} = 'demonstration'))
        or g.demonstration = (${filter.realm ?? null} = 'demonstration'))
    order by j.id desc limit ${filter.limit}`.execute(database.kysely)
  return rows
}
