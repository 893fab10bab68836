import { type Transaction, sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import { type NamedDataset, tableName } from '../datasets/registry.ts'
import type { Schema } from '../warehouse/schema.ts'
import { ruleOfQuarantine } from './contract-rules.ts'
import type { Measured, QualityRule } from './rule.ts'
import { rulesOf } from './rules.ts'
import { ageScore, ruleScore } from './score.ts'

/** Failing rows kept of one rule: enough to see what is wrong, and a bound where a column is empty throughout. */
const keptFailures = 300

/** The rows of one realm in one dataset. */
export interface Subject {
  readonly dataset: NamedDataset
  readonly realm: Realm
  /** Batches of fictional data of this dataset. */
  readonly demonstrationBatches: readonly number[]
  /** Date for which the latest data was stated. */
  readonly effectiveAt: Date
  readonly hasOtherRealm: boolean
}

export interface Measurement {
  readonly records: number
  readonly measured: readonly Measured[]
}

/** Checks every rule of a dataset in one pass over its rows, and keeps which rows fail. */
export async function measure(
  transaction: Transaction<Schema>,
  subject: Subject,
  now: Date,
): Promise<Measurement> {
  const rules = rulesOf(subject.dataset)
  const { records, counts } = await countRows(transaction, subject, rules)
  const open = await countQuarantine(transaction, subject, rules)
  const setAside = [...open.values()].reduce((sum, count) => sum + count, 0)
  const surplus = await countDuplicates(transaction, subject)
  const measured = rules.map((rule): Measured => {
    switch (rule.measure.kind) {
      case 'age':
        return measureAge(rule, rule.measure.days, subject.effectiveAt, now)
      case 'quarantine':
        return result(rule, records + setAside, open.get(rule.id) ?? 0)
      case 'duplicates':
        return result(rule, records, Math.min(records, surplus))
      case 'rows': {
        const { checked, failing } = counts.get(rule.id) ?? { checked: 0, failing: 0 }
        return result(rule, checked, failing)
      }
    }
  })
  await keepFailures(transaction, subject, measured)
  return { records, measured }
}

function result(rule: QualityRule, checked: number, failing: number): Measured {
  return { rule, checked, failing, score: ruleScore(checked, failing), detail: null }
}

export function ageInDays(effectiveAt: Date, now: Date): number {
  return Math.max(0, (now.getTime() - effectiveAt.getTime()) / 86_400_000)
}

function measureAge(rule: QualityRule, days: number, effectiveAt: Date, now: Date): Measured {
  const age = ageInDays(effectiveAt, now)
  return {
    rule,
    checked: 1,
    failing: age > days ? 1 : 0,
    score: ageScore(days, age),
    detail: `数据日期 ${day(effectiveAt)}，距今 ${Math.floor(age)} 天，允许 ${days} 天`,
  }
}

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
const day = (date: Date): string => dayFormat.format(date)

/** Rows `s` of the subject's realm. */
function ofRealm({ realm, demonstrationBatches, hasOtherRealm }: Subject) {
  if (!hasOtherRealm) return sql`true`
  return realm === 'demonstration'
    ? sql`s.batch_id = any(${demonstrationBatches}::bigint[])`
    : sql`s.batch_id <> all(${demonstrationBatches}::bigint[])`
}

async function countRows(transaction: Transaction<Schema>, subject: Subject, rules: readonly QualityRule[]) {
  const onRows = rules.flatMap(({ id, measure: how }) => (how.kind === 'rows' ? [{ id, ...how }] : []))
  const columns = onRows.map(({ checked, failing }, position) =>
    sql.raw(
      `, ${checked === 'true' ? 'count(*)' : `count(*) filter (where ${checked})`} as c${position},
       count(*) filter (where ${failing}) as f${position}`,
    ),
  )
  // Codes are looked up in hashed lists; they must fit.
  await sql`set local work_mem = '64MB'`.execute(transaction)
  const { rows } = await sql<Record<string, number>>`
    select count(*) as records ${sql.join(columns, sql``)}
    from ${sql.raw(tableName(subject.dataset))} s where ${ofRealm(subject)}`.execute(transaction)
  const [row] = rows
  const counts = new Map(
    onRows.map(({ id }, position) => [
      id,
      { checked: row?.[`c${position}`] ?? 0, failing: row?.[`f${position}`] ?? 0 },
    ]),
  )
  return { records: row?.['records'] ?? 0, counts }
}

/** Open records by the rule they broke. */
async function countQuarantine(
  transaction: Transaction<Schema>,
  { dataset, realm }: Subject,
  rules: readonly QualityRule[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ reason: string; column: string | null; count: number }>`
    select q.rule as reason, q.column_name as column, count(*) as count
    from brain.quarantine q join brain.batch b on b.id = q.batch_id
    where q.dataset = ${dataset.id} and q.state = 'open' and b.demonstration = ${realm === 'demonstration'}
    group by 1, 2`.execute(transaction)
  const found = new Map<string, number>()
  for (const { reason, column, count } of rows) {
    const id = ruleOfQuarantine(rules, reason, column)?.id ?? 'record'
    found.set(id, (found.get(id) ?? 0) + count)
  }
  return found
}

/** Rows beyond the first of every group that nobody has told apart. */
async function countDuplicates(
  transaction: Transaction<Schema>,
  { dataset, realm }: Subject,
): Promise<number> {
  const { rows } = await sql<{ surplus: number }>`
    select coalesce(sum(jsonb_array_length(members) - 1), 0)::bigint as surplus from brain.duplicate_candidate
    where dataset = ${dataset.id} and realm = ${realm} and state in ('open', 'same')`.execute(transaction)
  return rows[0]?.surplus ?? 0
}

async function keepFailures(
  transaction: Transaction<Schema>,
  subject: Subject,
  measured: readonly Measured[],
): Promise<void> {
  const { dataset, realm } = subject
  await sql`delete from brain.quality_failure where dataset = ${dataset.id} and realm = ${realm}`.execute(
    transaction,
  )
  for (const { rule, failing } of measured) {
    if (failing === 0 || rule.measure.kind !== 'rows') continue
    await sql`
      insert into brain.quality_failure (dataset, realm, rule, row_id)
      select ${dataset.id}, ${realm}, ${rule.id}, s.row_id from ${sql.raw(tableName(dataset))} s
      where ${ofRealm(subject)} and ${sql.raw(`(${rule.measure.failing})`)} limit ${keptFailures}`.execute(
      transaction,
    )
  }
}
