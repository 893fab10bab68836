import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { productId } from '../../server/chain/product-build.ts'
import { readProductGraph, productNeighbourhood, supplyPath } from '../../server/chain/product-graph.ts'
import { refreshProducts } from '../../server/chain/product-refresh.ts'
import { searchProducts } from '../../server/chain/product-search.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { addProducts } from './product-rows.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  await addProducts(database)
  await refreshProducts(database)
})
afterAll(() => database.close())

const ask = { realm: 'actual', perStep: 50 } as const

describe('the network', () => {
  test('is computed once for the same inputs', async () => {
    expect(await refreshProducts(database)).toEqual({ changed: false })
    await sql`insert into brain.batch (dataset, source, file_name, file_sha256, effective_at, status, read, accepted, inserted, finished_at)
      values ('industry/product-relation', 'test', 'more.csv', 'x', now(), 'loaded', 1, 1, 1, now())`.execute(
      database.kysely,
    )
    expect(await refreshProducts(database)).toEqual({ changed: true })
  })

  test('shows materials to one side and uses to the other, each at its shortest', async () => {
    const found = productNeighbourhood(await readProductGraph(database), productId('轮胎'), {
      ...ask,
      hops: 2,
    })
    const at = (hop: number) => found?.nodes.filter((node) => node.hop === hop).map(({ name }) => name)
    expect(at(0)).toEqual(['轮胎'])
    expect(at(-1)?.toSorted()).toEqual(['天然橡胶', '炭黑'])
    expect(at(-2)).toEqual(['煤焦油'])
    expect(at(1)).toEqual(['汽车'])
    expect(found?.links).toContainEqual({
      source: productId('炭黑'),
      target: productId('轮胎'),
      inferred: false,
    })
  })

  test('says how many products of a step it does not show', async () => {
    const found = productNeighbourhood(await readProductGraph(database), productId('轮胎'), {
      realm: 'actual',
      perStep: 1,
      hops: 1,
    })
    // The one with a listed maker comes first.
    expect(found?.nodes.filter(({ hop }) => hop === -1).map(({ name }) => name)).toEqual(['炭黑'])
    expect(found?.steps).toContainEqual({ hop: -1, total: 2, shown: 1 })
  })

  test('has no such product', async () => {
    expect(
      productNeighbourhood(await readProductGraph(database), 'ffffffffffff', { ...ask, hops: 1 }),
    ).toBeNull()
  })
})

describe('ways', () => {
  test('lead from material to product, and not back', async () => {
    const graph = await readProductGraph(database)
    const way = supplyPath(graph, productId('煤焦油'), productId('汽车'))
    expect(way).toEqual(['煤焦油', '炭黑', '轮胎', '汽车'].map(productId))
    expect(supplyPath(graph, productId('汽车'), productId('煤焦油'))).toBeNull()
    expect(supplyPath(graph, productId('轮胎'), productId('轮胎'))).toBeNull()
  })

  test('are real ways, and none is shorter, in any network with circles', async () => {
    const graph = await readProductGraph(database)
    const size = 12
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 }),
        fc.nat(size - 1),
        fc.nat(size - 1),
        (pairs, from, to) => {
          const edges = pairs.filter(([a, b]) => a !== b).toSorted(([a], [b]) => a - b)
          const offsets = new Int32Array(size + 1)
          for (const [a] of edges) offsets.fill(offsets[a + 1]! + 1, a + 1)
          const ends = Int32Array.from(edges, ([, b]) => b)
          const ids = Array.from({ length: size }, (_, node) => String(node))
          const made = {
            ...graph,
            ids,
            nodes: new Map(ids.map((name, node) => [name, node])),
            uses: { offsets, ends, mutual: new Uint8Array(ends.length) },
          }
          const way = supplyPath(made, String(from), String(to))
          const distance = distances(size, edges, from)[to] ?? Infinity
          if (from === to || distance > 8) expect(way).toBeNull()
          else {
            expect(way).toHaveLength(distance + 1)
            for (const [place, step] of (way ?? []).slice(1).entries())
              expect(edges.some(([a, b]) => String(a) === way?.[place] && String(b) === step)).toBe(true)
          }
        },
      ),
    )
  })
})

function distances(size: number, edges: readonly (readonly [number, number])[], from: number): number[] {
  const found = Array.from({ length: size }, (_, node) => (node === from ? 0 : Infinity))
  for (let round = 0; round < size; round += 1)
    for (const [a, b] of edges) found[b] = Math.min(found[b] ?? Infinity, (found[a] ?? Infinity) + 1)
  return found
}

describe('search', () => {
  test.each([
    ['轮胎', '轮胎'],
    ['lt', '轮胎'],
    ['luntai', '轮胎'],
    ['tianran', '天然橡胶'],
    ['TRXJ', '天然橡胶'],
    ['（SBR）', '丁苯橡胶(SBR)'],
    ['然橡', '天然橡胶'],
    ['轮胎业务', '轮胎'],
  ])('%s finds %s first', async (typed, name) => {
    const [first] = await searchProducts(database, typed, { realm: 'actual', limit: 5 })
    expect(first?.name).toBe(name)
  })

  test.each(['不存在', '%', '_', "';--", '   '])('%s finds nothing', async (typed) => {
    expect(await searchProducts(database, typed, { realm: 'actual', limit: 5 })).toEqual([])
  })

  test('counts makers by realm', async () => {
    const makers = async (realm: 'actual' | 'demonstration') =>
      (await searchProducts(database, '炭黑', { realm, limit: 1 }))[0]?.makers
    expect(await makers('actual')).toBe(1)
    expect(await makers('demonstration')).toBe(2)
  })
})
