import { sql } from 'kysely'
import type { Project, ProjectDate, ProjectDocument, ProjectStep } from '../api/schemas/project.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'

interface ProjectRow extends Omit<Project, 'overdue' | 'dates' | 'openedAt' | 'changedAt'> {
  readonly dates: readonly Omit<ProjectDate, 'overdue'>[]
  readonly steps: ProjectStep[]
  readonly documents: ProjectDocument[]
  readonly openedAt: Date
  readonly changedAt: Date
}

interface Filter {
  readonly region: string
  readonly realm: Realm
  readonly chain?: string | undefined
}

/** Projects of a region, lately changed first. `today` YYYY-MM-DD. */
export async function readProjects(platform: Database, filter: Filter, today: string): Promise<Project[]> {
  const { chain = null } = filter
  return read(
    platform,
    sql`project.realm = ${filter.realm} and project.region_code like ${`${regionPrefix(filter.region)}%`}
      and (${chain}::text is null or project.chain = ${chain})`,
    today,
  )
}

/** @returns null when there is no such project */
export async function readProject(platform: Database, id: number, today: string): Promise<Project | null> {
  const [found] = await read(platform, sql`project.id = ${id}`, today)
  return found ?? null
}

async function read(platform: Database, where: ReturnType<typeof sql>, today: string): Promise<Project[]> {
  const { rows } = await sql<ProjectRow>`
    select project.id, project.realm, project.title, project.chain, project.segment,
           coalesce(segment.title, project.segment) as "segmentTitle",
           jsonb_build_object('code', project.region_code, 'name', coalesce(division.name, project.region_code)) as region,
           jsonb_build_object('key', project.firm_key, 'name', project.firm_name, 'origin', project.origin) as firm,
           project.investment::float8 / 100 as investment,
           jsonb_build_object('username', project.owner, 'displayName', coalesce(account.display_name, project.owner)) as owner,
           project.stage, project.dropped_reason as "droppedReason",
           coalesce(step.items, '[]') as steps, coalesce(due.items, '[]') as dates,
           coalesce(document.items, '[]') as documents,
           project.opened_by as "openedBy", project.opened_at as "openedAt", project.changed_at as "changedAt"
    from brain.project
    left join public_warehouse.division on division.code = project.region_code
    left join brain.account on account.username = project.owner
    left join industry_warehouse.chain_segment segment on segment.chain = project.chain and segment.segment = project.segment
    left join lateral (
      select jsonb_agg(jsonb_build_object('stage', stage, 'reachedOn', reached_on, 'note', note,
               'by', written_by, 'at', written_at) order by id) as items
      from brain.project_step where project_id = project.id
    ) step on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', id, 'dueOn', due_on, 'title', title, 'doneOn', done_on)
               order by due_on, id) as items
      from brain.project_date where project_id = project.id
    ) due on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'type', type, 'bytes', bytes, 'sha256', sha256,
               'by', handed_in_by, 'at', handed_in_at) order by id) as items
      from brain.project_document where project_id = project.id
    ) document on true
    where ${where}
    order by project.changed_at desc, project.id desc`.execute(platform.kysely)
  return rows.map((row) => {
    const dates = row.dates.map((date) => ({
      ...date,
      overdue: row.droppedReason === null && date.doneOn === null && date.dueOn < today,
    }))
    return {
      ...row,
      dates,
      overdue: dates.some(({ overdue }) => overdue),
      openedAt: row.openedAt.toISOString(),
      changedAt: row.changedAt.toISOString(),
    }
  })
}
