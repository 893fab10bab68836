import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { run, settings } from './clock.ts'
import { openGround, type Ground } from './ground.ts'

let ground: Ground
beforeEach(async () => {
  ground = await openGround(inject('postgresUrl'))
})
afterEach(() => ground.close())

test(
  'whatever the clock and the time zone of the machine, the totals are the same',
  { timeout: 240_000 },
  async () => {
    const { violations } = await run({
      ground,
      pack: null,
      settings: [settings[0]!, settings[2]!, settings[4]!],
    })
    expect(violations).toEqual([])
  },
)
