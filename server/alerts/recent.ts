import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'

/** Subjects a rule has an alert of since that day: what goes on is not told again. */
export async function readRecentSubjects(
  database: Database,
  { rule, realm, since }: { readonly rule: string; readonly realm: Realm; readonly since: string },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ subject_id: string }>`
    select distinct subject_id from brain.alert
    where rule = ${rule} and realm = ${realm} and occurred_at >= ${`${since}T00:00:00+08:00`}::timestamptz`.execute(
    database.kysely,
  )
  return new Set(rows.map((row) => row.subject_id))
}
