import { afterEach, expect, test } from 'vitest'
import { createPool, type Pool, type PoolOptions } from '../../server/api/capability/pool.ts'
import { capabilities } from '../../server/capabilities/frame/registry.ts'

const pools: Pool[] = []
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close()
})

function open(options: Partial<PoolOptions> = {}): Pool {
  const pool = createPool({
    divisions: () => Promise.resolve({ kind: 'divisions', version: 1, rows: [] }),
    onFailure: () => undefined,
    ...options,
  })
  pools.push(pool)
  return pool
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const quick = () => ({ kind: 'run' as const, id: 'pmi', body: bytes(capabilities.get('pmi')?.sample) })
/** About a second of work. */
const slow = (size = 700) => ({
  kind: 'run' as const,
  id: 'input-output',
  body: bytes({
    flows: Array.from({ length: size }, (_row, i) => Array.from({ length: size }, (_cell, j) => (i + j) % 5)),
    finalDemand: Array.from({ length: size }, () => 10_000),
  }),
})

test('runs a component in a process and brings its output back as JSON', async () => {
  const done = await open().perform(quick(), 'one')
  expect(done.kind === 'output' && JSON.parse(new TextDecoder().decode(done.json))).toHaveProperty('pmi')
})

test('gives up what takes too long, says so, and goes on with the next', async () => {
  const pool = open({ timeLimit: 1 })
  await expect(pool.perform(slow(), 'one')).rejects.toMatchObject({
    status: 422,
    code: 'capability-too-slow',
  })
  const patient = open()
  await expect(patient.perform(quick(), 'one')).resolves.toHaveProperty('kind', 'output')
})

test('survives a process that runs out of memory', async () => {
  const pool = open({ heapLimit: 128 })
  const body = new TextEncoder().encode(`{"values":[${'[[],[]],'.repeat(2_500_000)}1]}`)
  await expect(pool.perform({ kind: 'run', id: 'concentration', body }, 'one')).rejects.toMatchObject({
    status: 422,
    code: 'capability-out-of-memory',
  })
  await expect(pool.perform(quick(), 'one')).resolves.toHaveProperty('kind', 'output')
})

test('keeps one process for small inputs while a large one is computed', async () => {
  const pool = open()
  const order: string[] = []
  const large = [slow(), slow(300)].map((task) => pool.perform(task, 'one').then(() => order.push('large')))
  for (let turn = 0; turn < 3; turn++) {
    await pool.perform(quick(), 'two')
    order.push('quick')
  }
  expect(order.slice(0, 3)).toEqual(['quick', 'quick', 'quick'])
  await Promise.all(large)
})

test('lets nobody fill the queue alone, and no crowd fill it without end', async () => {
  const pool = open()
  const outcomes = new Map<string, number>()
  const note = (word: string) => outcomes.set(word, (outcomes.get(word) ?? 0) + 1)
  const ask = (owner: string) =>
    pool.perform(slow(60), owner).then(
      () => note('done'),
      (error: { readonly status: number }) => note(String(error.status)),
    )
  await Promise.all(Array.from({ length: 30 }, () => ask('one')))
  expect(Object.fromEntries(outcomes)).toEqual({ done: 18, 429: 12 })
  outcomes.clear()
  await Promise.all(Array.from({ length: 80 }, (_, number) => ask(`of many ${number}`)))
  expect(Object.fromEntries(outcomes)).toEqual({ done: 66, 503: 14 })
})

test('takes what was abandoned out of the queue, and off the process', async () => {
  const pool = open()
  const leaving = new AbortController()
  const gone = [slow(), slow()].map((task) => pool.perform(task, 'one', leaving.signal))
  const refused = Promise.allSettled(gone)
  leaving.abort()
  const results = await refused
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(pool.perform(quick(), 'one')).resolves.toHaveProperty('kind', 'output')
})

test('asks for divisions once, and again only when their version has changed', async () => {
  const asked: (number | null)[] = []
  let version = 1
  const pool = open({
    divisions: (known) => {
      asked.push(known)
      const rows = known === version ? null : []
      return Promise.resolve({ kind: 'divisions', version, rows })
    },
  })
  const task = {
    kind: 'run' as const,
    id: 'migration-detect',
    body: bytes(capabilities.get('migration-detect')?.sample),
  }
  for (let turn = 0; turn < 2; turn++) await pool.perform(task, 'one')
  version = 2
  await pool.perform(task, 'one')
  expect(asked).toEqual(asked.length === 0 ? [] : [null, 1, 1])
})
