import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChainGraph } from '../../server/api/schemas/chain.ts'
import type { Metric } from '../../server/api/schemas/metric.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { compute, fillScene, firms, guangrao, load, yi } from '../metrics/scene.ts'
import { type RealServer, startRealServer } from './real-server.ts'

/** An enterprise must not work out a competitor's figures from the sums of its county. */
let server: RealServer

beforeAll(async () => {
  server = await startRealServer(async (database) => {
    await fillScene(database)
    await load(
      database,
      'public/above-scale-annual',
      [
        { credit_code: firms.tyre.code, year: 2025, revenue: yi(20) },
        { credit_code: firms.black.code, year: 2025, revenue: yi(50) },
      ],
      true,
    )
    await compute(database)
  })
})
afterAll(() => server.close())

const read = async <T>(role: AccountRole, url: string) => {
  const answer = await server.get(role, url)
  expect([url, answer.statusCode]).toEqual([url, 200])
  return answer.json<T>()
}

test.each([
  ['cluster-scale', 70],
  ['herfindahl', (2 / 7) ** 2 + (5 / 7) ** 2],
  ['local-supply-ratio', 100],
])('%s of two firms is for officials only', async (id, value) => {
  const url = `/api/metrics/${id}?region=${guangrao}&realm=demonstration`
  expect((await read<Metric>('county', url)).value).toBeCloseTo(value, 9)
  const shown = await read<Metric>('enterprise', url)
  expect(shown.value).toBeNull()
  expect(shown.missing?.reason).toContain('保护企业数据')
  expect(shown.series.every((point) => point.value === null)).toBe(true)
  // Whoever asks first: the answer that is kept belongs to its audience.
  expect((await read<Metric>('county', url)).value).toBeCloseTo(value, 9)
})

test('the graph shows an enterprise verdicts, and to officials whose trade they rest on', async () => {
  const url = `/api/chains/rubber-tyre/graph?region=${guangrao}&realm=demonstration`
  const black = (graph: ChainGraph) => graph.segments.find((segment) => segment.id === 'carbon-black')
  const official = black(await read<ChainGraph>('county', url))
  expect(official).toMatchObject({ supply: 600_000, demand: 600_000 })
  const graph = await read<ChainGraph>('enterprise', url)
  const shown = black(graph)
  expect(shown).toMatchObject({
    strength: official?.strength,
    enterprises: 1,
    supply: null,
    demand: null,
    cr1: null,
    externalSupplier: null,
    reasons: [],
  })
  expect(graph.links.every((link) => link.amount === null)).toBe(true)
  expect(graph.completeness).toBeNull()
})

test('the records behind a figure, and the firms of a segment, are closed to an enterprise', async () => {
  for (const url of [
    '/api/metrics/cluster-scale/evidence',
    '/api/chains/rubber-tyre/segments/carbon-black',
    '/api/chains/rubber-tyre/gaps',
  ])
    expect((await server.get('enterprise', url)).statusCode).toBe(403)
})
