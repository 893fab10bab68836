import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../server/ingest/ingest.ts'
import type { IngestRequest } from '../../server/ingest/batch.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'

let database: Database
let dataDirectory: string

beforeAll(async () => {
  database = await openTestDatabase()
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'ingest-'))
})
afterAll(async () => {
  await database.close()
  await rm(dataDirectory, { recursive: true })
})

function load(
  dataset: string,
  text: string | Buffer,
  options: Partial<IngestRequest> & { effectiveAt?: Date } = {},
) {
  const { effectiveAt, ...rest } = options
  return ingest(database, {
    dataset,
    source: 'test/source',
    delivery: {
      name: 'file.csv',
      format: 'auto',
      ...(effectiveAt && { effectiveAt }),
      content: { bytes: () => Readable.from([Buffer.from(text)]) },
    },
    dataDirectory,
    ...rest,
  })
}

test('loads, recognises unchanged rows, keeps superseded versions', async () => {
  const first = await load(
    'public/division',
    'code,name,level\n370000,山东省,province\n370100,济南市,city\n370100,济南市,city\n370200,青岛市,town\n',
    { effectiveAt: new Date('2024-01-01T00:00:00Z') },
  )
  expect(first).toMatchObject({
    status: 'loaded',
    read: 4,
    inserted: 2,
    duplicate: 1,
    quarantined: 1,
    unchanged: 0,
  })
  const second = await load(
    'public/division',
    'code,name,level\n370000,山东,province\n370100,济南市,city\n',
    {
      effectiveAt: new Date('2024-02-01T00:00:00Z'),
    },
  )
  expect(second).toMatchObject({ read: 2, inserted: 0, updated: 1, unchanged: 1 })
  const { rows } = await database.pool.query(
    'select code, name, valid_from, valid_to from public_warehouse.division_history',
  )
  expect(rows).toEqual([
    {
      code: '370000',
      name: '山东省',
      valid_from: new Date('2024-01-01T00:00:00Z'),
      valid_to: new Date('2024-02-01T00:00:00Z'),
    },
  ])
  const again = await load('public/division', 'code,name,level\n370000,山东,province\n370100,济南市,city\n')
  expect(again.status).toBe('repeated')
  const older = await load('public/division', 'code,name,level\n370000,东省,province\n', {
    effectiveAt: new Date('2023-01-01T00:00:00Z'),
  })
  expect(older).toMatchObject({ read: 1, quarantined: 1, updated: 0 })
})
