import type { Database } from '../warehouse/database.ts'

/** A load holds one session and needs up to two more, beside one for short questions. */
const sessionsOfALoad = 3

interface Slots {
  free: number
  readonly waiting: (() => void)[]
}

const slots = new WeakMap<Database['pool'], Slots>()

/**
 * Runs a load when the pool has sessions for all that it needs: loads that each hold one and wait for another's
 * would wait for ever.
 */
export async function withLoadSlot<T>({ pool }: Database, run: () => Promise<T>): Promise<T> {
  let own = slots.get(pool)
  if (own === undefined) {
    own = { free: Math.max(1, Math.floor((pool.options.max - 1) / sessionsOfALoad)), waiting: [] }
    slots.set(pool, own)
  }
  const { waiting } = own
  if (own.free > 0) own.free--
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await run()
  } finally {
    const next = waiting.shift()
    if (next === undefined) own.free++
    else next()
  }
}
