import { sql, type Kysely } from 'kysely'

/** Reviewers may say that they cannot tell; such rows go to the end of the queue until someone decides. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table brain.judgement drop constraint judgement_outcome_check,
      add constraint judgement_outcome_check check (outcome in ('link', 'none', 'unsure')),
      drop constraint judgement_check,
      add constraint judgement_names_a_firm
        check (case outcome when 'link' then credit_code is not null when 'unsure' then credit_code is null else true end)`.execute(
    db,
  )
  // In force beside each other: one word on each firm, and one 'unsure' on the row.
  await sql`drop index brain.judgement_in_force`.execute(db)
  await sql`
    create unique index judgement_in_force on brain.judgement
      (dataset, row_key, (outcome = 'unsure'), coalesce(credit_code, '')) where revoked_at is null`.execute(
    db,
  )
  await sql`create index judgement_recent on brain.judgement (id desc)`.execute(db)
}
