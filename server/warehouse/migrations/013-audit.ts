import { sql, type Kysely } from 'kysely'

/** The audit trail: a chain of hashes that is only ever appended to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Text is kept in the form it was hashed in (server/audit/record.ts); '' stands for what is not known.
  await sql`
    create table brain.audit (
      sequence bigint primary key check (sequence > 0),
      occurred_at timestamptz not null,
      username text collate "C" not null,
      role text collate "C" not null,
      event text not null,
      object text not null,
      result text collate "C" not null,
      address text collate "C" not null,
      request_id text collate "C" not null,
      before_digest text collate "C",
      after_digest text collate "C",
      previous_hash text collate "C" not null,
      hash text collate "C" not null unique
    )`.execute(db)
  await sql`create index audit_by_time on brain.audit (occurred_at)`.execute(db)
  await sql`create index audit_by_username on brain.audit (username, sequence)`.execute(db)

  await sql`
    create function brain.refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception '审计记录只能追加，不能修改或删除' using errcode = '42501';
    end $$`.execute(db)
  await sql`
    create trigger audit_is_append_only before update or delete or truncate on brain.audit
    for each statement execute function brain.refuse_audit_change()`.execute(db)
}
