import { sql } from 'kysely'
import type { Database } from './database.ts'
import { viewerRole } from './viewer-database.ts'

/** Owns every table; bound by row-level security itself (force), so that not even the owner reads past it. */
export const ownerRole = 'brain_owner'

interface Standing {
  readonly name: string
  readonly superuser: boolean
  readonly bypass: boolean
  readonly createrole: boolean
  readonly owner: boolean
  readonly viewer: boolean
  readonly owner_member: boolean
  readonly viewer_member: boolean
}

/**
 * Makes sure of the three roles of the database: the owner of the tables, the viewer, and the one this
 * program signs in as, which loads and computes past row-level security and is a member of both.
 * @throws Error with the statements an administrator of the server has to run, when they are not allowed to us.
 */
export async function ensureRoles(database: Database): Promise<void> {
  const standing = await readStanding(database)
  const missing = [
    ...(standing.owner ? [] : [`create role ${ownerRole} nologin`]),
    ...(standing.viewer ? [] : [`create role ${viewerRole} nologin`]),
    ...(standing.superuser || standing.owner_member ? [] : [`grant ${ownerRole} to "${standing.name}"`]),
    ...(standing.superuser || standing.viewer_member ? [] : [`grant ${viewerRole} to "${standing.name}"`]),
    ...(standing.superuser || standing.bypass ? [] : [`alter role "${standing.name}" bypassrls`]),
  ]
  if (missing.length === 0) return
  try {
    // Several processes may start at once; roles belong to the server, not to this database.
    await database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('brain roles'))`.execute(transaction)
      for (const statement of missing) await sql.raw(statement).execute(transaction)
    })
  } catch (error) {
    const now = await readStanding(database)
    if (now.owner_member && now.viewer_member && (now.bypass || now.superuser)) return
    throw new Error(
      `数据库账号 ${standing.name} 缺少建立角色的权限。请由数据库管理员执行一次：\n${missing
        .map((statement) => `  ${statement};`)
        .join('\n')}`,
      { cause: error },
    )
  }
}

async function readStanding(database: Database): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select current_user::text as name, me.rolsuper as superuser, me.rolbypassrls as bypass,
      me.rolcreaterole as createrole,
      exists (select from pg_roles where rolname = ${ownerRole}) as owner,
      exists (select from pg_roles where rolname = ${viewerRole}) as viewer,
      coalesce((select pg_has_role(current_user, oid, 'usage') from pg_roles where rolname = ${ownerRole}), false)
        as owner_member,
      coalesce((select pg_has_role(current_user, oid, 'usage') from pg_roles where rolname = ${viewerRole}), false)
        as viewer_member
    from pg_roles me where me.rolname = current_user`.execute(database.kysely)
  const [standing] = rows
  if (standing === undefined) throw new Error('数据库没有说明当前账号')
  return standing
}
