import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openGround, type Ground } from './ground.ts'
import { run } from './corrupt-files.ts'
import { readStrictly } from './strict-reading.ts'

let ground: Ground
beforeEach(async () => {
  ground = await openGround(inject('postgresUrl'))
})
afterEach(() => ground.close())

test(
  'of every kind of damage: refused with a reason, or read as it stands',
  { timeout: 300_000 },
  async () => {
    const { violations } = await run({ ground, filesPerFormat: 20 })
    expect(violations).toEqual([])
  },
)

test('the strict reading refuses what has more than one reading', () => {
  const cells = { code: 'A10', name: '厂', month: '2024-01' }
  expect(readStrictly({ ...cells, count: '1,286', day: '2024年1月5日' })).toMatchObject({
    count: '1286',
    day: '2024-01-05',
  })
  const wrongs: readonly Record<string, string>[] = [
    { count: ' ' },
    { count: '12亿' },
    { day: '2023-02-30' },
    { amount: '1.005' },
    { name: '' },
  ]
  for (const wrong of wrongs) expect(readStrictly({ ...cells, ...wrong })).toBe('refused')
})
