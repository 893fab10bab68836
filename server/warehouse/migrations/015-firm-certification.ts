import { sql, type Kysely } from 'kysely'

/** 企业认证: a firm's account shows by a document that it acts for the firm; an operator reviews it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.firm_certification (
      id bigint generated always as identity primary key,
      username text not null,
      credit_code text collate "C" not null,
      firm_name text not null,
      -- What was checked on submission: {id, title, passed, detail}.
      checks jsonb not null,
      proof_sha256 text not null check (proof_sha256 ~ '^[0-9a-f]{64}$'),
      proof_name text not null,
      proof_type text not null check (proof_type in ('application/pdf', 'image/png', 'image/jpeg')),
      proof_bytes bigint not null check (proof_bytes between 1 and 10485760),
      state text not null default 'submitted'
        check (state in ('submitted', 'approved', 'rejected', 'withdrawn', 'revoked')),
      submitted_at timestamptz not null,
      reviewed_by text,
      reviewed_at timestamptz,
      reason text,
      constraint firm_certification_reviewed
        check ((state in ('approved', 'rejected', 'revoked')) = (reviewed_by is not null)),
      constraint firm_certification_two_persons check (reviewed_by <> username),
      constraint firm_certification_reason check (state not in ('rejected', 'revoked') or reason is not null)
    )`.execute(db)
  // One open submission an account, one standing certification an account and firm.
  await sql`
    create unique index firm_certification_submitted on brain.firm_certification (username)
      where state = 'submitted'`.execute(db)
  await sql`
    create unique index firm_certification_approved on brain.firm_certification (username, credit_code)
      where state = 'approved'`.execute(db)
  await sql`create index firm_certification_review on brain.firm_certification (state, id)`.execute(db)
}
