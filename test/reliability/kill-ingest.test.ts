import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openGround, type Ground } from './ground.ts'
import { run } from './kill-ingest.ts'

let ground: Ground
beforeEach(async () => {
  ground = await openGround(inject('postgresUrl'))
})
afterEach(() => ground.close())

test('a killed load leaves nothing, and the file loads exactly once', { timeout: 180_000 }, async () => {
  const { violations, measured } = await run({ ground, kills: 6 })
  expect(violations).toEqual([])
  expect(measured).not.toContain('打断进行中的载入 0 次')
})

test.each([
  ['rows before their ledger', 'rows of no loaded batch'],
  ['ledger before its rows', 'rows, expected'],
] as const)(
  'the harness notices a loader that commits %s',
  { timeout: 120_000 },
  async (fault, complaint) => {
    const { violations } = await run({ ground, kills: 4, fault })
    expect(violations.join('\n')).toContain(complaint)
  },
)
