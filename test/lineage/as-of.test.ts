import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChainGraph, SegmentDetail } from '../../server/api/schemas/chain.ts'
import type { Enterprise, EnterpriseItem, TransactionItem } from '../../server/api/schemas/enterprise.ts'
import type { Metric, MetricEvidence } from '../../server/api/schemas/metric.ts'
import type { SourceRef, SourceRow } from '../../server/api/schemas/shared.ts'
import { scope, startTwoLoads, type TwoLoads, tyre } from './two-loads.ts'

let server: TwoLoads
beforeAll(async () => {
  server = await startTwoLoads()
}, 60_000)
afterAll(() => server.close())

const before = 'asOf=2026-04'
const firm = `/api/enterprises/${tyre.code}`

/** The row that an answer names, in the version it names. */
function rowOf(source: SourceRef): Promise<SourceRow> {
  return server.read(`/api/rows/${source.dataset}/${source.rowId}?batch=${source.batchId}`)
}

const cell = (row: SourceRow, name: string) => row.cells.find((one) => one.name === name)?.value

describe('a row that a second load corrected, asked for as of before', () => {
  test('a fact comes back with the value and the evidence it had', async () => {
    const now = await server.read<{ items: TransactionItem[] }>(`${firm}/transactions`)
    const then = await server.read<{ items: TransactionItem[] }>(`${firm}/transactions?${before}`)
    expect(now.items.map(({ amount }) => amount)).toEqual([800_000])
    expect(then.items.map(({ amount, late }) => [amount, late])).toEqual([[500_000, false]])

    const [old, current] = [await rowOf(then.items[0]!.source), await rowOf(now.items[0]!.source)]
    expect(old).toMatchObject({ rowId: current.rowId, validTo: current.validFrom })
    expect([cell(old, 'amount'), cell(current, 'amount')]).toEqual(['500000.00', '800000.00'])
    expect(old.original).toContain(',500000.00')
    expect(old.batch.fileName).toContain('2026-03-10')
    const field = old.originalFields?.find(({ column }) => column === 'amount')
    expect(old.original?.slice(field?.start, field?.end)).toBe('500000.00')
    expect(then.items[0]?.source.column).toBe('amount')
  })

  test('one that came in only later is told with its first version, and said to be late', async () => {
    const then = await server.read<{ items: TransactionItem[] }>(`${firm}/transactions?asOf=2026-02`)
    expect(then.items.map(({ amount, late }) => [amount, late])).toEqual([[500_000, true]])
  })

  test('a firm is as its sources stood, each field with the row it had', async () => {
    const now = await server.read<Enterprise>(firm)
    const then = await server.read<Enterprise>(`${firm}?${before}`)
    expect(now.registeredCapital).toBe(3_000_000)
    expect(then).toMatchObject({
      registeredCapital: 1_000_000,
      address: '山东省东营市广饶县示例路1号',
      region: { code: '370523' },
      revenue: 100_000_000,
      asOf: '2026-04',
    })
    expect(then.basis).toContain('当时有效')
    const address = then.fields.find(({ name }) => name === 'address')
    const row = await rowOf(address!.source!)
    expect(cell(row, address!.source!.column!)).toBe('山东省东营市广饶县示例路1号')
  })

  test('a list says what it rests on, and leaves out who was not founded yet', async () => {
    interface List {
      items: EnterpriseItem[]
      basis?: string
      total: number
    }
    const then = await server.read<List>(`/api/enterprises?region=370000&${before}`)
    expect(then.items.find(({ creditCode }) => creditCode === tyre.code)).toMatchObject({
      revenue: 100_000_000,
      region: { code: '370523' },
    })
    expect(then.basis).toContain('当时有效的来源版本')
    const early = await server.read<List>('/api/enterprises?region=370000&asOf=2015-04')
    expect(early.items).toEqual([])
    expect((await server.get('province', `${firm}?asOf=2015-04`)).statusCode).toBe(404)
  })

  test('a metric and its records agree, then as now', async () => {
    const metric = (asOf: string) => server.read<Metric>(`/api/metrics/cluster-scale?${scope}${asOf}`)
    const evidence = (asOf: string) =>
      server.read<MetricEvidence>(`/api/metrics/cluster-scale/evidence?${scope}${asOf}`)
    const [now, then] = [await metric(''), await metric(`&${before}`)]
    expect([now.value, then.value]).toEqual([2.5, 1])
    expect([now.period, then.period]).toEqual(['2025', '2025'])
    const records = await evidence(`&${before}`)
    expect(records.value).toBe(1)
    expect(records.items.map(({ value }) => value)).toEqual([1])
    expect(cell(await rowOf(records.items[0]!.source!), 'revenue')).toBe('100000000.00')
    const regions = await server.read<{ items: { region: { code: string }; value: number | null }[] }>(
      `/api/metrics/cluster-scale/regions?${scope}&${before}`,
    )
    // Members are those of the present register, whose correction was no registered move.
    expect(regions.items.find(({ region }) => region.code === '370502')?.value).toBe(1)
  })

  test('a figure summed from a roll-up is summed from the versions of the time', async () => {
    const supply = async (asOf: string) => {
      const answer = await server.read<MetricEvidence>(
        `/api/metrics/local-supply-ratio/evidence?${scope}${asOf}`,
      )
      return [answer.inputs.map(({ value }) => value), answer.items.map(({ value }) => value)]
    }
    const now = await supply('')
    const then = await supply('&asOf=2026-02')
    expect(now[1]).toEqual([80])
    expect(then[1]).toEqual([50])
    expect(then[0]).not.toEqual(now[0])
  })

  test('verdicts on segments rest on the trade known then', async () => {
    const demand = async (asOf: string) => {
      const graph = await server.read<ChainGraph>(`/api/chains/rubber-tyre/graph?region=370000${asOf}`)
      return graph.segments.find(({ id }) => id === 'carbon-black')?.demand
    }
    expect([await demand(''), await demand('&asOf=2026-02')]).toEqual([800_000, 500_000])
    const detail = await server.read<SegmentDetail>(
      '/api/chains/rubber-tyre/segments/carbon-black?region=370000&asOf=2026-02',
    )
    expect(detail.evidence[0]?.detail).toContain('50.0 万元')
  })
})

test('an enquiry after the correction, and one for a month still running, see the present', async () => {
  const later = await server.read<{ items: TransactionItem[] }>(`${firm}/transactions?asOf=2026-06`)
  expect(later.items.map(({ amount }) => amount)).toEqual([800_000])
  const running = await server.read<Enterprise>(`${firm}?asOf=2999-01`)
  expect(running.asOf).toBeUndefined()
})
