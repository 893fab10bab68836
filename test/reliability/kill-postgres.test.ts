import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from './kill-postgres.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'industry-brain-kill-postgres-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test(
  'the program outlives its database, says 503 meanwhile, and keeps what it confirmed',
  { timeout: 300_000 },
  async () => {
    const { violations } = await run({ folder, kills: 4 })
    expect(violations).toEqual([])
  },
)
