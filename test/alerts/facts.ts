import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { StoredAlert } from '../../server/alerts/read.ts'
import { refreshAlerts } from '../../server/alerts/refresh.ts'
import { monthsBefore } from '../../server/chain/members.ts'
import { columnsOf, dataset, tableName } from '../../server/datasets/registry.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import type { Realm } from '../../server/domain/realm.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { recordStage, stageVersion } from '../../server/warehouse/stage-state.ts'
import { golden, insertGolden } from '../api/golden.ts'
import { openTestDatabase } from '../database.ts'

/** A valid credit code of a fictional firm. */
export function demonstrationCode(county: string, serial: number): string {
  return completeCreditCode(county, `DEM0${String(serial).padStart(4, '0')}`)
}

/** Six places that the tests move firms between. */
export const divisions = [
  { code: '370000', name: '山东省', level: 'province', longitude: 118, latitude: 36.4 },
  { code: '370500', name: '东营市', level: 'city', longitude: 118.5, latitude: 37.5 },
  { code: '370502', name: '东营区', level: 'county' },
  { code: '370523', name: '广饶县', level: 'county' },
  { code: '370700', name: '潍坊市', level: 'city', longitude: 119.1, latitude: 36.7 },
  { code: '370783', name: '寿光市', level: 'county' },
  { code: '370100', name: '济南市', level: 'city' },
  { code: '370114', name: '章丘区', level: 'county' },
  { code: '370181', name: '章丘市', level: 'county', valid_until_year: 2016, successor_codes: '370114' },
  { code: '320000', name: '江苏省', level: 'province', longitude: 119, latitude: 33 },
  { code: '320200', name: '无锡市', level: 'city' },
  { code: '320281', name: '江阴市', level: 'county' },
]

let files = 0

/** Writes rows as a loaded batch of the dataset would; amounts of money in cents. */
export async function load(
  database: Database,
  datasetId: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const contract = dataset(datasetId)
  const file = `${datasetId} ${++files}.csv`
  const batch = await sql<{ id: number }>`
    insert into brain.batch (dataset, source, file_name, file_sha256, effective_at, demonstration, status,
      read, accepted, inserted, finished_at)
    values (${datasetId}, 'test', ${file}, ${createHash('sha256').update(file).digest('hex')}, now(), true, 'loaded',
      ${rows.length}, ${rows.length}, ${rows.length}, now())
    returning id`.execute(database.kysely)
  const table = sql.raw(tableName(contract))
  const columns = sql.join(columnsOf(contract).map(([column]) => sql.ref(column)))
  await sql`
    insert into ${table} (${columns}, batch_id, row_number, row_hash, valid_from)
    select ${columns}, ${batch.rows[0]!.id}, row_number() over (), 0, now()
    from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows)}::jsonb)`.execute(database.kysely)
}

export interface TestFirm {
  readonly credit_code: string
  readonly name?: string
  readonly county_code: string
  readonly industry_code?: string
  readonly status?: string
  readonly registered_on?: string
  readonly revenue?: number
  readonly revenue_year?: number
  readonly employees?: number
}

export async function addFirms(database: Database, firms: readonly TestFirm[]): Promise<void> {
  await insertGolden(
    database,
    firms.map((firm) =>
      golden({
        name: `企业${firm.credit_code.slice(-6)}`,
        industry_code: 'C2911',
        registered_on: '2010-01-01',
        province_code: `${firm.county_code.slice(0, 2)}0000`,
        city_code: `${firm.county_code.slice(0, 4)}00`,
        ...firm,
      }),
    ),
  )
}

/** Sets the month figures of a realm end with, and makes the chain look newly computed. */
export async function setMonth(database: Database, realm: Realm, month: string): Promise<void> {
  await sql`
    insert into brain.realm_state (realm, month, enterprises) values (${realm}, ${month}, 1)
    on conflict (realm) do update set month = excluded.month`.execute(database.kysely)
  await touchChain(database)
}

export async function touchChain(database: Database): Promise<void> {
  const at = new Date()
  const version = (await stageVersion(database, 'chain')) + 1
  await recordStage(database, 'chain', version, { startedAt: at, finishedAt: at })
}

/** Months that end with `month`, ascending. */
export function monthsUntil(month: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => monthsBefore(month, count - 1 - index))
}

/** The latest month of the scene, and the clock it is looked at. */
export const month = '2026-10'
export const now = new Date('2026-11-22T02:00:00Z')
export const guangrao = '370523'
export const firm = demonstrationCode(guangrao, 1)

/** Divisions and a realm without firms, to be filled by the test. */
export async function openScene(): Promise<Database> {
  const database = await openTestDatabase()
  await load(database, 'public/division', divisions)
  await setMonth(database, 'demonstration', month)
  return database
}

/** What a refresh newly stores for one rule. */
export async function alertsOf(database: Database, rule: string): Promise<StoredAlert[]> {
  return (await refreshAlerts(database, now)).filter((alert) => alert.rule === rule)
}

export function addressChange(
  from: string | null,
  to: string | null,
  on = '2026-10-12',
  creditCode = firm,
): Record<string, unknown> {
  return {
    credit_code: creditCode,
    changed_on: on,
    item: '住所',
    before: '示例路 1 号',
    after: '示例路 2 号',
    before_county_code: from,
    after_county_code: to,
  }
}
