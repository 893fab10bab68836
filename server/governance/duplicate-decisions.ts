import { sql } from 'kysely'
import { datasets, viewName } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { DuplicateItem, DuplicateList } from '../api/schemas/governance.ts'
import type { Database } from '../warehouse/database.ts'
import type { DuplicateMember } from '../warehouse/schema/governance.ts'
import { type DuplicateKind, duplicateKinds } from './duplicates.ts'

type State = DuplicateItem['state']

interface Row {
  readonly id: number
  readonly kind: DuplicateKind
  readonly dataset: string
  readonly title: string
  readonly members: readonly DuplicateMember[]
  readonly state: State
  readonly reason: string | null
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly found_at: Date
}

/**
 * Groups of records that may be one, with the members the one who asks may see.
 * @param database bound to the one who asks
 */
export async function listDuplicates(
  { platform, database }: { readonly platform: Database; readonly database: Database },
  { realm, state }: { readonly realm: Realm; readonly state: State },
  page: { readonly limit: number; readonly after: number },
): Promise<DuplicateList> {
  const { rows } = await sql<Row>`
    select * from brain.duplicate_candidate where realm = ${realm} and state = ${state} and id > ${page.after}
    order by id limit ${page.limit + 1}`.execute(platform.kysely)
  const shown = rows.slice(0, page.limit)
  const counts = await countStates(platform, realm)
  const seen = await readVisible(database, shown)
  return {
    items: shown.map((row) => ({
      id: row.id,
      kind: row.kind,
      kindTitle: duplicateKinds[row.kind] ?? row.kind,
      dataset: row.dataset,
      datasetTitle: datasets.get(row.dataset)?.title ?? row.dataset,
      title: row.title,
      members: row.members.filter(({ dataset, rowId }) => seen.has(`${dataset} ${rowId}`)),
      state: row.state,
      reason: row.reason,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at?.toISOString() ?? null,
      foundAt: row.found_at.toISOString(),
    })),
    nextCursor: rows.length > page.limit ? String(shown.at(-1)?.id) : null,
    total: counts[state],
    counts,
  }
}

async function countStates(platform: Database, realm: Realm): Promise<DuplicateList['counts']> {
  const { rows } = await sql<{ state: State; count: number }>`
    select state, count(*) as count from brain.duplicate_candidate where realm = ${realm} group by 1`.execute(
    platform.kysely,
  )
  const of = (state: State) => rows.find((row) => row.state === state)?.count ?? 0
  return { open: of('open'), same: of('same'), different: of('different') }
}

async function readVisible(database: Database, groups: readonly Row[]): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  const members = groups.flatMap((group) => group.members)
  for (const [id, own] of Map.groupBy(members, ({ dataset }) => dataset)) {
    const dataset = datasets.get(id)
    if (dataset === undefined) continue
    const { rows } = await sql<{ row_id: number }>`
      select row_id from ${sql.raw(viewName(dataset))}
      where row_id = any(${own.map(({ rowId }) => rowId)}::bigint[])`.execute(database.kysely)
    for (const row of rows) seen.add(`${id} ${row.row_id}`)
  }
  return seen
}

/** Stores whether a group is one; 'open' takes it back. @returns false when there is none, or it is gone. */
export async function decideDuplicate(
  platform: Database,
  id: number,
  decision: { readonly state: State; readonly reason: string; readonly by: string; readonly now: Date },
): Promise<boolean> {
  const { state, reason, by, now } = decision
  const decided = state !== 'open'
  const result = await platform.kysely
    .updateTable('brain.duplicate_candidate')
    .set({ state, reason, decided_by: decided ? by : null, decided_at: decided ? now : null })
    .where('id', '=', id)
    .where('state', '<>', 'gone')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
