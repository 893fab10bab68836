import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepareCascade, type ProductionFunction } from '../../server/algorithms/cascade-model.ts'
import { sweepCascade } from '../../server/algorithms/cascade-sweep.ts'
import { createCascade, type Shock } from '../../server/algorithms/cascade.ts'
import { byFormula, modelOf, type Net } from './cascade-formula.ts'

const functions = ['linear', 'mixed', 'leontief'] as const

const network: fc.Arbitrary<Net> = fc.integer({ min: 2, max: 9 }).chain((count) =>
  fc.record({
    sectors: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: count, maxLength: count }),
    edges: fc.array(
      fc
        .tuple(
          fc.integer({ min: 0, max: count - 1 }),
          fc.integer({ min: 0, max: count - 1 }),
          fc.integer({ min: 1, max: 100 }),
        )
        .filter(([supplier, buyer]) => supplier !== buyer),
      { maxLength: 24 },
    ),
  }),
)
const shocksOf = ({ sectors }: Net) =>
  fc.array(
    fc.tuple(
      fc.nat(sectors.length - 1),
      fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
const struck = network.chain((net) => fc.record({ net: fc.constant(net), shocks: shocksOf(net) }))

const options = { tolerance: 1e-12, rounds: 100_000 }

function lossesOf(
  net: Net,
  production: ProductionFunction,
  replaceability: boolean,
  shocks: readonly Shock[],
) {
  const cascade = createCascade(modelOf(net, production), { ...options, replaceability })
  const outcome = cascade.run(shocks)
  return { ...outcome, losses: net.sectors.map((_, firm) => cascade.loss(firm)) }
}

const figure: Net = {
  sectors: [1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5],
  edges: (
    [
      [2, 1],
      [2, 3],
      [3, 7],
      [6, 7],
      [7, 4],
      [7, 11],
      [8, 11],
      [9, 5],
      [9, 10],
      [10, 7],
    ] as const
  ).map(([supplier, buyer]) => [supplier - 1, buyer - 1, 1]),
}

describe('ESRI', () => {
  test.each([
    ['linear', false, [0.1, 0.366667, 0.266667, 0.35, 0.1, 0.166667, 0.7, 0.1, 0.366667, 0.266667, 0.45]],
    ['leontief', true, [0.1, 0.366667, 0.4, 0.35, 0.1, 0.15, 0.7, 0.1, 0.4, 0.4, 0.45]],
  ] as const)(
    'gives what GLcascade gives on its figure 1: %s',
    async (production, replaceability, published) => {
      const esri = await sweepCascade(modelOf(figure, production), {
        tolerance: 1e-9,
        rounds: 1000,
        replaceability,
        workers: 0,
      })
      expect([...esri].map((value) => Number(value.toFixed(6)))).toEqual(published)
    },
  )

  test('is the same from threads', async () => {
    const settings = { ...options, replaceability: true }
    const model = modelOf(figure, 'leontief')
    const progress: number[] = []
    const threads = await sweepCascade(model, {
      ...settings,
      workers: 2,
      onProgress: (done) => progress.push(done),
    })
    expect([...threads]).toEqual([...(await sweepCascade(model, { ...settings, workers: 0 }))])
    expect(progress.at(-1)).toBe(11)
  })
})

describe('a shock', () => {
  test('follows the formulas as they are written', () => {
    fc.assert(
      fc.property(
        struck,
        fc.constantFrom(...functions),
        fc.boolean(),
        ({ net, shocks }, production, sigma) => {
          const { losses } = lossesOf(net, production, sigma, shocks)
          const expected = byFormula(net, production, sigma, shocks).losses
          for (const [firm, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[firm]!, 6)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('costs each firm struck at least its own part, nobody more than all, and nothing where nobody is struck', () => {
    fc.assert(
      fc.property(
        struck,
        fc.constantFrom(...functions),
        fc.boolean(),
        ({ net, shocks }, production, sigma) => {
          const { losses, total } = lossesOf(net, production, sigma, shocks)
          for (const [firm, remaining] of shocks)
            expect(losses[firm]).toBeGreaterThanOrEqual(1 - remaining - 1e-12)
          for (const loss of losses) expect(loss >= 0 && loss <= 1).toBe(true)
          expect(total <= 1 + 1e-12).toBe(true)
          const none = lossesOf(
            net,
            production,
            sigma,
            shocks.map(([firm]) => [firm, 1]),
          )
          expect(none).toMatchObject({ total: 0, rounds: 0, converged: true })
        },
      ),
    )
  })

  test('that is harder never costs less', () => {
    fc.assert(
      fc.property(
        struck,
        fc.constantFrom(...functions),
        fc.boolean(),
        ({ net, shocks }, production, sigma) => {
          const soft = lossesOf(net, production, sigma, shocks).losses
          const hard = lossesOf(
            net,
            production,
            sigma,
            shocks.map(([firm, remaining]) => [firm, remaining / 2]),
          ).losses
          for (const [firm, loss] of soft.entries()) expect(hard[firm]).toBeGreaterThanOrEqual(loss - 1e-6)
        },
      ),
    )
  })

  test('costs no more where inputs replace each other, or firms do', () => {
    fc.assert(
      fc.property(struck, fc.boolean(), ({ net, shocks }, sigma) => {
        const worst = lossesOf(net, 'leontief', sigma, shocks).losses
        for (const production of ['linear', 'mixed'] as const) {
          const { losses } = lossesOf(net, production, sigma, shocks)
          for (const [firm, loss] of losses.entries()) expect(loss).toBeLessThanOrEqual(worst[firm]! + 1e-6)
        }
        for (const production of functions) {
          const replaced = lossesOf(net, production, true, shocks).losses
          const without = lossesOf(net, production, false, shocks).losses
          for (const [firm, loss] of replaced.entries())
            expect(loss).toBeLessThanOrEqual(without[firm]! + 1e-6)
        }
      }),
    )
  })

  test('does not depend on how firms are numbered or edges ordered', () => {
    fc.assert(
      fc.property(
        struck,
        fc.constantFrom(...functions),
        fc.boolean(),
        ({ net, shocks }, production, sigma) => {
          const last = net.sectors.length - 1
          const turned: Net = {
            sectors: net.sectors.toReversed(),
            edges: net.edges.map(([s, b, w]) => [last - s, last - b, w] as const).toReversed(),
          }
          const there = lossesOf(net, production, sigma, shocks).losses
          const here = lossesOf(
            turned,
            production,
            sigma,
            shocks.map(([firm, remaining]) => [last - firm, remaining]),
          ).losses
          for (const [firm, loss] of there.entries()) expect(here[last - firm]).toBeCloseTo(loss, 8)
        },
      ),
    )
  })

  test('leaves nothing behind for the next', () => {
    fc.assert(
      fc.property(
        struck,
        fc.constantFrom(...functions),
        fc.boolean(),
        ({ net, shocks }, production, sigma) => {
          const cascade = createCascade(modelOf(net, production), { ...options, replaceability: sigma })
          cascade.run(net.sectors.map((_, firm) => [firm, 0]))
          const again = cascade.run(shocks)
          expect({ ...again, losses: net.sectors.map((_, firm) => cascade.loss(firm)) }).toEqual(
            lossesOf(net, production, sigma, shocks),
          )
        },
      ),
    )
  })

  test('tells its rounds: the shock first, every loss in the end', () => {
    fc.assert(
      fc.property(
        struck,
        fc.constantFrom(...functions),
        fc.boolean(),
        ({ net, shocks }, production, sigma) => {
          const cascade = createCascade(modelOf(net, production), { ...options, replaceability: sigma })
          const seen = net.sectors.map(() => 0)
          const rounds: number[] = []
          const outcome = cascade.run(shocks, (round, changed) => {
            rounds.push(round)
            expect(new Set(changed).size).toBe(changed.length)
            for (const firm of changed) {
              expect(cascade.loss(firm)).toBeGreaterThanOrEqual(seen[firm]!)
              seen[firm] = cascade.loss(firm)
            }
          })
          expect(rounds).toEqual(Array.from({ length: outcome.rounds + 1 }, (_, round) => round))
          expect(seen).toEqual(net.sectors.map((_, firm) => cascade.loss(firm)))
        },
      ),
    )
  })

  test('that does not come to rest in the rounds allowed says so', () => {
    const cascade = createCascade(modelOf(figure, 'linear'), {
      tolerance: 1e-9,
      rounds: 1,
      replaceability: false,
    })
    expect(cascade.run([[1, 0]])).toMatchObject({ rounds: 1, converged: false })
  })

  test('passes over inputs that a buyer does not miss', () => {
    const model = prepareCascade(
      { sectors: [1, 2], suppliers: [0], buyers: [1], weights: [5] },
      () => 'negligible',
    )
    const cascade = createCascade(model, { ...options, replaceability: false })
    expect(cascade.run([[0, 0]]).total).toBe(1)
    expect(cascade.loss(1)).toBe(0)
  })
})
