import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { fictional, golden, load, moved, openFusedDatabase, target, tyre } from './warehouse.ts'

let database: Database
beforeAll(async () => {
  database = await openFusedDatabase()
})
afterAll(() => database.close())

describe('golden enterprises', () => {
  it('takes each field from the source that comes first and says which row gave it', async () => {
    const firm = await golden(database, tyre)
    expect(firm).toMatchObject({
      name: '山东兴达轮胎股份有限公司',
      name_key: '山东兴达轮胎股份有限公司',
      demonstration: false,
      province_code: '370000',
      city_code: '370500',
      county_code: '370523',
      place_basis: 'address',
      registered_on: '2006-05-01',
      registered_capital: 500_000_000,
      capital_currency: '人民币',
      status: '存续',
      revenue: null,
      employees: null,
      above_scale: null,
      products: [],
    })
    expect(firm?.field_sources['name']).toMatchObject({
      dataset: 'public/enterprise-registration',
      rowNumber: 1,
    })
    expect(firm?.field_sources['revenue']).toBeUndefined()
    expect(firm?.search).toContain('shandongxingdaluntai')
    expect(firm?.search).toContain('sdxdlt')
  })

  it('lets the current address win over the authority and keeps both', async () => {
    expect(await golden(database, moved)).toMatchObject({
      county_code: '370211',
      authority_code: '370202',
      place_basis: 'address',
    })
  })

  it('takes target firms only where the register does not know them, at their present division', async () => {
    const firm = await golden(database, target)
    expect(firm).toMatchObject({
      name: '南通华锐模具有限公司',
      county_code: '320602',
      revenue: 80_000,
      revenue_year: null,
    })
    expect(firm?.field_sources['revenue']?.dataset).toBe('industry/target-enterprise')
  })

  it('marks demonstration firms', async () => {
    expect(await golden(database, fictional)).toMatchObject({
      demonstration: true,
      county_code: '370523',
      place_basis: 'declared',
    })
  })

  it('finds firms by pinyin through the trigram index', async () => {
    const { rows } = await sql<{ credit_code: string }>`
      select credit_code from brain.golden_enterprise where search like '%qingdaohaisheng%'`.execute(
      database.kysely,
    )
    expect(rows.map((row) => row.credit_code)).toEqual([moved])
  })

  it('does nothing when no batch is new', async () => {
    const before = await golden(database, tyre)
    expect(await refreshFusion(database, new Date('2026-11-02T00:00:00Z'))).toEqual({
      changed: false,
      enterprises: 0,
    })
    expect((await golden(database, tyre))?.updated_at).toEqual(before?.updated_at)
  })

  it('writes only the firms that a batch changed', async () => {
    const other = (await golden(database, moved))?.updated_at
    const batch = await load(database, 'public/above-scale-annual', [
      { credit_code: tyre, year: 2024, revenue: 900_00, staff: 300 },
      { credit_code: tyre, year: 2025, revenue: 1000_00, staff: 320, research_expense: 50_00 },
    ])
    const result = await refreshFusion(database, new Date('2026-11-03T00:00:00Z'))
    expect(result).toEqual({ changed: true, enterprises: 1 })
    const firm = await golden(database, tyre)
    expect(firm).toMatchObject({
      revenue: 100_000,
      revenue_year: 2025,
      employees: 320,
      research_expense: 5000,
      above_scale: true,
    })
    expect(firm?.field_sources['revenue']).toMatchObject({
      dataset: 'public/above-scale-annual',
      batchId: batch,
      rowNumber: 2,
    })
    expect((await golden(database, moved))?.updated_at).toEqual(other)
  })

  it('prefers the later year over the better source for revenue', async () => {
    await load(database, 'enterprise/enterprise-profile', [
      {
        credit_code: tyre,
        name: '兴达轮胎',
        short_name: '兴达',
        revenue: 1200_00,
        revenue_year: 2026,
        employees: 999,
      },
    ])
    await refreshFusion(database)
    expect(await golden(database, tyre)).toMatchObject({
      name: '山东兴达轮胎股份有限公司',
      revenue: 120_000,
      revenue_year: 2026,
      employees: 320,
    })
  })

  it('takes in a batch that was committed after one with a greater id', async () => {
    const { rows } = await sql<{ id: number }>`
      insert into brain.batch (dataset, source, file_name, file_sha256, effective_at, status)
      values ('public/above-scale-annual', 'test', 'late.csv', 'late', now(), 'running') returning id`.execute(
      database.kysely,
    )
    const late = rows[0]?.id ?? 0
    await load(database, 'public/above-scale-annual', [{ credit_code: moved, year: 2024, revenue: 5_00 }])
    await refreshFusion(database)
    expect((await golden(database, moved))?.above_scale).toBe(false)
    await sql`
      insert into public_warehouse.above_scale_annual (credit_code, year, revenue, batch_id, row_number, row_hash, valid_from)
      values (${moved}, 2025, 700, ${late}, 1, 1, now())`.execute(database.kysely)
    await sql`
      update brain.batch set status = 'loaded', read = 1, accepted = 1, inserted = 1, finished_at = now() where id = ${late}`.execute(
      database.kysely,
    )
    await refreshFusion(database)
    expect(await golden(database, moved)).toMatchObject({
      revenue: 700,
      revenue_year: 2025,
      above_scale: true,
    })
  })
})
