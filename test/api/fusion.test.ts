import { Check } from 'typebox/value'
import type { TSchema } from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ConflictList,
  CoverageList,
  JudgementAnswer,
  JudgementList,
  ReviewDetail,
  ReviewList,
} from '../../server/api/schemas/fusion.ts'
import { OverrideList } from '../../server/api/schemas/override.ts'
import { overrideSegment } from '../../server/chain/segment-membership.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { load } from '../fusion/warehouse.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const firm = completeCreditCode('370523', '12345678')
const other = completeCreditCode('370523', '12345679')
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await load(
        database,
        'public/division',
        [
          ['370000', '山东省', 'province'],
          ['370500', '东营市', 'city'],
          ['370523', '广饶县', 'county'],
        ].map(([code, name, level]) => ({ code, name, level })),
      )
      await load(database, 'public/enterprise-registration', [
        {
          credit_code: firm,
          name: '山东兴达轮胎股份有限公司',
          county_code: '370523',
          registered_capital: 5_000_000_00,
        },
        { credit_code: other, name: '山东兴达轮胎集团有限公司', county_code: '370523' },
      ])
      await load(database, 'industry/target-enterprise', [
        { credit_code: firm, name: '山东兴达轮胎股份有限公司', registered_capital: 9_000_000_00 },
      ])
      await load(database, 'public/honour', [
        {
          enterprise_name: '兴达轮胎',
          kind: '单项冠军',
          awarded_year: 2024,
          level: '国家级',
          region_code: '370500',
        },
      ])
      await refreshFusion(database)
    },
  })
})
afterAll(() => server.close())

async function get<T>(url: string, schema: TSchema): Promise<T> {
  const answer = await server.get('steward', url)
  expect(answer.statusCode, answer.body).toBe(200)
  expect(Check(schema, answer.json()), answer.body.slice(0, 800)).toBe(true)
  return answer.json<T>()
}

test('puts a record beside its candidates, takes the decision, tells the effect and takes it back', async () => {
  const queue = await get<ReviewList>('/api/fusion/review', ReviewList)
  expect(queue).toMatchObject({ total: 1, items: [{ name: '兴达轮胎', candidates: 2 }] })
  const [item] = queue.items
  const { dataset = '', rowKey = '' } = item ?? {}
  const record = `/api/fusion/review/record?${new URLSearchParams({ dataset, rowKey }).toString()}`
  const detail = await get<ReviewDetail>(record, ReviewDetail)
  expect(detail.cells.find(({ title }) => title === '认定年度')).toMatchObject({ value: '2024' })
  expect(detail.source).toMatchObject({ dataset: 'public/honour', rowNumber: 1 })
  expect(detail.candidates.map(({ creditCode }) => creditCode).toSorted()).toEqual([firm, other].toSorted())
  expect(detail.candidates[0]?.evidence.length).toBeGreaterThan(5)

  const body = { dataset, rowKey, outcome: 'link', creditCode: firm, reason: '公告载明' }
  const judge = (payload: object) =>
    server.request('steward', { method: 'POST', url: '/api/fusion/judgements', payload })
  const made = await judge(body)
  expect(made.statusCode, made.body).toBe(201)
  expect(Check(JudgementAnswer, made.json())).toBe(true)
  const { id, effects } = made.json<JudgementAnswer>()
  expect(effects.find(({ creditCode }) => creditCode === firm)?.changes).toMatchObject([
    { title: '资质荣誉', after: '单项冠军' },
    { title: '归并的记录', before: 0, after: 1 },
  ])
  expect((await get<ReviewList>('/api/fusion/review', ReviewList)).total).toBe(0)
  const twice = await judge(body)
  expect([twice.statusCode, twice.json<{ code: string }>().code]).toEqual([409, 'judgement-already-judged'])

  const undo = () => server.request('operator', { method: 'DELETE', url: `/api/fusion/judgements/${id}` })
  const undone = await undo()
  expect(undone.statusCode, undone.body).toBe(200)
  expect(Check(JudgementAnswer, undone.json())).toBe(true)
  expect((await undo()).statusCode).toBe(409)
  expect((await get<ReviewList>('/api/fusion/review', ReviewList)).items).toEqual(queue.items)
  const list = await get<{ items: readonly object[] }>('/api/fusion/judgements', JudgementList)
  expect(list.items).toMatchObject([{ id, by: 'steward', revokedBy: 'operator', reason: '公告载明' }])

  expect((await judge({ ...body, creditCode: null })).statusCode).toBe(400)
  expect((await judge({ ...body, rowKey: '["无"]' })).statusCode).toBe(404)
  expect((await judge({ ...body, creditCode: completeCreditCode('370523', '99999999') })).statusCode).toBe(
    404,
  )
})

test('shows how rows reach their firms and where sources disagree', async () => {
  const { items } = await get<CoverageList>('/api/fusion/coverage', CoverageList)
  expect(items.find(({ dataset }) => dataset === 'public/honour')).toMatchObject({ rows: 1, review: 1 })
  const conflicts = await get<ConflictList>('/api/fusion/conflicts?field=registered_capital', ConflictList)
  expect(conflicts).toMatchObject({
    total: 1,
    fields: [{ field: 'registered_capital', title: '注册资本', firms: 1 }],
    items: [
      {
        creditCode: firm,
        values: [
          { value: '5000000.00', won: true, source: { dataset: 'public/enterprise-registration' } },
          { value: '9000000.00', won: false, source: { dataset: 'industry/target-enterprise' } },
        ],
      },
    ],
  })
  expect((await server.get('steward', '/api/fusion/conflicts?field=nothing')).statusCode).toBe(400)
})

test('a segment decision is taken back by those whose firm it is', async () => {
  await overrideSegment(server.database, {
    chain: 'rubber-tyre',
    segment: 'tyre',
    creditCode: firm,
    included: false,
    reason: '已停产',
    decidedBy: 'county',
  })
  const url = `/api/chains/rubber-tyre/overrides?creditCode=${firm}`
  const listed = await server.get('county', url)
  expect(Check(OverrideList, listed.json()), listed.body).toBe(true)
  const [item] = listed.json<{ items: { id: number }[] }>().items
  expect(item).toMatchObject({ segment: 'tyre', included: false, reason: '已停产', decidedBy: 'county' })
  const remove = (id: number | undefined, chain = 'rubber-tyre') =>
    server.request('county', { method: 'DELETE', url: `/api/chains/${chain}/overrides/${id}` })
  expect((await remove(item?.id, 'other')).statusCode).toBe(404)
  expect((await remove(item?.id)).statusCode).toBe(204)
  expect((await remove(item?.id)).statusCode).toBe(404)
  expect((await server.get('county', url)).json()).toMatchObject({ items: [] })
})
