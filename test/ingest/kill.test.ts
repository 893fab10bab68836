import { afterEach, beforeEach, expect, test } from 'vitest'
import { urlOf } from '../database.ts'
import { killLoads } from './kill-loader.ts'
import { openWarehouse, type Warehouse } from './load-file.ts'

let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await openWarehouse()
})
afterEach(() => warehouse.close())

/** Park and Miller: the same moments in every run. */
function sequence(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

test('a killed load leaves nothing, and the file loads exactly once', { timeout: 180_000 }, async () => {
  const { database, dataDirectory } = warehouse
  const report = await killLoads(database, await urlOf(database), dataDirectory, 6, {
    random: sequence(20260315),
  })
  expect(report.violations).toEqual([])
  expect(report.interrupted).toBeGreaterThan(0)
})

test(
  'the harness notices a loader that commits rows without their ledger',
  { timeout: 120_000 },
  async () => {
    const { database, dataDirectory } = warehouse
    const report = await killLoads(database, await urlOf(database), dataDirectory, 1, {
      broken: true,
      random: sequence(7),
    })
    expect(report.violations.join('\n')).toContain('rows of no loaded batch')
  },
)
