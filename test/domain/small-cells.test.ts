import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  coarsen,
  formBlocks,
  isDisclosive,
  isReleasable,
  minimumFirms,
  type BaseCell,
  type Blocks,
} from '../../server/domain/small-cells.ts'
import { isInSpan } from './linear-span.ts'

interface Fact {
  readonly county: string
  readonly branch: string
  readonly firm: number
  readonly amount: number
}

const counties = ['370502', '370523', '370783'] as const
const branches = ['C26', 'C29'] as const

const fact = fc.record({
  county: fc.constantFrom(...counties),
  branch: fc.constantFrom(...branches),
  firm: fc.integer({ min: 1, max: 14 }),
  amount: fc.oneof(fc.constantFrom(1, 2, 3), fc.nat({ max: 1000 })),
})

/** Few facts leave small cells, many leave large ones. */
const facts = fc.oneof(
  fc.array(fact, { minLength: 1, maxLength: 12 }),
  fc.array(fact, { minLength: 20, maxLength: 80 }),
)

function cellsOf(given: readonly Fact[], amountOf = ({ amount }: Fact) => amount): BaseCell[] {
  const cells = new Map<string, { path: string[]; side: Map<number, number> }>()
  for (const one of given) {
    const path = ['370000', `${one.county.slice(0, 4)}00`, one.county, one.branch]
    const key = path.join()
    const cell = cells.get(key) ?? { path, side: new Map<number, number>() }
    cell.side.set(one.firm, (cell.side.get(one.firm) ?? 0) + amountOf(one))
    cells.set(key, cell)
  }
  return [...cells.values()].map(({ path, side }) => ({ path, sides: [side] }))
}

/** Every set of cells that a query can name: any union of counties crossed with any union of branches. */
function queriesOf(cells: readonly BaseCell[]): number[][] {
  const subsets = <T>(items: readonly T[]) =>
    Array.from({ length: 2 ** items.length - 1 }, (_, bits) =>
      items.filter((_one, at) => ((bits + 1) >> at) & 1),
    )
  const found = new Map<string, number[]>()
  for (const places of subsets(counties)) {
    for (const kinds of subsets(branches)) {
      const inside = [...cells.keys()].filter((at) => {
        const [, , county, branch] = cells[at]?.path ?? []
        return places.some((place) => place === county) && kinds.some((kind) => kind === branch)
      })
      if (inside.length > 0) found.set(inside.join(), inside)
    }
  }
  return [...found.values()]
}

const allSubsets = (count: number) =>
  Array.from({ length: 2 ** count - 1 }, (_, bits) =>
    Array.from({ length: count }, (_one, at) => at).filter((at) => ((bits + 1) >> at) & 1),
  )

const indicator = (cells: readonly number[], length: number) =>
  Array.from({ length }, (_, at) => (cells.includes(at) ? 1 : 0))

function amountsOf(cells: readonly BaseCell[], inside: readonly number[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const at of inside)
    for (const [firm, amount] of cells[at]?.sides[0] ?? []) sums.set(firm, (sums.get(firm) ?? 0) + amount)
  return sums
}

/** Whatever sums are combined, with whatever factors: no sum over few or dominated firms comes out. */
function expectNothingInferable(cells: readonly BaseCell[], blocks: Blocks): void {
  const released = queriesOf(cells).filter((query) => isReleasable(blocks, query))
  const known = released.map((query) => indicator(query, cells.length))
  for (const subset of allSubsets(cells.length)) {
    if (!isInSpan(known, indicator(subset, cells.length))) continue
    const amounts = amountsOf(cells, subset)
    expect(amounts.size, `${subset.join()} is inferable`).toBeGreaterThanOrEqual(minimumFirms)
    expect(isDisclosive(amounts.values()), `${subset.join()} is inferable and dominated`).toBe(false)
  }
}

describe('what is released of a table', () => {
  test('tells of no fewer than four firms and of no dominated sum, however it is combined', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const cells = cellsOf(given)
        expectNothingInferable(cells, formBlocks(cells, 0))
      }),
      { numRuns: 300 },
    )
  })

  test('bounds a withheld cell from above by four firms at least', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const cells = cellsOf(given)
        const blocks = formBlocks(cells, 0)
        // The tightest that can be known of a cell: the whole of its block, which others share.
        for (const [number, members] of blocks.cells.entries()) {
          expect(blocks.of[members[0] ?? -1]).toBe(number)
          const amounts = amountsOf(cells, members)
          expect(isDisclosive(amounts.values())).toBe(false)
        }
      }),
    )
  })

  test('of amounts and of counts together is still made of whole blocks of the counts', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const counted = cellsOf(given, () => 1)
        const amounts = cellsOf(given)
        const blocks = formBlocks(counted, 0)
        const coarser = coarsen(counted, blocks, (at) => amounts[at]?.sides ?? [], 0)
        expectNothingInferable(amounts, coarser)
        for (const query of queriesOf(counted)) {
          if (isReleasable(coarser, query)) expect(isReleasable(blocks, query)).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('a protection that hides small cells alone would fail this', () => {
    // Two counties, one with a single firm: the total less the large one is the small one.
    const cells = cellsOf([
      ...[1, 2, 3, 4, 5].map((firm) => ({ county: '370523', branch: 'C29', firm, amount: 10 })),
      { county: '370783', branch: 'C29', firm: 6, amount: 7 },
    ])
    const naive: Blocks = { of: Int32Array.from(cells.keys()), cells: cells.map((_, at) => [at]) }
    const released = queriesOf(cells).filter(
      (query) => isReleasable(naive, query) && !isDisclosive(amountsOf(cells, query).values()),
    )
    const known = released.map((query) => indicator(query, cells.length))
    expect(isInSpan(known, indicator([1], cells.length))).toBe(true)
    const blocks = formBlocks(cells, 0)
    expect(isReleasable(blocks, [0])).toBe(false)
    expect(isReleasable(blocks, [1])).toBe(false)
    expect(isReleasable(blocks, [0, 1])).toBe(true)
  })
})

describe('blocks', () => {
  let firms = 0
  const cell = (path: readonly string[], ...amounts: readonly number[]): BaseCell => ({
    path,
    sides: [new Map(amounts.map((amount) => [++firms, amount]))],
  })

  test('keep large cells alone, and the total of every city', () => {
    const cells = [
      cell(['东营', '广饶'], 5, 5, 5, 5),
      cell(['东营', '垦利'], 5, 5),
      cell(['东营', '利津'], 6, 6),
      cell(['潍坊', '寿光'], 9, 9, 9, 9),
    ]
    const blocks = formBlocks(cells, 0)
    expect([[0], [1], [2], [1, 2], [0, 1, 2], [3]].map((query) => isReleasable(blocks, query))).toEqual([
      true,
      false,
      false,
      true,
      true,
      true,
    ])
  })

  test('give up the smallest neighbour for a small cell that stands alone', () => {
    const cells = [cell(['a'], 50, 50, 50, 50), cell(['b'], 5, 5, 5, 5), cell(['c'], 1)]
    const blocks = formBlocks(cells, 0)
    expect([[0], [1], [2], [1, 2]].map((query) => isReleasable(blocks, query))).toEqual([
      true,
      false,
      false,
      true,
    ])
  })

  test('join nothing across periods: what is left there is withheld for good', () => {
    const cells = [cell(['2024', 'a'], 5, 5), cell(['2025', 'a'], 5, 5, 5, 5)]
    const blocks = formBlocks(cells, 1)
    expect([[0], [1], [0, 1]].map((query) => isReleasable(blocks, query))).toEqual([false, true, false])
  })

  test('protect buyers as they protect suppliers', () => {
    const suppliers = new Map([1, 2, 3, 4, 5].map((firm) => [firm, 10]))
    const cells: BaseCell[] = [{ path: ['a'], sides: [suppliers, new Map([[9, 50]])] }]
    expect(isReleasable(formBlocks(cells, 0), [0])).toBe(false)
  })

  test('do not mind cells without a contribution', () => {
    const cells = [cell(['a', 'x'], 5, 5, 5, 5), cell(['a', 'y'])]
    const blocks = formBlocks(cells, 0)
    expect([[0], [1], [0, 1]].map((query) => isReleasable(blocks, query))).toEqual([true, true, true])
  })
})
