import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { datasets } from '../server/datasets/registry.ts'
import { readConnectors, readPacks } from '../server/ingest/connectors.ts'
import { hasFailed, loadPack } from '../server/ingest/pack.ts'
import type { Database } from '../server/warehouse/database.ts'
import { openTestDatabase } from './database.ts'

const packs = await readPacks()
const connectors = await readConnectors()

test('every file of the open data says how many rows it is expected to give', () => {
  const pack = packs.get('shandong-open-data')
  expect(pack?.connectors.length).toBeGreaterThan(20)
  for (const { id } of pack?.connectors ?? []) {
    const { minimum = 0, maximum = -1 } = connectors.get(id)?.expectedYield ?? {}
    expect([id, minimum > 0, maximum >= minimum]).toEqual([id, true, true])
  }
})

describe.each([...packs])('pack %s', (_, pack) => {
  test('gives options that its connectors ask for, and all they need', () => {
    for (const { id, options = {} } of pack.connectors) {
      const needed = (connectors.get(id)?.needs ?? []).map(({ name }) => name)
      expect([id, Object.keys(options).toSorted()]).toEqual([id, needed.toSorted()])
    }
  })
})

test('between them the packs fill every dataset', () => {
  const fed = new Set(
    [...packs.values()].flatMap((pack) => pack.connectors.map(({ id }) => connectors.get(id)?.dataset)),
  )
  expect([...datasets.keys()].filter((id) => !fed.has(id))).toEqual([])
})

test('the demonstration needs no files and no network', async () => {
  const pack = packs.get('demo')
  expect(pack).toMatchObject({ demonstration: true, needsDataFolder: false })
  const http = (): never => {
    throw new Error('演示数据包访问了网络')
  }
  for (const { id } of pack?.connectors ?? []) {
    const context = { options: {}, now: new Date(), signal: new AbortController().signal, http }
    const connector = connectors.get(id)
    for await (const delivery of connector?.fetch(context) ?? []) expect(delivery.name).toBeTruthy()
  }
})

describe('loading a pack', () => {
  let database: Database
  let dataDirectory: string

  beforeAll(async () => {
    database = await openTestDatabase()
    dataDirectory = await mkdtemp(path.join(tmpdir(), 'industry-brain-packs-'))
  })

  afterAll(async () => {
    await database.close()
    await rm(dataDirectory, { recursive: true, force: true })
  })

  test('of an unknown name says which there are', async () => {
    await expect(loadPack(database, 'no-such', { dataDirectory })).rejects.toThrow(
      /没有名为“no-such”的数据包.*demo.*shandong-open-data/,
    )
  })

  test('that needs files asks for their folder', async () => {
    await expect(loadPack(database, 'shandong-open-data', { dataDirectory })).rejects.toThrow('--data')
  })

  test('from a folder without its files fails source by source, the reason named, and loads the rest', async () => {
    const outcomes = await loadPack(database, 'shandong-open-data', {
      dataDirectory,
      dataFolder: dataDirectory,
    })
    expect(hasFailed(outcomes)).toBe(true)
    const registry = outcomes.find(({ connector }) => connector === 'public/shandong-registry')
    expect(
      registry?.error ?? registry?.batches.find((batch) => batch.error !== null)?.error?.message,
    ).toContain(dataDirectory)
    // The chain standards come with the platform, not with the files.
    const standard = outcomes.find(({ connector }) => connector === 'industry/chain-segments')
    expect(new Set(standard?.batches.map((batch) => batch.status))).toEqual(new Set(['loaded']))
    const { rows } = await database.pool.query<{ count: number }>(
      'select count(*)::int as count from public_warehouse.enterprise_registration',
    )
    expect(rows).toEqual([{ count: 0 }])
  })
})
