import { sql, type Kysely } from 'kysely'

/** Separated administration of accounts, passwords that age, the second factor. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const administrators = sql`('system-admin', 'security-admin', 'audit-admin')`

  // An account is created without a role and cannot be used until the security administrator gives it one.
  await sql`
    alter table brain.account
      alter column role drop not null,
      alter column region_code drop not null,
      alter column region_name drop not null,
      add column person text collate "C",
      add column must_change_password boolean not null default false,
      add column password_changed_at timestamptz not null default now(),
      add column last_sign_in_at timestamptz`.execute(db)
  await sql`
    update brain.account set person = upper(username)
    where role in ${administrators} and person is null`.execute(db)

  // 系统、安全、审计管理员 are three people: one person holds one of the roles, once.
  await sql`
    alter table brain.account
      add constraint account_person_form check (person ~ '^[A-Z0-9][A-Z0-9._-]{0,39}$'),
      add constraint account_region_with_role
        check (role is null or (region_code is not null and region_name is not null)),
      add constraint account_administrator_is_a_person
        check (role is null or role not in ${administrators} or person is not null)`.execute(db)
  await sql`
    create unique index account_one_administration_a_person on brain.account (person)
    where role in ${administrators} and disabled_at is null`.execute(db)

  await sql`
    alter table brain.session add column method text not null default 'password'
      check (method in ('password', 'oidc'))`.execute(db)

  await sql`
    create table brain.password_history (
      account_id bigint not null references brain.account on delete cascade,
      password_hash text not null,
      replaced_at timestamptz not null
    )`.execute(db)
  await sql`create index password_history_by_account on brain.password_history (account_id, replaced_at)`.execute(
    db,
  )

  // The secret is sealed with a key that stands outside the database (server/access/sealing.ts).
  await sql`
    create table brain.second_factor (
      account_id bigint primary key references brain.account on delete cascade,
      sealed_secret bytea not null,
      created_at timestamptz not null,
      confirmed_at timestamptz,
      last_step bigint
    )`.execute(db)
  await sql`
    create table brain.recovery_code (
      account_id bigint not null references brain.second_factor on delete cascade,
      code_hash text collate "C" not null,
      used_at timestamptz,
      primary key (account_id, code_hash)
    )`.execute(db)

  // Between the right password and the right code.
  await sql`
    create table brain.sign_in_ticket (
      ticket_hash text collate "C" primary key,
      account_id bigint not null references brain.account on delete cascade,
      method text not null,
      expires_at timestamptz not null
    )`.execute(db)
  await sql`create index sign_in_ticket_expired on brain.sign_in_ticket (expires_at)`.execute(db)
}
