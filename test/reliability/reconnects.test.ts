import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openGround, type Ground } from './ground.ts'
import { run } from './reconnects.ts'

let ground: Ground
beforeEach(async () => {
  ground = await openGround(inject('postgresUrl'))
})
afterEach(() => ground.close())

test(
  'connections that break and come again miss no alert and show none twice',
  { timeout: 180_000 },
  async () => {
    const { violations } = await run({ ground, sockets: 50, reconnects: 50 })
    expect(violations).toEqual([])
  },
)
