import { sql, type Kysely } from 'kysely'

/**
 * 交换共享: requests, approvals, consents of firms, contracts with their signatures, keys, metered
 * deliveries, revocations and destruction receipts. What must never happen is a constraint here:
 * nobody approves what he applied for, nobody approves twice, a request is approved only with all it
 * needs, a contract never changes, a quota is never exceeded.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    create function brain.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% 中的记录不能修改或删除', tg_table_name using errcode = 'restrict_violation';
    end $$`)

  await run(`
    create table brain.exchange_request (
      id bigint generated always as identity primary key,
      requester text collate "C" not null,
      requester_role text not null check (requester_role in ('province', 'city', 'county', 'chain-office',
        'enterprise', 'bank', 'operator')),
      requester_name text not null,
      party_key text collate "C" not null,
      party_name text not null,
      dataset text collate "C" not null,
      columns text[] not null check (cardinality(columns) > 0),
      region_code text collate "C" check (region_code ~ '^[0-9]{6}$'),
      firms text[] not null,
      month_from text collate "C",
      month_to text collate "C",
      purpose text not null,
      purpose_text text not null,
      valid_from date not null,
      valid_until date not null,
      maximum_calls integer not null check (maximum_calls > 0),
      maximum_rows bigint not null check (maximum_rows > 0),
      output text not null check (output in ('api', 'file', 'table')),
      destruction_days integer not null check (destruction_days between 0 and 90),
      approvals_needed smallint not null check (approvals_needed between 0 and 2),
      grounds text[] not null,
      state text not null check (state in ('open', 'approved', 'refused', 'withdrawn')),
      refusal text,
      created_at timestamptz not null,
      closed_at timestamptz,
      unique (id, requester),
      check (valid_until >= valid_from),
      check ((state = 'open') = (closed_at is null)),
      check ((state = 'refused') = (refusal is not null))
    )`)
  await run(`create index exchange_request_by_party on brain.exchange_request (party_key, id)`)
  await run(`create index exchange_request_open on brain.exchange_request (id) where state = 'open'`)

  // The requester stands in the row so that the database itself sees when he approves his own request.
  await run(`
    create table brain.exchange_approval (
      request_id bigint not null,
      requester text collate "C" not null,
      approver text collate "C" not null,
      approver_role text not null check (approver_role in ('operator', 'steward')),
      approver_name text not null,
      decision text not null check (decision in ('approve', 'refuse')),
      note text not null,
      at timestamptz not null,
      primary key (request_id, approver),
      foreign key (request_id, requester) references brain.exchange_request (id, requester),
      constraint exchange_approval_not_own check (approver <> requester)
    )`)

  await run(`
    create table brain.exchange_consent (
      id bigint generated always as identity primary key,
      request_id bigint not null references brain.exchange_request,
      credit_code text collate "C" not null,
      state text not null default 'waiting' check (state in ('waiting', 'consented', 'refused', 'withdrawn')),
      decided_by text,
      decided_name text,
      decided_at timestamptz,
      note text not null default '',
      unique (request_id, credit_code),
      check ((state = 'waiting') = (decided_at is null))
    )`)
  await run(`create index exchange_consent_by_firm on brain.exchange_consent (credit_code, id)`)

  await run(`
    create function brain.check_request_approval() returns trigger language plpgsql as $$
    declare
      approvals integer;
      stewards integer;
    begin
      if old.state <> 'open' then
        raise exception '申请 % 已办结，不能再改', old.id using errcode = 'restrict_violation';
      end if;
      if new.state = 'approved' then
        select count(*) filter (where decision = 'approve'),
          count(*) filter (where decision = 'approve' and approver_role = 'steward')
        into approvals, stewards from brain.exchange_approval where request_id = new.id;
        if approvals < new.approvals_needed or (new.approvals_needed > 0 and stewards = 0) then
          raise exception '申请 % 的审批不足', new.id using errcode = 'restrict_violation';
        end if;
        if exists (select from brain.exchange_consent where request_id = new.id and state <> 'consented') then
          raise exception '申请 % 缺少企业同意', new.id using errcode = 'restrict_violation';
        end if;
      end if;
      return new;
    end $$`)
  await run(`
    create trigger exchange_request_approval before update on brain.exchange_request
      for each row execute function brain.check_request_approval()`)

  // content is the canonical text that both sides sign; the digest can be computed again by anyone.
  await run(`
    create table brain.exchange_contract (
      id bigint generated always as identity primary key,
      request_id bigint not null references brain.exchange_request,
      version integer not null check (version > 0),
      number text collate "C" not null unique,
      content text not null,
      digest text collate "C" not null check (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
      created_at timestamptz not null,
      unique (request_id, version)
    )`)

  await run(`
    create table brain.exchange_signature (
      contract_id bigint not null references brain.exchange_contract,
      side text not null check (side in ('provider', 'recipient')),
      username text collate "C" not null,
      name text not null,
      digest text collate "C" not null,
      at timestamptz not null,
      primary key (contract_id, side)
    )`)

  await run(`
    create table brain.exchange_revocation (
      contract_id bigint primary key references brain.exchange_contract,
      side text not null check (side in ('provider', 'recipient', 'firm', 'replaced')),
      username text collate "C" not null,
      name text not null,
      reason text not null,
      at timestamptz not null
    )`)

  await run(`
    create table brain.exchange_destruction (
      contract_id bigint primary key references brain.exchange_contract,
      username text collate "C" not null,
      name text not null,
      destroyed_on date not null,
      method text not null,
      at timestamptz not null
    )`)

  // The row that every delivery and every revocation locks; its checks make the quota exact.
  await run(`
    create table brain.exchange_usage (
      contract_id bigint primary key references brain.exchange_contract,
      calls integer not null default 0,
      rows bigint not null default 0,
      bytes bigint not null default 0,
      maximum_calls integer not null,
      maximum_rows bigint not null,
      constraint exchange_usage_calls check (calls <= maximum_calls),
      constraint exchange_usage_rows check (rows <= maximum_rows)
    )`)

  await run(`
    create table brain.delivery_key (
      id bigint generated always as identity primary key,
      contract_id bigint not null references brain.exchange_contract,
      key_hash text collate "C" not null unique,
      hint text not null,
      issued_by text collate "C" not null,
      issued_at timestamptz not null,
      ended_at timestamptz
    )`)
  await run(
    `create unique index delivery_key_in_force on brain.delivery_key (contract_id) where ended_at is null`,
  )

  await run(`
    create table brain.delivery (
      id bigint generated always as identity primary key,
      contract_id bigint not null references brain.exchange_contract,
      channel text not null check (channel in ('api', 'csv', 'xlsx', 'table')),
      key_id bigint references brain.delivery_key,
      username text collate "C",
      address text not null,
      rows integer not null,
      bytes bigint not null,
      digest text collate "C" not null,
      at timestamptz not null,
      check ((key_id is null) <> (username is null))
    )`)
  await run(`create index delivery_by_contract on brain.delivery (contract_id, id)`)

  for (const table of [
    'exchange_approval',
    'exchange_contract',
    'exchange_signature',
    'exchange_revocation',
    'exchange_destruction',
    'delivery',
  ]) {
    await run(`create trigger ${table}_unchangeable before update or delete on brain.${table}
      for each row execute function brain.refuse_change()`)
  }
}
