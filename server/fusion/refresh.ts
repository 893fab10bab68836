import { type QueryExecutorProvider, type Transaction, sql } from 'kysely'
import { dataset, tableName } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { createAddressParser } from './address.ts'
import { type Division, createDivisionIndex } from './division-index.ts'
import { linkByName, type Proposal } from './enterprise-alias.ts'
import { type Places, prepareTemporaryTables, writeGolden } from './golden-enterprise.ts'
import { fusedDatasets, goldenSources, linkedDatasets } from './golden-precedence.ts'
import { touchedTable } from './golden-select.ts'
import type { RowReference } from './subjects.ts'

/** Raised when names, places or precedence are worked out differently: everything is then computed again. */
const definition = 2

export interface FusionResult {
  readonly changed: boolean
  /** Golden enterprises written or removed. */
  readonly enterprises: number
}

interface NewBatch {
  readonly id: number
  readonly dataset: string
}

/**
 * Brings golden enterprises and name links up to the warehouses and judgements, in one transaction. Only firms with
 * rows in batches not fused before are computed again; nothing is done when there are none.
 *
 * @param now the time written to what changed
 * @param judged the row of the last judgement: where nothing else is new, only this row is linked again; with the
 *   proposals that comparison gave for it where they still stand
 */
export async function refreshFusion(
  database: Database,
  now: Date = new Date(),
  judged?: RowReference & { readonly proposals?: readonly Proposal[] },
): Promise<FusionResult> {
  const started = performance.now()
  return database.transaction(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('fusion', 0))`.execute(transaction)
    const state = await readState(transaction)
    const batches = await readNewBatches(transaction)
    const judgements = await countJudgements(transaction)
    const everything =
      state.definition !== definition || batches.some(({ dataset: id }) => id === 'public/division')
    const decided = judgements - state.judgements
    if (!everything && decided === 0 && batches.length === 0) return { changed: false, enterprises: 0 }

    await sql`set local work_mem = '64MB'`.execute(transaction)
    await prepareTemporaryTables(transaction)
    const places = await readPlaces(transaction)
    await (everything ? touchAll(transaction) : touchBatches(transaction, batches))
    let enterprises = await writeGolden(transaction, places, now)
    const relink = everything || batches.some(({ dataset: id }) => linkedDatasets.has(id))
    const only = !relink && decided === 1 ? judged : undefined
    const linked =
      (relink || decided > 0) && (await linkByName(transaction, places.divisions, only, only?.proposals))
    if (linked) enterprises += await writeGolden(transaction, places, now)

    const changed = linked || enterprises > 0
    await writeState(transaction, {
      batches,
      judgements,
      version: state.version + (changed ? 1 : 0),
      now,
      started,
    })
    return { changed, enterprises }
  })
}

interface State {
  /** Counts the refreshes that changed something, so stages after this one see that by a greater number. */
  readonly version: number
  readonly definition: number
  readonly judgements: number
}

async function readState(transaction: Transaction<Schema>): Promise<State> {
  const rows = await transaction
    .selectFrom('brain.stage_state')
    .select(['stage', 'version'])
    .where('stage', 'in', ['fusion', 'fusion-definition', 'fusion-judgements'])
    .execute()
  const versions = new Map(rows.map(({ stage, version }) => [stage, version]))
  return {
    version: versions.get('fusion') ?? 0,
    definition: versions.get('fusion-definition') ?? 0,
    judgements: versions.get('fusion-judgements') ?? 0,
  }
}

/** By their own list, not by the greatest id: a long load may be committed after a later short one. */
async function readNewBatches(transaction: Transaction<Schema>): Promise<NewBatch[]> {
  const { rows } = await sql<NewBatch>`
    select b.id, b.dataset from brain.batch b
    where b.status = 'loaded' and b.accepted > 0 and b.dataset = any(${[...new Set(fusedDatasets)]})
      and not exists (select from brain.fused_batch f where f.batch_id = b.id)
    order by b.id`.execute(transaction)
  return rows
}

/** Grows with every judgement made or taken back. */
async function countJudgements(transaction: Transaction<Schema>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) + count(revoked_at) as count from brain.judgement where outcome <> 'unsure'`.execute(
    transaction,
  )
  return rows[0]?.count ?? 0
}

export async function readPlaces(reader: QueryExecutorProvider): Promise<Places> {
  const { rows } = await sql<Division>`
    select code, name, level, valid_until_year as "validUntilYear", successor_codes as "successorCodes"
    from public_warehouse.division`.execute(reader)
  const divisions = createDivisionIndex(rows)
  return { divisions, parse: createAddressParser(divisions) }
}

/** Firms that some source names: the others have no golden enterprise. */
const naming = [goldenSources.registration, goldenSources.profile, goldenSources.listed, goldenSources.target]

async function touchAll(transaction: Transaction<Schema>): Promise<void> {
  const codes = naming.map(
    (id) => `select credit_code from ${tableName(dataset(id))} where credit_code is not null`,
  )
  await sql
    .raw(
      `insert into ${touchedTable} ${codes.join(' union ')} union select credit_code from brain.golden_enterprise
       on conflict do nothing`,
    )
    .execute(transaction)
}

/**
 * Firms of the rows that the batches brought, under the code they have and, where a row's code was corrected, under
 * the one it had; and firms that a listing of theirs ties to annual reports and products.
 */
async function touchBatches(transaction: Transaction<Schema>, batches: readonly NewBatch[]): Promise<void> {
  for (const [id, group] of Map.groupBy(batches, (batch) => batch.dataset)) {
    const of = dataset(id)
    if (of.columns['credit_code'] === undefined) continue
    const ids = sql`${group.map((batch) => batch.id)}::bigint[]`
    const current = sql.raw(tableName(of))
    const touch = sql`insert into ${sql.raw(touchedTable)}`
    await sql`
      ${touch} select distinct credit_code from ${current}
      where batch_id = any(${ids}) and credit_code is not null on conflict do nothing`.execute(transaction)
    if (!of.key.includes('credit_code')) {
      await sql`
        ${touch} select distinct h.credit_code from ${sql.raw(tableName(of, '_history'))} h
        join ${current} c on c.row_id = h.row_id and c.batch_id = any(${ids})
        where h.credit_code is not null on conflict do nothing`.execute(transaction)
      await sql`
        ${touch} select distinct a.credit_code from brain.enterprise_alias a
        join ${current} c on c.row_id = a.row_id and c.batch_id = any(${ids})
        where a.dataset = ${id} and a.outcome = 'link' on conflict do nothing`.execute(transaction)
    }
    if (of.columns['security_code'] !== undefined) {
      await sql`
        ${touch} select distinct g.credit_code from brain.golden_enterprise g
        join ${current} c on c.security_code = g.listed_code and c.batch_id = any(${ids})
        on conflict do nothing`.execute(transaction)
    }
  }
}

async function writeState(
  transaction: Transaction<Schema>,
  done: {
    readonly batches: readonly NewBatch[]
    readonly judgements: number
    readonly version: number
    readonly now: Date
    readonly started: number
  },
): Promise<void> {
  await sql`
    insert into brain.fused_batch (batch_id, fused_at)
    select id, ${done.now} from unnest(${done.batches.map((batch) => batch.id)}::bigint[]) id`.execute(
    transaction,
  )
  const duration_ms = performance.now() - done.started
  const versions = {
    fusion: done.version,
    'fusion-definition': definition,
    'fusion-judgements': done.judgements,
  }
  await transaction
    .insertInto('brain.stage_state')
    .values(
      Object.entries(versions).map(([stage, version]) => ({
        stage,
        version,
        computed_at: done.now,
        duration_ms,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('stage').doUpdateSet((row) => ({
        version: row.ref('excluded.version'),
        computed_at: row.ref('excluded.computed_at'),
        duration_ms: row.ref('excluded.duration_ms'),
      })),
    )
    .execute()
}
