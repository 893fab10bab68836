import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnsOf, dataset, tableName } from '../../server/datasets/registry.ts'
import { readGoldenAsOf } from '../../server/fusion/golden-at.ts'
import { fusedDatasets } from '../../server/fusion/golden-precedence.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { readConnectors } from '../../server/ingest/connectors.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import { runConnector } from '../../server/ingest/run-connector.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import pack from '../../seeds/packs/demo.ts'
import { rebuildAsOf } from './golden-rebuilt.ts'

const now = new Date('2026-11-22T02:00:00Z')
/** When the corrections of this test are stated. */
const corrected = new Date('2026-11-05T08:00:00+08:00')
const dates = ['2026-10', '2026-05-15', '2025-12', '2024-06', '2023-10-31', '2022-01']

let database: Database
let dataDirectory: string
let codes: readonly string[]

beforeAll(async () => {
  database = await openTestDatabase()
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'industry-brain-golden-'))
  const connectors = await readConnectors()
  for (const { id } of pack.connectors) {
    const fused = fusedDatasets.includes(connectors.get(id)?.dataset ?? '')
    if (fused) await runConnector(database, id, { dataDirectory, now })
  }
  await refreshFusion(database, now)
  codes = await readCodes()
})
afterAll(async () => {
  await database.close()
  await rm(dataDirectory, { recursive: true, force: true })
})

async function readCodes(): Promise<string[]> {
  const { rows } = await database.pool.query<{ credit_code: string }>(
    'select credit_code from brain.golden_enterprise order by md5(credit_code)',
  )
  return rows.map(({ credit_code }) => credit_code)
}

async function readThen(asked: readonly string[], asOf: string) {
  const { rows, late } = await readGoldenAsOf(database, asked, asOf)
  return { rows: new Map(rows.map((row) => [row.credit_code, row])), late }
}

test('every firm of the demonstration scene reads as its full rebuild, at every date', async () => {
  expect(codes.length).toBeGreaterThan(3000)
  const lateFirms: number[] = []
  for (const asOf of dates) {
    const then = await readThen(codes, asOf)
    expect(then, asOf).toEqual(await rebuildAsOf(database, codes, asOf))
    lateFirms.push(then.late.size)
  }
  // The dates tell apart: nobody is late at the last, everybody at the first.
  expect([lateFirms[0], lateFirms.at(-1)]).toEqual([0, codes.length])
})

test('pages that overlap, asked for at once and again, read the same', async () => {
  const pages = [codes.slice(0, 60), codes.slice(30, 90), codes.slice(59, 60), codes.slice(0, 90)]
  for (const asOf of ['2026-04', '2026-04', '2021-01']) {
    const expected = await rebuildAsOf(database, codes.slice(0, 90), asOf)
    for (const [at, page] of (await Promise.all(pages.map((asked) => readThen(asked, asOf)))).entries()) {
      const asked = pages[at] ?? []
      expect([...page.rows.keys()]).toEqual(asked.filter((code) => expected.rows.has(code)))
      for (const [code, row] of page.rows) expect(row).toEqual(expected.rows.get(code))
      expect([...page.late].toSorted()).toEqual(asked.filter((code) => expected.late.has(code)).toSorted())
    }
  }
})

test('corrections loaded after the first reads: the past stays, the day they hold from shows them', async () => {
  const registered = await corrections('public/enterprise-registration', { address: '山东省东营市更正路1号' })
  const listed = await corrections('public/listed-company', { employees: 7 })
  const firms = [...new Set([...registered, ...listed])]
  const before = await readThen(firms, '2026-10')
  await refreshFusion(database, now)
  const sources = ['registered_capital', 'address', 'employees', 'field_sources']
  for (const asOf of ['2026-10', '2026-11-05', '2025-12']) {
    expect(await readThen(firms, asOf), asOf).toEqual(await rebuildAsOf(database, firms, asOf))
  }
  const then = await readThen(firms, '2026-10')
  const later = await readThen(firms, '2026-11-05')
  for (const name of sources) {
    const of = (at: typeof then) => firms.map((code) => at.rows.get(code)?.[name])
    expect(of(then), name).toEqual(of(before))
  }
  for (const code of registered) {
    expect(then.rows.get(code)?.['address']).not.toBe('山东省东营市更正路1号')
    expect(later.rows.get(code)?.['address']).toBe('山东省东营市更正路1号')
  }
})

/** Loads some firms' rows of a dataset again with other values; gives the firms. */
async function corrections(
  id: string,
  changes: Readonly<Record<string, string | number>>,
): Promise<string[]> {
  const of = dataset(id)
  const { rows } = await database.pool.query<{ credit_code: string; row: Record<string, unknown> }>(
    `select coalesce(s.credit_code, a.credit_code) as credit_code, to_jsonb(s) as row from ${tableName(of)} s
     left join brain.enterprise_alias a on a.dataset = $1 and a.row_id = s.row_id and a.outcome = 'link'
     where coalesce(s.credit_code, a.credit_code) is not null order by s.row_id limit 5`,
    [id],
  )
  const records = rows.map(({ row }) =>
    Object.fromEntries(
      columnsOf(of).map(([name, { type }]) => {
        const value = changes[name] ?? row[name]
        if (value === null || value === undefined) return [name, '']
        if (typeof value === 'boolean') return [name, value ? '是' : '否']
        return [name, type === 'money' ? String(Number(value) / 100) : String(value as string | number)]
      }),
    ),
  )
  const result = await ingest(database, {
    dataset: id,
    source: 'test/correction',
    delivery: {
      name: '更正.csv',
      format: 'records',
      effectiveAt: corrected,
      content: { records: () => records },
    },
    dataDirectory,
    demonstration: true,
  })
  expect(result).toMatchObject({ updated: rows.length, quarantined: 0 })
  expect(rows.length).toBe(5)
  return rows.map(({ credit_code }) => credit_code)
}
