import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPack, type ConnectorOutcome } from '../../server/ingest/pack.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { hasRealData, realData, realDataNote } from './real-data.ts'

const tenMinutes = 600_000

describe.skipIf(!hasRealData)(`the pack shandong-open-data through the engine${realDataNote}`, () => {
  let database: Database
  let dataDirectory: string
  let outcomes: readonly ConnectorOutcome[]

  const load = () => loadPack(database, 'shandong-open-data', { dataDirectory, dataFolder: realData })

  beforeAll(async () => {
    database = await openTestDatabase()
    dataDirectory = await mkdtemp(path.join(tmpdir(), 'pack-'))
    const started = performance.now()
    outcomes = await load()
    console.log(table(outcomes, performance.now() - started))
  }, tenMinutes)
  afterAll(async () => {
    await database.close()
    await rm(dataDirectory, { recursive: true })
  })

  it('loads every source without a failure or a warning about its yield', () => {
    for (const { connector, batches, error } of outcomes) {
      expect(error, connector).toBeNull()
      expect(batches.length, connector).toBeGreaterThan(0)
      for (const batch of batches) {
        expect(batch.status, `${connector} ${batch.error?.message}`).toBe('loaded')
        expect(batch.warnings.filter(({ rule }) => rule.includes('yield'))).toEqual([])
      }
    }
  })

  it('accounts for every record', () => {
    for (const { connector, batches } of outcomes) {
      for (const batch of batches) {
        expect(batch.accepted + batch.unchanged + batch.duplicate + batch.quarantined, connector).toBe(
          batch.read,
        )
      }
    }
  })

  it.each([
    ['public_warehouse.enterprise_registration', 102_016],
    ['public_warehouse.listed_company', 5_500],
    ['public_warehouse.division', 6_450],
    ['public_warehouse.region_boundary', 187],
    ['public_warehouse.industry_code', 1_971],
    ['public_warehouse.region_statistics', 7_342 + 24_611 + 217 + 9_240],
    ['public_warehouse.tender_award', 892],
    ['industry_warehouse.product_relation', 110_152 + 536],
    ['industry_warehouse.target_enterprise', 37_781 - 9],
    ['industry_warehouse.input_output', 137_311],
    ['industry_warehouse.emission_factor', 101],
    ['enterprise_warehouse.annual_report', 11_587],
  ])('%s has %i rows', async (name, expected) => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
      database.kysely,
    )
    expect(rows[0]?.count).toBe(expected)
  })

  it('quarantines a capital that nobody can read, with the text as printed', async () => {
    const rows = await database.kysely
      .selectFrom('brain.quarantine')
      .select(['rule', 'value'])
      .where('dataset', '=', 'industry/target-enterprise')
      .execute()
    expect(rows).toHaveLength(9)
    for (const { value } of rows) expect(value).toMatch(/^\d+,0{7}\(万/)
  })

  it('balances: inputs and value added of every sector make its total input (2020, 153 sectors)', async () => {
    const { rows } = await sql<{ column_code: string; difference: number }>`
      select column_code, abs(sum(value) filter (where row_code in ('TII', 'TVA')) - sum(value) filter (where row_code = 'TI'))
        / nullif(sum(value) filter (where row_code = 'TI'), 0) as difference
      from industry_warehouse.input_output
      where table_code = 'china_2020_153' and column_code ~ '^[0-9]+$' group by column_code`.execute(
      database.kysely,
    )
    expect(rows).toHaveLength(153)
    for (const { column_code: column, difference } of rows) expect(difference ?? 0, column).toBeLessThan(1e-8)
  })

  it(
    'loads again without a change',
    async () => {
      const again = await load()
      for (const { connector, batches, error } of again) {
        expect(error, connector).toBeNull()
        for (const batch of batches) {
          expect(['repeated', 'loaded'], connector).toContain(batch.status)
          expect(batch.accepted, connector).toBe(0)
        }
      }
    },
    tenMinutes,
  )
})

function table(outcomes: readonly ConnectorOutcome[], milliseconds: number): string {
  const lines = outcomes.map(({ connector, batches, error }) => {
    const sum = (read: (batch: ConnectorOutcome['batches'][number]) => number) =>
      batches.reduce((total, batch) => total + read(batch), 0)
    const counts = `读 ${sum((b) => b.read)} 入 ${sum((b) => b.accepted)} 重 ${sum((b) => b.duplicate)} 隔离 ${sum((b) => b.quarantined)}`
    const seconds = (sum((b) => b.durationMs) / 1000).toFixed(1)
    const ignored = batches.flatMap((b) => b.warnings).map(({ message, count }) => `${message} ${count}`)
    return `${connector}: ${counts}，${seconds} 秒${error === null ? '' : ` 错误：${error}`}${ignored.length === 0 ? '' : `（${ignored.join('；')}）`}`
  })
  return [...lines, `共 ${(milliseconds / 1000).toFixed(1)} 秒`].join('\n')
}
