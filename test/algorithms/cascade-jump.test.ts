import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sweepCascade } from '../../server/algorithms/cascade-sweep.ts'
import { createCascade, type Shock } from '../../server/algorithms/cascade.ts'
import { randomStream } from '../../seeds/demo/random.ts'
import { byFormula, modelOf, type Net } from './cascade-formula.ts'

const functions = ['linear', 'mixed', 'leontief'] as const
const options = { tolerance: 1e-12, rounds: 200_000 }

type Edge = readonly [supplier: number, buyer: number, weight: number]
type Random = ReturnType<typeof randomStream>

const below = (random: Random, count: number) => Math.floor(count * random.uniform())

/** Everybody trades with everybody; next to nobody is without sales, so losses hardly leave the network. */
function tangle(random: Random, firms: number, first = 0, customers = 5): Edge[] {
  return Array.from({ length: customers * firms }, () => {
    const supplier = below(random, firms)
    const buyer = (supplier + 1 + below(random, firms - 1)) % firms
    return [first + supplier, first + buyer, 1 + below(random, 100)] as const
  })
}

/** Each sells to the next, the last to the first. */
const ring = (firms: number, first = 0): Edge[] =>
  Array.from({ length: firms }, (_, firm) => [first + firm, first + ((firm + 1) % firms), 1])

const chain = (firms: number, first = 0) => ring(firms, first).slice(0, -1)

const shapes = {
  tangle: (random: Random, firms: number) => tangle(random, firms),
  'leaking tangle': (random: Random, firms: number) => tangle(random, firms, 0, 3),
  // Closed: everybody sells and buys within, and nobody else is there.
  'closed tangle': (random: Random, firms: number) => [...tangle(random, firms), ...ring(firms)],
  'two closed tangles': (random: Random, firms: number) => {
    const half = firms >> 1
    return [...tangle(random, half), ...ring(half), ...tangle(random, half, half), ...ring(half, half)]
  },
  // Losses of the second reach the first by one thin edge.
  'tangles loosely tied': (random: Random, firms: number) => {
    const half = firms >> 1
    return [...tangle(random, half), ...ring(half), ...tangle(random, half, half), [1, half, 3] as const]
  },
  'tangle with chain': (random: Random, firms: number) => {
    const half = firms >> 1
    return [...tangle(random, half), ...chain(firms - half, half), [half, 0, 20] as const]
  },
  'rings tied': (random: Random, firms: number) => {
    const size = 3 + below(random, 5)
    const rings = Math.floor(firms / size)
    return [
      ...Array.from({ length: rings }, (_, place) => ring(size, place * size)).flat(),
      ...Array.from(
        { length: rings },
        () => [below(random, rings * size), below(random, rings * size), 0.05] as const,
      ),
    ].filter(([supplier, buyer]) => supplier !== buyer)
  },
  chain: (_: Random, firms: number) => chain(firms),
} satisfies Record<string, (random: Random, firms: number) => Edge[]>

function build(shape: keyof typeof shapes, firms: number, seed: number): Net {
  const random = randomStream(`cascade-jump-${seed}`)
  return {
    sectors: Array.from({ length: firms }, () => 1 + below(random, 6)),
    edges: shapes[shape](random, firms),
  }
}

const nets = fc.record({
  shape: fc.constantFrom(...(Object.keys(shapes) as (keyof typeof shapes)[])),
  firms: fc.integer({ min: 30, max: 120 }),
  seed: fc.nat(),
})
const shocksOf = (firms: number): fc.Arbitrary<readonly Shock[]> =>
  fc.array(
    fc.tuple(
      fc.nat(firms - 1),
      fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    ),
    { minLength: 1, maxLength: 4 },
  )
const struck = nets.chain((net) => fc.record({ net: fc.constant(net), shocks: shocksOf(net.firms) }))

function worstGap(found: readonly number[], expected: readonly number[]): number {
  return Math.max(...found.map((loss, firm) => Math.abs(loss - expected[firm]!)))
}

describe('a jump', () => {
  test('lands where the formulas lead, round by round', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        struck,
        fc.constantFrom(...functions),
        fc.boolean(),
        ({ net: { shape, firms, seed }, shocks }, production, sigma) => {
          const net = build(shape, firms, seed)
          const cascade = createCascade(modelOf(net, production), { ...options, replaceability: sigma })
          expect(cascade.run(shocks).converged).toBe(true)
          const found = net.sectors.map((_, firm) => cascade.loss(firm))
          const expected = byFormula(net, production, sigma, shocks)
          if (expected.settled) expect(worstGap(found, expected.losses)).toBeLessThan(1e-7)
          else
            for (const [firm, loss] of found.entries())
              expect(loss).toBeGreaterThan(expected.losses[firm]! - 1e-9)
        },
      ),
      { numRuns: 20, endOnFailure: true },
    )
  })

  test.each(functions)('saves rounds without changing what is lost: %s, 300 firms', (production) => {
    const net = build('leaking tangle', 300, 5)
    const cascade = createCascade(modelOf(net, production), { ...options, replaceability: false })
    const shocks: readonly Shock[] = [
      [7, 0.2],
      [40, 0.6],
      [41, 0.95],
    ]
    const { rounds } = cascade.run(shocks)
    const jumped = net.sectors.map((_, firm) => cascade.loss(firm))
    const watched = cascade.run(shocks, () => undefined).rounds
    const plain = net.sectors.map((_, firm) => cascade.loss(firm))
    expect(worstGap(jumped, plain)).toBeLessThan(1e-8)
    expect(watched).toBeGreaterThan(100)
    expect(rounds).toBeLessThan(60)
    const expected = byFormula(net, production, false, shocks)
    expect(expected.settled).toBe(true)
    expect(worstGap(jumped, expected.losses)).toBeLessThan(1e-8)
  })

  test('gives a closed circle what its own shock gives it, not what stands beside it', () => {
    const net = build('two closed tangles', 200, 11)
    const cascade = createCascade(modelOf(net, 'linear'), { ...options, replaceability: false })
    cascade.run([
      [3, 0],
      [104, 0.6],
      [150, 0.7],
    ])
    for (const firm of net.sectors.keys()) expect(cascade.loss(firm)).toBeCloseTo(firm < 100 ? 1 : 0.4, 9)
    expect([...cascade.affected()]).toHaveLength(200)
  })

  test('leaves alone what lost nothing', () => {
    const net = build('two closed tangles', 200, 11)
    const cascade = createCascade(modelOf(net, 'linear'), { ...options, replaceability: false })
    cascade.run([[3, 0]])
    for (const firm of net.sectors.keys()) expect(cascade.loss(firm)).toBeCloseTo(firm < 100 ? 1 : 0, 9)
    expect([...cascade.affected()].every((firm) => firm < 100)).toBe(true)
  })

  test('leaves nothing behind for the next run, and sweeps as it runs', async () => {
    const net = build('tangle', 60, 3)
    for (const production of functions)
      for (const replaceability of [false, true]) {
        const settings = { ...options, tolerance: 1e-9, replaceability }
        const model = modelOf(net, production)
        const alone = net.sectors.map((_, firm) => createCascade(model, settings).run([[firm, 0]]).total)
        expect([...(await sweepCascade(model, { ...settings, workers: 0 }))]).toEqual(alone)
        expect([...(await sweepCascade(model, { ...settings, workers: 2 }))]).toEqual(alone)
      }
  })

  test('is not made while somebody watches, nor before a coarse tolerance is met', () => {
    const net = build('tangle', 300, 5)
    const model = modelOf(net, 'linear')
    const watched: number[] = []
    const fine = createCascade(model, { ...options, tolerance: 1e-9, replaceability: false })
    const { rounds } = fine.run([[7, 0]], (round) => watched.push(round))
    expect(watched).toHaveLength(rounds + 1)
    expect(rounds).toBeGreaterThan(60)
    const coarse = createCascade(model, { ...options, tolerance: 1e-2, replaceability: false })
    const unseen = coarse.run([[7, 0]])
    const losses = net.sectors.map((_, firm) => coarse.loss(firm))
    expect(coarse.run([[7, 0]], () => undefined)).toEqual(unseen)
    expect(net.sectors.map((_, firm) => coarse.loss(firm))).toEqual(losses)
  })
})
