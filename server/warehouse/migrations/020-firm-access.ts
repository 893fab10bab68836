import { sql, type Kysely } from 'kysely'

/**
 * 企业可见账本: every use of a field of a firm, what the firm says about it, and what it authorised.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    create table brain.firm_access (
      id bigint generated always as identity primary key,
      credit_code text collate "C" not null,
      at timestamptz not null,
      username text collate "C" not null,
      role text not null,
      organisation text not null,
      object text collate "C" not null,
      fields text[] not null,
      purpose text not null,
      basis text not null,
      route text not null,
      contract_id bigint,
      authorisation_id bigint,
      count integer not null check (count > 0)
    )`)
  await run(`create index firm_access_by_firm on brain.firm_access (credit_code, at, id)`)
  await run(`create trigger firm_access_unchangeable before update on brain.firm_access
    for each row execute function brain.refuse_change()`)

  // 异议 (dispute) and 更正 (correction), answered by a data steward.
  await run(`
    create table brain.firm_claim (
      id bigint generated always as identity primary key,
      credit_code text collate "C" not null,
      kind text not null check (kind in ('dispute', 'correction')),
      access_id bigint references brain.firm_access,
      dataset text collate "C",
      field text collate "C",
      value text,
      text text not null,
      state text not null default 'open' check (state in ('open', 'accepted', 'rejected', 'withdrawn')),
      answer text,
      submitted_by text collate "C" not null,
      submitted_at timestamptz not null,
      answered_by text collate "C",
      answered_at timestamptz,
      check (kind = 'dispute' or (dataset is not null and field is not null and value is not null)),
      check ((state in ('accepted', 'rejected')) = (answered_at is not null and answer is not null))
    )`)
  await run(`create index firm_claim_by_firm on brain.firm_claim (credit_code, id)`)
  await run(`create index firm_claim_open on brain.firm_claim (id) where state = 'open'`)

  // 授权: a firm lets a bank read named fields of its own until a day, or until it withdraws.
  await run(`
    create table brain.authorisation (
      id bigint generated always as identity primary key,
      credit_code text collate "C" not null,
      grantee text collate "C" not null,
      grantee_name text not null,
      purpose text not null,
      fields text[] not null check (cardinality(fields) > 0),
      valid_until date not null,
      granted_by text collate "C" not null,
      granted_name text not null,
      granted_at timestamptz not null,
      withdrawn_by text collate "C",
      withdrawn_at timestamptz,
      check ((withdrawn_by is null) = (withdrawn_at is null))
    )`)
  await run(`create index authorisation_by_firm on brain.authorisation (credit_code, id)`)
  await run(
    `create index authorisation_in_force on brain.authorisation (grantee, valid_until) where withdrawn_at is null`,
  )
}
