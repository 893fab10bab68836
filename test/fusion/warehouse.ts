import { sql } from 'kysely'
import { dataset, tableName } from '../../server/datasets/registry.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { rebuildRollup } from '../../server/warehouse/rollups.ts'
import { openTestDatabase } from '../database.ts'
import { divisions } from './divisions.ts'

type Row = Readonly<Record<string, unknown>>

let batches = 0

/** Loads rows as one batch, replacing rows of the same key; returns the batch. */
export async function load(
  database: Database,
  id: string,
  rows: readonly Row[],
  demonstration = false,
): Promise<number> {
  const of = dataset(id)
  const { rows: made } = await sql<{ id: number }>`
    insert into brain.batch (dataset, source, file_name, file_sha256, effective_at, demonstration, status, read, accepted,
      inserted, finished_at)
    values (${id}, 'test', 'test.csv', ${`${id}-${++batches}`}, now(), ${demonstration}, 'loaded', ${rows.length},
      ${rows.length}, ${rows.length}, now()) returning id`.execute(database.kysely)
  const batch = made[0]?.id ?? 0
  for (const [number, row] of rows.entries()) {
    const full = {
      ...row,
      batch_id: batch,
      row_number: number + 1,
      row_hash: number,
      valid_from: '2026-01-01',
    }
    const names = Object.keys(full)
    await sql`
      insert into ${sql.raw(tableName(of))} (${sql.join(names.map((name) => sql.id(name)))})
      values (${sql.join(Object.values(full))})
      on conflict (${sql.join(of.key.map((name) => sql.id(name)))}) do update set
        ${sql.join(names.map((name) => sql`${sql.id(name)} = ${sql.raw('excluded.')}${sql.id(name)}`))}`.execute(
      database.kysely,
    )
  }
  // Rows put in by hand pass the engine by, which keeps the roll-ups.
  for (const rollup of of.rollups ?? []) await rebuildRollup(database.kysely, of, rollup)
  return batch
}

export async function golden(database: Database, code: string) {
  return database.kysely
    .selectFrom('brain.golden_enterprise')
    .selectAll()
    .where('credit_code', '=', code)
    .executeTakeFirst()
}

export async function aliases(database: Database, id: string) {
  return database.kysely
    .selectFrom('brain.enterprise_alias')
    .select(['name', 'credit_code', 'outcome', 'method', 'score'])
    .where('dataset', '=', id)
    .orderBy('row_key')
    .orderBy('position')
    .execute()
}

/** Firms of the fixture: the tyre maker, its group, one that moved within 青岛, one outside the province, one fictional. */
export const tyre = completeCreditCode('370523', '12345678')
export const group = completeCreditCode('370523', '12345679')
export const moved = completeCreditCode('370202', '22345678')
export const target = completeCreditCode('320602', '32345678')
export const fictional = completeCreditCode('370523', 'DEM00001')

/** A database with divisions and these firms, fused once. */
export async function openFusedDatabase(): Promise<Database> {
  const database = await openTestDatabase()
  await load(
    database,
    'public/division',
    divisions.map(({ code, name, level, validUntilYear, successorCodes }) => ({
      code,
      name,
      level,
      valid_until_year: validUntilYear ?? null,
      successor_codes: successorCodes ?? null,
    })),
  )
  await load(database, 'public/enterprise-registration', [
    {
      credit_code: tyre,
      name: '山东兴达轮胎股份有限公司',
      address: '山东省东营市广饶县大王镇潍高路1号',
      registered_on: '2006-05-01',
      registered_capital: 5_000_000_00,
      capital_currency: '人民币',
      business_scope: '轮胎制造、销售',
      status: '存续',
      registration_authority_code: '370523',
    },
    {
      credit_code: group,
      name: '山东兴达轮胎集团有限公司',
      address: '广饶县大王镇',
      registration_authority_code: '370523',
    },
    {
      credit_code: moved,
      name: '青岛海晟橡塑有限公司',
      address: '青岛市黄岛区长江路2号',
      registration_authority_code: '370202',
    },
  ])
  await load(database, 'industry/target-enterprise', [
    {
      credit_code: target,
      name: '南通华锐模具有限公司',
      address: '江苏省南通市港闸区永兴路',
      revenue: 800_00,
      county_code: '320611',
    },
    { credit_code: tyre, name: '不应取用的名称' },
  ])
  await load(
    database,
    'public/enterprise-registration',
    [
      {
        credit_code: fictional,
        name: '山东兴达轮胎股份有限公司',
        county_code: '370523',
        city_code: '370500',
        province_code: '370000',
      },
    ],
    true,
  )
  await refreshFusion(database, new Date('2026-11-01T00:00:00Z'))
  return database
}
