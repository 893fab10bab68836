/**
 * Pseudo-random numbers for the demonstration data: sfc32 (Chris Doty-Humphrey, PractRand), seeded by a name.
 *
 * Every subject draws from its own named stream, so that a change in one leaves the others as they were.
 */
export interface Random {
  /** [0, 1). */
  uniform(): number
  /** Whole number, both bounds inclusive. */
  integer(least: number, most: number): number
  chance(probability: number): boolean
  /** Standard normal (Box–Muller). */
  normal(): number
  /** exp(N(0, sigma²) − sigma²/2): mean 1. */
  lognormal(sigma: number): number
  pick<T>(items: readonly T[]): T
  /** @throws RangeError when no item has a positive weight. */
  weighted<T>(items: readonly T[], weight: (item: T) => number): T
  shuffled<T>(items: readonly T[]): T[]
}

/** The one seed of the demonstration pack. */
const packSeed = 'industry-brain-demo-370523'

/** FNV-1a over UTF-16 units, one 32-bit word for each start value. */
function hashed(text: string, start: number): number {
  let hash = start
  for (let position = 0; position < text.length; position++) {
    hash = Math.imul(hash ^ text.charCodeAt(position), 0x01000193)
  }
  return hash >>> 0
}

function sfc32(seed: string): () => number {
  let a = hashed(seed, 0x811c9dc5)
  let b = hashed(seed, 0x9e3779b9)
  let c = hashed(seed, 0x85ebca6b)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  for (let round = 0; round < 15; round++) next()
  return next
}

export function randomStream(name: string, seed = packSeed): Random {
  const uniform = sfc32(`${seed}/${name}`)
  const integer = (least: number, most: number): number => least + Math.floor(uniform() * (most - least + 1))
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    uniform,
    integer,
    chance: (probability) => uniform() < probability,
    normal,
    lognormal: (sigma) => Math.exp(sigma * normal() - (sigma * sigma) / 2),
    pick(items) {
      const item = items[Math.floor(uniform() * items.length)]
      if (item === undefined) throw new RangeError('无可选项')
      return item
    },
    weighted(items, weight) {
      let total = 0
      for (const item of items) total += Math.max(0, weight(item))
      let left = uniform() * total
      for (const item of items) {
        const share = Math.max(0, weight(item))
        if (share > 0 && left < share) return item
        left -= share
      }
      // Rounding can leave a crumb behind the last item.
      const last = items.findLast((item) => weight(item) > 0)
      if (last === undefined) throw new RangeError('权重全为零')
      return last
    },
    shuffled(items) {
      const copy = [...items]
      for (let end = copy.length - 1; end > 0; end--) {
        const other = integer(0, end)
        const held = copy[end] as (typeof copy)[number]
        copy[end] = copy[other] as (typeof copy)[number]
        copy[other] = held
      }
      return copy
    },
  }
}
