import { sql } from 'kysely'
import { Check } from 'typebox/value'
import {
  ExplorerQuery,
  type ChartKind,
  type ExplorerView,
  type ExplorerViewChange,
  type ExplorerViewRequest,
} from '../api/schemas/explorer.ts'
import type { Database } from '../warehouse/database.ts'
import type { Asker } from './question.ts'
import { Refusal } from './refusal.ts'

interface ViewRow {
  readonly id: number
  readonly name: string
  readonly owner: string
  readonly owner_name: string | null
  readonly region_code: string
  readonly region_name: string | null
  readonly shared: boolean
  readonly chart: ChartKind
  readonly query: unknown
  readonly updated_at: Date
}

/** Views one account may keep. */
const mostViews = 200

/** One's own, and for officials what colleagues of a region that holds theirs have shared. */
function mayRead({ username, firmUser, region }: Asker) {
  const own = sql`view.owner = ${username}`
  if (firmUser) return own
  return sql`(${own} or (view.shared and starts_with(${region.code}, ${sql.raw(prefixSql)})))`
}

/** Leading digits that a region shares with all below it. */
const prefixSql = `case when view.region_code = '100000' then '' when view.region_code like '%0000' then left(view.region_code, 2)
  when view.region_code like '%00' then left(view.region_code, 4) else view.region_code end`

export async function listViews(platform: Database, asker: Asker): Promise<readonly ExplorerView[]> {
  const rows = await readViews(platform, asker, null)
  return rows.flatMap((row) => toView(row, asker) ?? [])
}

/** @throws Refusal 404 for a view that does not exist or is not for this user */
export async function readView(platform: Database, id: number, asker: Asker): Promise<ExplorerView> {
  const [row] = await readViews(platform, asker, id)
  const view = row === undefined ? null : toView(row, asker)
  if (view === null) throw new Refusal(404, 'not-found', `没有编号为 ${id} 的视图，或它没有共享给您`)
  return view
}

async function readViews(platform: Database, asker: Asker, id: number | null): Promise<readonly ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    select view.id, view.name, view.owner, account.display_name as owner_name, view.region_code,
      division.name as region_name, view.shared, view.chart, view.query, view.updated_at
    from brain.explorer_view view
    left join brain.account account on account.username = view.owner
    left join public_warehouse.division division on division.code = view.region_code
    where ${mayRead(asker)} ${id === null ? sql`` : sql`and view.id = ${id}`}
    order by view.owner <> ${asker.username}, view.updated_at desc, view.id desc limit 500`.execute(
    platform.kysely,
  )
  return rows
}

/** A query kept by an earlier release that no longer fits is left out rather than run. */
function toView(row: ViewRow, asker: Asker): ExplorerView | null {
  if (!Check(ExplorerQuery, row.query)) return null
  return {
    id: row.id,
    name: row.name,
    owner: row.owner_name ?? row.owner,
    own: row.owner === asker.username,
    shared: row.shared,
    region: { code: row.region_code, name: row.region_name ?? row.region_code },
    chart: row.chart,
    query: row.query,
    updatedAt: row.updated_at.toISOString(),
  }
}

export async function saveView(
  platform: Database,
  view: ExplorerViewRequest,
  asker: Asker,
  now: Date,
): Promise<ExplorerView> {
  checkSharing(view.shared, asker)
  const id = await platform.transaction(async (transaction) => {
    // One at a time for an account, or two requests at once pass the limit together.
    await sql`select pg_advisory_xact_lock(hashtext(${`explorer ${asker.username}`}))`.execute(transaction)
    const { rows: kept } = await sql<{ count: number }>`
      select count(*)::int as count from brain.explorer_view where owner = ${asker.username}`.execute(
      transaction,
    )
    if ((kept[0]?.count ?? 0) >= mostViews) {
      throw new Refusal(422, 'too-many-views', `每个账号最多保存 ${mostViews} 个视图`, '先删除不用的视图')
    }
    const { rows } = await sql<{ id: number }>`
      insert into brain.explorer_view (name, owner, region_code, shared, chart, query, created_at, updated_at)
      values (${view.name.trim()}, ${asker.username}, ${asker.region.code}, ${view.shared}, ${view.chart},
        ${JSON.stringify(view.query)}::jsonb, ${now}, ${now})
      returning id`.execute(transaction)
    const [made] = rows
    if (made === undefined) throw new Error('视图没有保存')
    return made.id
  })
  return readView(platform, id, asker)
}

/** @throws Refusal 404 unless the view is the user's own: others may run and copy it, not change it */
export async function changeView(
  platform: Database,
  id: number,
  change: ExplorerViewChange,
  asker: Asker,
  now: Date,
): Promise<ExplorerView> {
  if (change.shared !== undefined) checkSharing(change.shared, asker)
  const { rows } = await sql<{ id: number }>`
    update brain.explorer_view set
      name = coalesce(${change.name?.trim() ?? null}, name),
      shared = coalesce(${change.shared ?? null}, shared),
      chart = coalesce(${change.chart ?? null}, chart),
      query = coalesce(${change.query === undefined ? null : JSON.stringify(change.query)}::jsonb, query),
      updated_at = ${now}
    where id = ${id} and owner = ${asker.username} returning id`.execute(platform.kysely)
  if (rows.length === 0) throw notOwn(id)
  return readView(platform, id, asker)
}

export async function deleteView(platform: Database, id: number, asker: Asker): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    delete from brain.explorer_view where id = ${id} and owner = ${asker.username} returning id`.execute(
    platform.kysely,
  )
  if (rows.length === 0) throw notOwn(id)
}

function notOwn(id: number): Refusal {
  return new Refusal(404, 'not-found', `您没有编号为 ${id} 的视图；他人共享的视图可以另存，不能修改`)
}

function checkSharing(shared: boolean, { firmUser }: Asker): void {
  if (shared && firmUser) {
    throw new Refusal(403, 'sharing', '企业和银行账号的视图只供本人使用，不能共享', 'shared 为 false')
  }
}
