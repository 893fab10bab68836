import { type Transaction, sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import { datasets, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { findDuplicates } from './duplicates.ts'
import { ageInDays, measure, type Measurement, type Subject } from './measure.ts'
import { definition, rulesOf } from './rules.ts'
import { ageScore, scoreDataset } from './score.ts'
import { closeSettledTickets } from './tickets.ts'

interface Ledger {
  readonly dataset: string
  readonly demonstration: boolean
  readonly batch: number
  readonly effectiveAt: Date
  readonly batches: readonly number[]
}

/**
 * Scores the datasets whose rows, quarantine, duplicates or reference data changed since their last score, and
 * those whose age has cost them a point. Tickets whose rule passes again are closed.
 * @returns how many scores were written
 */
export async function refreshQuality(database: Database, now: Date = new Date()): Promise<number> {
  const ledger = await readLedger(database)
  const last = await readLastInputs(database)
  const open = await countOpen(database)
  let written = 0
  for (const dataset of datasets.values()) {
    const own = ledger.filter((entry) => entry.dataset === dataset.id)
    for (const { demonstration, batch, effectiveAt } of own) {
      const realm: Realm = demonstration ? 'demonstration' : 'actual'
      const key = `${dataset.id} ${realm}`
      const inputs = describeInputs(dataset, batch, effectiveAt, ledger, open.get(key) ?? '', now)
      if (last.get(key) === inputs) continue
      const subject: Subject = {
        dataset,
        realm,
        effectiveAt,
        demonstrationBatches: own.find((entry) => entry.demonstration)?.batches ?? [],
        hasOtherRealm: own.length > 1,
      }
      await database.transaction((transaction) => score(transaction, subject, { inputs, batch }, now))
      written++
    }
  }
  await closeSettledTickets(database, now)
  return written
}

/** Batches that brought or set aside anything, by dataset and realm. */
async function readLedger(database: Database): Promise<Ledger[]> {
  const { rows } = await sql<Ledger>`
    select dataset, demonstration, max(id) as batch, max(effective_at) as "effectiveAt", array_agg(id) as batches
    from brain.batch where status = 'loaded' and (accepted > 0 or quarantined > 0)
    group by dataset, demonstration`.execute(database.kysely)
  return rows
}

async function readLastInputs(database: Database): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; inputs: string }>`
    select distinct on (dataset, realm) dataset || ' ' || realm as key, inputs
    from brain.quality_score order by dataset, realm, id desc`.execute(database.kysely)
  return new Map(rows.map(({ key, inputs }) => [key, inputs]))
}

/** What people have still to settle: it changes without a batch. */
async function countOpen(database: Database): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; state: string }>`
    select key, string_agg(part, ' ' order by part) as state from (
      select q.dataset || ' ' || case when b.demonstration then 'demonstration' else 'actual' end as key,
        'q' || count(*) || '/' || sum(q.id) as part
      from brain.quarantine q join brain.batch b on b.id = q.batch_id where q.state = 'open' group by 1
      union all
      select dataset || ' ' || realm, 'd' || count(*) || '/' || sum(id) from brain.duplicate_candidate
      where state = 'different' group by 1
    ) open group by key`.execute(database.kysely)
  return new Map(rows.map(({ key, state }) => [key, state]))
}

function describeInputs(
  dataset: NamedDataset,
  batch: number,
  effectiveAt: Date,
  ledger: readonly Ledger[],
  open: string,
  now: Date,
): string {
  const rules = rulesOf(dataset)
  const references = new Set(rules.flatMap(({ depends = [] }) => depends))
  const others = ledger.filter((entry) => references.has(entry.dataset)).map((entry) => entry.batch)
  const ages = rules.flatMap(({ measure: how }) =>
    how.kind === 'age' ? [Math.floor(ageScore(how.days, ageInDays(effectiveAt, now)))] : [],
  )
  return [definition, batch, others.toSorted((a, b) => a - b).join('+'), ages.join('+'), open].join(' ')
}

async function score(
  transaction: Transaction<Schema>,
  subject: Subject,
  from: { readonly inputs: string; readonly batch: number },
  now: Date,
): Promise<void> {
  const started = performance.now()
  // Two processes may refresh at the same time; one score is enough.
  const key = `quality ${subject.dataset.id} ${subject.realm}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction)
  await findDuplicates(transaction, subject.dataset, now)
  await write(transaction, subject, from, await measure(transaction, subject, now), { now, started })
}

async function write(
  transaction: Transaction<Schema>,
  { dataset, realm }: Subject,
  { inputs, batch }: { readonly inputs: string; readonly batch: number },
  { records, measured }: Measurement,
  { now, started }: { readonly now: Date; readonly started: number },
): Promise<void> {
  const total = scoreDataset(measured)
  const { id } = await transaction
    .insertInto('brain.quality_score')
    .values({
      dataset: dataset.id,
      realm,
      inputs,
      batch_id: batch,
      records,
      score: total.score,
      dimensions: JSON.stringify(total.dimensions),
      computed_at: now,
      duration_ms: performance.now() - started,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await transaction
    .insertInto('brain.quality_result')
    .values(
      measured.map(({ rule, checked, failing, score: points, detail }) => ({
        score_id: id,
        rule: rule.id,
        checked,
        failing,
        score: points,
        detail,
      })),
    )
    .execute()
}
