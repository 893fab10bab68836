import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import type { FigureEvidence, Lineage } from '../../server/api/schemas/lineage.ts'
import { scope, startTwoLoads, type TwoLoads, tyre } from './two-loads.ts'

let server: TwoLoads
beforeAll(async () => {
  server = await startTwoLoads()
}, 60_000)
afterAll(() => server.close())

const lineage = (subject: string, more = '') =>
  server.read<Lineage>(`/api/lineage?${scope}&subject=${encodeURIComponent(subject)}${more}`)
const evidence = (subject: string, more = '') =>
  server.read<FigureEvidence>(`/api/evidence?${scope}&subject=${encodeURIComponent(subject)}${more}`)
const idsOf = ({ nodes }: Lineage, layer?: string) =>
  nodes.filter((node) => layer === undefined || node.layer === layer).map(({ id }) => id)

/** Nodes from which the other is reached along the links. */
function leadsTo({ links }: Lineage, from: string, to: string): boolean {
  const open = [from]
  const seen = new Set(open)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true
    for (const link of links) {
      if (link.from !== at || seen.has(link.to)) continue
      seen.add(link.to)
      open.push(link.to)
    }
  }
  return false
}

describe('from a number to its rows', () => {
  test('a metric: source, batch, dataset and stages, with counts and samples', async () => {
    const found = await lineage('metric:cluster-scale')
    expect(found.direction).toBe('upstream')
    expect(found.subject).toMatchObject({
      value: 2.5,
      unit: '亿元',
      records: 1,
      node: 'metric:cluster-scale',
    })
    expect(idsOf(found, 'stage').toSorted()).toEqual(['stage:chain', 'stage:fusion'])
    const dataset = found.nodes.find(({ id }) => id === 'dataset:public/above-scale-annual')
    expect(dataset).toMatchObject({ direct: true, records: 1, rows: 1 })
    expect(dataset?.steward).toBeTruthy()
    const batch = found.nodes.find(({ layer, records }) => layer === 'batch' && records === 1)
    expect(batch?.summary).toContain('2026-06-10')
    expect(batch?.samples[0]?.source.batchId).toBe(Number(batch?.id.slice('batch:'.length)))
    expect(leadsTo(found, 'source:test/source', 'metric:cluster-scale')).toBe(true)
    expect(leadsTo(found, 'dataset:public/division', 'metric:cluster-scale')).toBe(true)
    expect(found.nodes.find(({ id }) => id === 'dataset:public/division')?.direct).toBe(false)
    expect(idsOf(found, 'use')).toContain('screen:government/cockpit')
  })

  test('the same as of before leads to the batch of then', async () => {
    const found = await lineage('metric:cluster-scale', '&asOf=2026-04')
    expect(found.subject.value).toBe(1)
    const batch = found.nodes.find(({ layer, records }) => layer === 'batch' && records === 1)
    expect(batch?.summary).toContain('2026-03-10')
  })

  test.each([
    ['segment:rubber-tyre/carbon-black/demand', 80, 'enterprise/supply-transaction'],
    ['segment:rubber-tyre/carbon-black/enterprises', 1, 'public/enterprise-registration'],
    ['segment:rubber-tyre/carbon-black/local-supply-ratio', 100, 'enterprise/supply-transaction'],
    ['chain:rubber-tyre/unmet', 0, null],
    ['dataset:public/above-scale-annual', 1, 'public/above-scale-annual'],
    ['migration:net', 0, null],
    ['watch:listed', 0, null],
  ])('the figure %s has its value and its rows', async (subject, value, dataset) => {
    const found = await evidence(subject)
    expect(found.value).toBe(value)
    expect(found.formula).not.toBe('')
    expect(found.items.length).toBe(found.total)
    if (dataset !== null) expect(found.items[0]?.source?.dataset).toBe(dataset)
  })

  test('a count of a batch has the rows that it brought', async () => {
    const { items } = await server.read<{
      items: { id: number; dataset: string; counts: { updated: number } }[]
    }>('/api/batches')
    const batch = items.find(({ dataset }) => dataset === 'public/enterprise-registration')
    const found = await evidence(`batch:${batch?.id}/updated`)
    expect([found.value, batch?.counts.updated, found.total]).toEqual([1, 1, 1])
  })

  test('a field of a firm leads to the batch that gave it', async () => {
    const found = await lineage(`enterprise:${tyre.code}/address`)
    expect(idsOf(found, 'batch')).toHaveLength(1)
    expect(leadsTo(found, 'source:test/source', 'stage:fusion')).toBe(true)
  })
})

describe('from a source to all that uses it', () => {
  test('a dataset: stages, metrics, rules and pages, and what it means in a sentence', async () => {
    const found = await lineage('dataset:enterprise/supply-transaction')
    expect(found.direction).toBe('downstream')
    expect(idsOf(found)).toEqual(
      expect.arrayContaining([
        'stage:chain',
        'metric:local-supply-ratio',
        'alert:single-source-segment',
        'screen:government/chain-map',
      ]),
    )
    expect(found.nodes.find(({ id }) => id === 'metric:local-supply-ratio')?.direct).toBe(true)
    expect(found.nodes.find(({ id }) => id === 'metric:electricity-index')?.direct).toBe(false)
    expect(found.impact?.sentence).toMatch(/如果“.+”停更，受影响的是指标 \d+ 项/)
  })

  test('a column: only what names it', async () => {
    const found = await lineage('column:public/above-scale-annual#research_expense')
    expect(
      idsOf(found).filter(
        (id) => id.startsWith('metric:') && found.nodes.find((node) => node.id === id)?.direct,
      ),
    ).toEqual([])
    const revenue = await lineage('column:public/above-scale-annual#revenue')
    const direct = revenue.nodes
      .filter(({ id, direct: is }) => id.startsWith('metric:') && is)
      .map(({ id }) => id)
    expect(direct).toContain('metric:cluster-scale')
    expect(direct).not.toContain('metric:electricity-index')
  })

  test.each(['source:public/demo-honour', 'stage:fusion', 'alert:address-moved-out'])(
    '%s',
    async (subject) => {
      const found = await lineage(subject, '&direction=both')
      expect(found.nodes.length).toBeGreaterThan(3)
      expect(idsOf(found)).toContain(found.subject.node)
    },
  )

  test('a connector and a row', async () => {
    const source = await lineage('source:public/demo-honour')
    expect(leadsTo(source, 'source:public/demo-honour', 'metric:honours')).toBe(true)
    const rows = await evidence('dataset:public/above-scale-annual')
    const row = await lineage(`row:public/above-scale-annual/${rows.items[0]?.source?.rowId}`)
    expect(leadsTo(row, row.subject.node, 'metric:cluster-scale')).toBe(true)
  })
})

test.each([
  'metric:none',
  'segment:rubber-tyre/none/demand',
  'segment:rubber-tyre/carbon-black/constructor',
  'column:public/honour#constructor',
  'row:public/honour/999999999999',
  'batch:0/read',
  'nothing',
  ':',
  'constructor:x',
])('%s names nothing', async (subject) => {
  for (const route of ['evidence', 'lineage']) {
    const answer = await server.get('province', `/api/${route}?subject=${encodeURIComponent(subject)}`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not-found'])
  }
})

describe('the original file', () => {
  test('is given byte by byte to those who answer for the data, and to no one else', async () => {
    const { items } = await server.read<{ items: { id: number; dataset: string }[] }>('/api/batches')
    const id = items.find(({ dataset }) => dataset === 'public/division')?.id
    const get = (role: AccountRole) => server.get(role, `/api/batches/${id}/original`)
    const answer = await get('steward')
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.body).toBe(
      'code,name,level,parent_code\n370000,山东省,province,\n370500,东营市,city,370000\n370502,东营区,county,370500\n370523,广饶县,county,370500\n',
    )
    expect(answer.headers['content-disposition']).toContain('attachment')
    expect((await get('province')).statusCode).toBe(403)
    expect((await server.get('steward', '/api/batches/999999/original')).statusCode).toBe(404)
  })
})
