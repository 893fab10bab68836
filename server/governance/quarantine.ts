import { sql } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { QuarantineGroup, QuarantineItem } from '../api/schemas/quarantine.ts'
import type { Database } from '../warehouse/database.ts'

export interface Selection {
  readonly realm: Realm
  readonly dataset?: string
  readonly rule?: string
  /** '' = records that no column is to blame for. */
  readonly column?: string
  readonly batch?: number
  readonly state?: 'open' | 'mended' | 'dropped'
}

const condition = ({ realm, dataset, rule, column, batch, state }: Selection) => sql<boolean>`
  b.demonstration = ${realm === 'demonstration'}
  and (${dataset ?? null}::text is null or q.dataset = ${dataset ?? null})
  and (${rule ?? null}::text is null or q.rule = ${rule ?? null})
  and (${column ?? null}::text is null or coalesce(q.column_name, '') = ${column ?? null})
  and (${batch ?? null}::bigint is null or q.batch_id = ${batch ?? null})
  and (${state ?? null}::text is null or q.state = ${state ?? null})`

/** Records by what is wrong with them, the fullest group first. */
export async function listGroups(platform: Database, realm: Realm): Promise<QuarantineGroup[]> {
  interface Row extends Omit<QuarantineGroup, 'datasetTitle' | 'steward' | 'columnTitle' | 'oldest'> {
    readonly oldest: Date
  }
  const { rows } = await sql<Row>`
    select q.dataset, q.rule, q.column_name as column, min(q.message) as example,
      count(*) filter (where q.state = 'open') as open, count(*) filter (where q.state = 'mended') as mended,
      count(*) filter (where q.state = 'dropped') as dropped, count(distinct q.batch_id) as batches,
      min(q.created_at) as oldest,
      (select id from brain.governance_ticket t where t.dataset = q.dataset and t.realm = ${realm}
        and t.origin = 'quarantine' and t.rule = q.rule and t.column_name is not distinct from q.column_name
        and t.state <> 'closed' limit 1) as ticket
    from brain.quarantine q join brain.batch b on b.id = q.batch_id
    where ${condition({ realm })}
    group by q.dataset, q.rule, q.column_name
    order by open desc, q.dataset, q.rule`.execute(platform.kysely)
  return rows.map((row) => {
    const dataset = datasets.get(row.dataset)
    return {
      ...row,
      datasetTitle: dataset?.title ?? row.dataset,
      steward: dataset?.steward ?? '',
      columnTitle: columnTitle(row.dataset, row.column),
      oldest: row.oldest.toISOString(),
    }
  })
}

export function columnTitle(dataset: string, column: string | null): string | null {
  return column === null ? null : (datasets.get(dataset)?.columns[column]?.title ?? column)
}

export async function listRecords(
  platform: Database,
  selection: Selection,
  page: { readonly limit: number; readonly after: number },
): Promise<{
  readonly items: QuarantineItem[]
  readonly nextCursor: string | null
  readonly total: number
}> {
  interface Row extends Omit<QuarantineItem, 'datasetTitle' | 'columnTitle' | 'createdAt'> {
    readonly createdAt: Date
    readonly total: number
  }
  const { rows } = await sql<Row>`
    select q.id, q.dataset, q.batch_id as "batchId", b.file_name as "fileName", q.row_number as "rowNumber", q.rule,
      q.column_name as column, q.message, left(q.value, 400) as value, q.state, q.created_at as "createdAt"
    from brain.quarantine q join brain.batch b on b.id = q.batch_id
    where ${condition(selection)} and q.id > ${page.after} order by q.id limit ${page.limit + 1}`.execute(
    platform.kysely,
  )
  const total = await sql<{ count: number }>`
    select count(*) as count from brain.quarantine q join brain.batch b on b.id = q.batch_id
    where ${condition(selection)}`.execute(platform.kysely)
  const shown = rows.slice(0, page.limit)
  return {
    items: shown.map((row) => ({
      ...row,
      datasetTitle: datasets.get(row.dataset)?.title ?? row.dataset,
      columnTitle: columnTitle(row.dataset, row.column),
      createdAt: row.createdAt.toISOString(),
    })),
    nextCursor: rows.length > page.limit ? String(shown.at(-1)?.id) : null,
    total: total.rows[0]?.count ?? 0,
  }
}

/** Ids of the open records of a selection, oldest first. */
export async function openRecords(
  platform: Database,
  selection: Selection,
  limit: number,
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select q.id from brain.quarantine q join brain.batch b on b.id = q.batch_id
    where ${condition({ ...selection, state: 'open' })} order by q.id limit ${limit}`.execute(platform.kysely)
  return rows.map(({ id }) => id)
}

/** Gives records up, with the reason; those settled before stay as they are. @returns how many */
export async function dropRecords(
  platform: Database,
  ids: readonly number[],
  decision: { readonly reason: string; readonly by: string; readonly now: Date },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with dropped as (
      update brain.quarantine set state = 'dropped' where id = any(${ids}::bigint[]) and state = 'open' returning id
    )
    insert into brain.quarantine_decision (quarantine_id, action, reason, decided_by, decided_at)
    select id, 'drop', ${decision.reason}, ${decision.by}, ${decision.now} from dropped
    returning id`.execute(platform.kysely)
  return rows.length
}
