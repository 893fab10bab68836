import { sql, type Kysely } from 'kysely'

/** What a session says its data is for (server/domain/purpose.ts). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table brain.session add column purpose text not null default 'monitoring'
      check (purpose in ('monitoring', 'service', 'governance', 'display'))`.execute(db)
}
