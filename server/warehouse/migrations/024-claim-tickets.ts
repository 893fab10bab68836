import { sql, type Kysely } from 'kysely'

/** An accepted 更正 of a firm becomes a ticket: its rule names the claim. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table brain.governance_ticket drop constraint governance_ticket_origin_check,
      add constraint governance_ticket_origin_check check (origin in ('rule', 'quarantine', 'claim'))`.execute(
    db,
  )
}
