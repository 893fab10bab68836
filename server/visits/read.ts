import { sql } from 'kysely'
import type { Visit, VisitDemand, VisitState } from '../api/schemas/visit.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'

interface VisitRow extends Omit<Visit, 'demands' | 'state' | 'overdue' | 'openedAt' | 'closedAt'> {
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly demands: readonly VisitDemand[]
}

interface Filter {
  readonly region: string
  readonly realm: Realm
  readonly creditCode?: string | undefined
}

/** Visits of a region, the open ones first, the next due leading. `today` YYYY-MM-DD. */
export async function readVisits(platform: Database, filter: Filter, today: string): Promise<Visit[]> {
  const { creditCode = null } = filter
  return read(
    platform,
    sql`visit.realm = ${filter.realm} and visit.region_code like ${`${regionPrefix(filter.region)}%`}
      and (${creditCode}::text is null or visit.credit_code = ${creditCode})`,
    today,
  )
}

/** @returns null when there is no such visit */
export async function readVisit(platform: Database, id: number, today: string): Promise<Visit | null> {
  const [found] = await read(platform, sql`visit.id = ${id}`, today)
  return found ?? null
}

async function read(platform: Database, where: ReturnType<typeof sql>, today: string): Promise<Visit[]> {
  const { rows } = await sql<VisitRow>`
    select visit.id, visit.realm, visit.credit_code as "creditCode", visit.name,
           jsonb_build_object('code', visit.region_code, 'name', coalesce(division.name, visit.region_code)) as region,
           visit.cause, visit.reason,
           jsonb_build_object('username', visit.owner, 'displayName', coalesce(account.display_name, visit.owner)) as owner,
           visit.due_on::text as "dueOn", visit.opened_by as "openedBy", visit.opened_at as "openedAt",
           visit.visited_on::text as "visitedOn", visit.visitors, visit.summary,
           visit.closed_by as "closedBy", visit.closed_at as "closedAt",
           coalesce(demand.items, '[]') as demands
    from brain.visit
    left join public_warehouse.division on division.code = visit.region_code
    left join brain.account on account.username = visit.owner
    left join lateral (
      select jsonb_agg(jsonb_build_object(
               'id', id, 'category', category, 'text', text, 'department', department, 'measure', measure,
               'promisedOn', promised_on, 'helpedBy', helped_by, 'helpedAt', helped_at, 'outcome', outcome,
               'satisfaction', satisfaction, 'remark', remark, 'followedBy', followed_by, 'followedAt', followed_at)
             order by id) as items
      from brain.visit_demand where visit_id = visit.id
    ) demand on true
    where ${where}
    order by visit.closed_at is not null, visit.due_on, visit.id`.execute(platform.kysely)
  return rows.map((row) => {
    const demands = [...row.demands]
    const state = stateOf(row)
    return {
      ...row,
      demands,
      state,
      overdue: isOverdue(row, state, today),
      openedAt: row.openedAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
    }
  })
}

/** Follows from what is recorded, so that no state can contradict its records. */
export function stateOf(visit: Pick<VisitRow, 'visitedOn' | 'demands' | 'closedAt'>): VisitState {
  if (visit.closedAt !== null) return 'closed'
  if (visit.visitedOn === null) return 'planned'
  if (visit.demands.every(({ outcome }) => outcome !== null)) return 'followed-up'
  return visit.demands.some(({ measure }) => measure === null) ? 'visited' : 'helping'
}

function isOverdue(visit: Pick<VisitRow, 'dueOn' | 'demands'>, state: VisitState, today: string): boolean {
  if (state === 'closed') return false
  if (state === 'planned') return visit.dueOn < today
  return visit.demands.some(
    ({ outcome, promisedOn }) => outcome === null && promisedOn !== null && promisedOn < today,
  )
}
