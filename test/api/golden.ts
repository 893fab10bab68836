import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../server/warehouse/database.ts'
import type { GoldenEnterpriseTable } from '../../server/warehouse/schema/fusion.ts'

type Golden = Insertable<GoldenEnterpriseTable>

/** A golden enterprise of 广饶县 unless told otherwise. */
export function golden(given: Partial<Golden> & Pick<Golden, 'credit_code' | 'name'>): Golden {
  return {
    name_key: given.name,
    demonstration: given.credit_code.startsWith('DEM0', 8),
    province_code: '370000',
    city_code: '370500',
    county_code: '370523',
    authority_code: null,
    place_basis: null,
    address: null,
    registered_on: null,
    registered_capital: null,
    capital_currency: null,
    industry_code: null,
    enterprise_type: null,
    status: '存续',
    is_branch: false,
    business_scope: null,
    listed_code: null,
    listed_board: null,
    above_scale: null,
    revenue: null,
    revenue_year: null,
    employees: null,
    research_expense: null,
    search: given.name.toLowerCase(),
    source_rows: '{}',
    field_choice: '-'.repeat(18),
    updated_at: new Date(),
    ...given,
  }
}

export async function insertGolden(database: Database, firms: readonly Golden[]): Promise<void> {
  await database.kysely.insertInto('brain.golden_enterprise').values(firms).execute()
}

/** Divisions in force: the province, 东营 and two of its counties, 青岛. */
export async function insertDivisions(database: Database): Promise<void> {
  const batch = await insertBatch(database, 'public/division')
  const divisions = [
    ['370000', '山东省', 'province', null],
    ['370500', '东营市', 'city', '370000'],
    ['370502', '东营区', 'county', '370500'],
    ['370523', '广饶县', 'county', '370500'],
    ['370200', '青岛市', 'city', '370000'],
    ['370211', '黄岛区', 'county', '370200'],
  ]
  for (const [row, [code, name, level, parent]] of divisions.entries()) {
    await sql`
      insert into public_warehouse.division (code, name, level, parent_code, batch_id, row_number, row_hash, valid_from)
      values (${code}, ${name}, ${level}, ${parent}, ${batch}, ${row + 1}, 0, now())`.execute(database.kysely)
  }
  await sql`
    insert into public_warehouse.division
      (code, name, level, parent_code, valid_until_year, batch_id, row_number, row_hash, valid_from)
    values ('370521', '垦利县', 'county', '370500', 2016, ${batch}, 99, 0, now())`.execute(database.kysely)
}

export async function insertBatch(
  database: Database,
  dataset: string,
  given: { readonly fileName?: string; readonly loadedBy?: string } = {},
): Promise<number> {
  const { id } = await database.kysely
    .insertInto('brain.batch')
    .values({
      dataset,
      source: 'upload/test',
      file_name: given.fileName ?? 'test.csv',
      file_sha256: Math.random().toString(16),
      bytes: 1,
      effective_at: new Date('2026-09-30T16:00:00Z'),
      status: 'loaded',
      read: 1,
      accepted: 1,
      inserted: 1,
      finished_at: new Date('2026-10-01T00:00:00Z'),
      loaded_by: given.loadedBy ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
