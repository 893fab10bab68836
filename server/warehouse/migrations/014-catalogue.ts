import { sql, type Kysely } from 'kysely'

/**
 * Decisions about grades (数据等级), certifications (数据认证) and listings (数据上架). That no person approves what
 * they asked for, and no person approves twice, is a constraint: two requests at the same time change nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const grades = sql`('L1', 'L2', 'L3', 'L4', 'important', 'core')`
  await sql`
    create table brain.grade_override (
      id bigint generated always as identity primary key,
      subject text collate "C" not null,
      column_name text collate "C",
      previous text not null check (previous in ${grades}),
      grade text not null check (grade in ${grades}),
      reason text not null,
      -- baseline: delivered with the platform, to be confirmed or revoked by its security administrator.
      origin text not null default 'request' check (origin in ('baseline', 'request')),
      state text not null default 'requested'
        check (state in ('requested', 'approved', 'rejected', 'revoked', 'replaced')),
      requested_by text not null,
      requested_at timestamptz not null,
      decided_by text,
      decided_at timestamptz,
      decision_reason text,
      ended_by text,
      ended_at timestamptz,
      end_reason text,
      constraint grade_override_differs check (grade <> previous),
      constraint grade_override_decided check ((state = 'requested') = (decided_by is null)),
      constraint grade_override_two_persons check (origin = 'baseline' or decided_by <> requested_by),
      constraint grade_override_ended check ((state in ('revoked', 'replaced')) = (ended_by is not null))
    )`.execute(db)
  for (const state of ['requested', 'approved']) {
    await sql`
      create unique index ${sql.id(`grade_override_${state}`)} on brain.grade_override
        (subject, coalesce(column_name, '')) where state = ${sql.lit(state)}`.execute(db)
  }

  await sql`
    create table brain.dataset_certification (
      id bigint generated always as identity primary key,
      dataset text collate "C" not null,
      -- Each item as it was found when the steward signed: {id, title, passed, detail}.
      checklist jsonb not null,
      statement text not null,
      state text not null default 'signed'
        check (state in ('signed', 'certified', 'rejected', 'revoked', 'replaced')),
      signed_by text not null,
      signed_at timestamptz not null,
      reviewed_by text,
      reviewed_at timestamptz,
      review_reason text,
      expires_on date,
      ended_by text,
      ended_at timestamptz,
      end_reason text,
      constraint dataset_certification_reviewed check ((state = 'signed') = (reviewed_by is null)),
      constraint dataset_certification_two_persons check (reviewed_by <> signed_by),
      constraint dataset_certification_expires
        check ((state in ('certified', 'revoked', 'replaced')) = (expires_on is not null)),
      constraint dataset_certification_ended check ((state in ('revoked', 'replaced')) = (ended_by is not null))
    )`.execute(db)
  for (const state of ['signed', 'certified']) {
    await sql`
      create unique index ${sql.id(`dataset_certification_${state}`)} on brain.dataset_certification (dataset)
        where state = ${sql.lit(state)}`.execute(db)
  }

  await sql`
    create table brain.listing (
      id bigint generated always as identity primary key,
      dataset text collate "C" not null,
      title text not null,
      -- What is listed: names of columns, never empty.
      columns text[] not null check (cardinality(columns) > 0),
      purpose text not null,
      grade text not null check (grade in ${grades}),
      state text not null default 'applied'
        check (state in ('applied', 'first-approved', 'listed', 'rejected', 'withdrawn', 'delisted')),
      applied_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`
    create unique index listing_open on brain.listing (dataset, title)
      where state in ('applied', 'first-approved', 'listed')`.execute(db)
  await sql`
    create table brain.listing_step (
      id bigint generated always as identity primary key,
      listing_id bigint not null references brain.listing,
      step text not null check (step in ('apply', 'first-approval', 'second-approval', 'reject', 'withdraw', 'delist')),
      actor text not null,
      at timestamptz not null,
      remark text not null default '',
      unique (listing_id, step)
    )`.execute(db)
  // One person is at most one of: applicant, first and second approver.
  await sql`
    create unique index listing_step_one_person on brain.listing_step (listing_id, actor)
      where step in ('apply', 'first-approval', 'second-approval')`.execute(db)

  await sql`
    insert into brain.grade_override
      (subject, previous, grade, reason, origin, state, requested_by, requested_at, decided_by, decided_at,
       decision_reason)
    select subject, 'L3', 'L2', '汇总数，经小单元抑制（不足 4 家或两家合计超过 85% 不显示，并连带抑制），推不出单个企业',
      'baseline', 'approved', '出厂设置', now(), '出厂设置', now(), '随平台交付，由安全管理员确认或撤销'
    from unnest(array['derived/segment-state', 'derived/metric-value']) subject`.execute(db)
}
