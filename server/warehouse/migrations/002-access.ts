import { sql, type Kysely } from 'kysely'

/** Accounts, their sessions and failed sign-ins. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.account (
      id bigint generated always as identity primary key,
      username text collate "C" not null unique check (username = lower(username)),
      display_name text not null,
      password_hash text not null,
      role text not null
        check (role in ('province', 'city', 'county', 'enterprise', 'operator', 'reviewer')),
      region_code text collate "C" not null check (region_code ~ '^[0-9]{6}$'),
      region_name text not null,
      credit_code text collate "C",
      demonstration boolean not null default false,
      created_at timestamptz not null,
      disabled_at timestamptz,
      check (credit_code is null or role = 'enterprise')
    )`.execute(db)

  // Only a keyed hash of the token is kept: whoever reads this table cannot sign in with it.
  await sql`
    create table brain.session (
      token_hash text collate "C" primary key,
      account_id bigint not null references brain.account on delete cascade,
      address text not null,
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db)
  await sql`create index session_by_account on brain.session (account_id)`.execute(db)
  await sql`create index session_expired on brain.session (expires_at)`.execute(db)

  // Counted for names that exist and names that do not, so that neither can be told from the other.
  await sql`
    create table brain.sign_in_failure (
      username text collate "C" not null,
      address text collate "C" not null,
      failures integer not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      primary key (username, address)
    )`.execute(db)
  await sql`create index sign_in_failure_by_address on brain.sign_in_failure (address)`.execute(db)
  await sql`create index sign_in_failure_old on brain.sign_in_failure (last_at)`.execute(db)
}
