import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DifferenceList,
  RawRecord,
  RowVersionList,
  StandardRowList,
} from '../../server/api/schemas/history.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { Readable } from 'node:stream'
import { golden, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const own = '91370523DEM000014Q'
const other = '91370211MA3QD0007T'
const registry = '/api/datasets/public/enterprise-registration'
const capacity = '/api/datasets/enterprise/capacity-week'

let server: TestServer

const load = (dataset: string, content: string, effectiveAt: string, more: object = {}) =>
  ingest(server.database, {
    dataset,
    source: 'test/file',
    delivery: {
      name: `${effectiveAt}.csv`,
      format: 'csv',
      effectiveAt: new Date(`${effectiveAt}T00:00:00+08:00`),
      content: { bytes: () => Readable.from([Buffer.from(content)]) },
    },
    dataDirectory: server.dataDirectory,
    ...more,
  })

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [
        golden({ credit_code: own, name: '演示轮胎有限公司', county_code: '370523' }),
        golden({ credit_code: other, name: '青岛某厂', city_code: '370200', county_code: '370211' }),
      ])
    },
  })
  const header = '统一社会信用代码,企业名称,注册资本（元）,成立日期,登记状态'
  await load(
    'public/enterprise-registration',
    [
      header,
      `${own},演示轮胎有限公司,"1,286.50",2010/1/5,存续`,
      `${other},青岛某厂,500,2012-03-04,存续`,
      `91370100MA3C0D0003,=1+1 商行,,2015-01-01,注销`,
    ].join('\n'),
    '2025-01-01',
  )
  await load(
    'public/enterprise-registration',
    [
      header,
      `${own},演示轮胎有限公司,3000,2010-01-05,存续`,
      `91370100MA3C0D0004,新来的厂,7,2025-05-05,存续`,
    ].join('\n'),
    '2025-06-01',
  )
  await load(
    'enterprise/capacity-week',
    [
      'credit_code,week_start,product,maximum,actual,unit',
      `${own},2026-01-05,轮胎,100,80,条`,
      `${other},2026-01-05,轮胎,200,90,条`,
    ].join('\n'),
    '2026-01-12',
  )
  await server.database.kysely
    .updateTable('brain.account')
    .set({ credit_code: own })
    .where('username', '=', 'enterprise')
    .execute()
  server.app.sessions.forget()
})
afterAll(() => server.close())

async function rows(role: AccountRole, url: string): Promise<StandardRowList> {
  const answer = await server.get(role, url)
  expect(answer.statusCode, answer.body).toBe(200)
  const list = answer.json<StandardRowList>()
  expect(Check(StandardRowList, list)).toBe(true)
  return list
}
const names = ({ items }: StandardRowList) => items.map(({ values }) => values['name'])

describe('standard rows', () => {
  test('are filtered and sorted by any column, page by page', async () => {
    const sorted = await rows('province', `${registry}/rows?sort=-registered_capital&limit=2`)
    expect(names(sorted)).toEqual(['演示轮胎有限公司', '青岛某厂'])
    expect(sorted.items[0]?.values).toMatchObject({ registered_capital: 3000, registered_on: '2010-01-05' })
    expect([sorted.total, sorted.nextCursor]).toEqual([4, '2'])
    const rest = await rows('province', `${registry}/rows?sort=-registered_capital&limit=2&cursor=2`)
    expect(names(rest)).toEqual(['新来的厂', '=1+1 商行'])
    expect(rest.nextCursor).toBeNull()
    const filtered = `${registry}/rows?filter.status=%3D存续&filter.registered_capital=100..&filter.name=轮胎`
    expect(names(await rows('province', filtered))).toEqual(['演示轮胎有限公司'])
    expect(names(await rows('province', `${registry}/rows?filter.registered_capital=:missing`))).toEqual([
      '=1+1 商行',
    ])
  })

  test('are shown as they held on any day', async () => {
    const before = await rows('province', `${registry}/rows?asOf=2025-03-01&sort=credit_code`)
    expect(before.total).toBe(3)
    expect(
      before.items.find(({ values }) => values['credit_code'] === own)?.values['registered_capital'],
    ).toBe(1286.5)
    expect((await rows('province', `${registry}/rows?asOf=2024-12-31`)).total).toBe(0)
    const instant = encodeURIComponent('2025-06-01T00:00:00+08:00')
    expect((await rows('province', `${registry}/rows?asOf=${instant}`)).total).toBe(4)
  })

  test('of others are out of reach of a county and of a firm', async () => {
    expect((await rows('province', `${capacity}/rows`)).total).toBe(2)
    const county = await rows('county', `${capacity}/rows?sort=maximum`)
    expect(county.items.map(({ values }) => values['credit_code'])).toEqual([own])
    const firm = await rows('enterprise', `${capacity}/rows`)
    expect(firm.items.map(({ values }) => values['credit_code'])).toEqual([own])
    expect((await rows('enterprise', `${registry}/rows`)).total).toBe(1)
    const foreign = (await rows('province', `${capacity}/rows?filter.credit_code=%3D${other}`)).items[0]
      ?.rowId
    for (const part of ['versions', 'raw']) {
      expect((await server.get('enterprise', `${capacity}/rows/${foreign}/${part}`)).statusCode).toBe(404)
    }
  })

  test.each([
    ['filter.nothing=1', 'filter.nothing'],
    ['filter.registered_capital=viele', 'filter.registered_capital'],
    ['filter.registered_on=2025-02-30', 'filter.registered_on'],
    ['sort=nothing', 'sort'],
    ['asOf=yesterday', 'asOf'],
    ['asOf=2025-02-30', 'asOf'],
    ['cursor=-1', 'cursor'],
    ['filter.name=a&filter.name=b', 'filter.name'],
    ['filter.constructor=1', 'filter.constructor'],
  ])('say what is valid when asked for with %s', async (parameters, named) => {
    const answer = await server.get('province', `${registry}/rows?${parameters}`)
    expect(answer.statusCode, answer.body).toBe(400)
    const problem = answer.json<{ expected: string; errors: { path: string }[] }>()
    expect(problem.errors[0]?.path).toBe(named)
    expect(problem.expected).not.toBe('')
  })

  test('leave as a file with the line they came from, and nothing a spreadsheet would run', async () => {
    const answer = await server.get('operator', `${registry}/rows/export?format=csv&sort=credit_code`)
    expect(answer.statusCode, answer.body).toBe(200)
    const [header, ...lines] = answer.body.trim().split('\r\n')
    expect(header).toContain('注册资本（元）')
    expect(header).toMatch(/来源,来源文件,原始行号,批次,数据有效自$/)
    const strange = lines.find((line) => line.includes('商行'))
    expect(strange).toContain(`'=1+1 商行`)
    expect(strange).toContain('test/file,2025-01-01.csv,4,')
    const book = await server.get('operator', `${registry}/rows/export?format=xlsx&filter.name=轮胎`)
    expect([book.statusCode, book.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK'])
  })
})

describe('a row', () => {
  const idOf = async (code: string) =>
    (await rows('province', `${registry}/rows?filter.credit_code=%3D${code}`)).items[0]?.rowId ?? 0

  test('shows every version and what changed', async () => {
    const answer = await server.get('province', `${registry}/rows/${await idOf(own)}/versions`)
    const list = answer.json<RowVersionList>()
    expect(Check(RowVersionList, list), answer.body).toBe(true)
    expect(list.items.map(({ changed, values }) => [changed, values['registered_capital']])).toEqual([
      [['registered_capital'], 3000],
      [[], 1286.5],
    ])
    expect(list.items[1]).toMatchObject({ batch: { fileName: '2025-01-01.csv' } })
    expect(list.items[1]?.validTo).not.toBeNull()
  })

  test('shows its raw record and what was made of it', async () => {
    const id = await idOf(own)
    const [, first] = (await server.get('province', `${registry}/rows/${id}/versions`)).json<RowVersionList>()
      .items
    const answer = await server.get('province', `${registry}/rows/${id}/raw?batchId=${first?.batchId}`)
    const raw = answer.json<RawRecord>()
    expect(Check(RawRecord, raw), answer.body).toBe(true)
    expect(raw.fields.find(({ header }) => header === '注册资本（元）')).toMatchObject({
      text: '1,286.50',
      taken: true,
    })
    const conversion = (name: string) => raw.cells.find((cell) => cell.name === name)?.conversion
    expect(['name', 'registered_capital', 'registered_on', 'address'].map(conversion)).toEqual([
      'same',
      'normalised',
      'normalised',
      'absent',
    ])
  })

  test('appears among the differences of two days with both values', async () => {
    const answer = await server.get('province', `${registry}/differences?from=2025-03-01&to=2025-07-01`)
    const list = answer.json<DifferenceList>()
    expect(Check(DifferenceList, list), answer.body).toBe(true)
    expect([list.added, list.changed, list.total]).toEqual([1, 1, 2])
    expect(list.items.find(({ kind }) => kind === 'changed')).toMatchObject({
      changed: ['registered_capital'],
      before: { registered_capital: 1286.5 },
      after: { registered_capital: 3000 },
    })
    const none = await server.get('province', `${registry}/differences?from=2025-02-01&to=2025-03-01`)
    expect(none.json<DifferenceList>().total).toBe(0)
    const wrong = await server.get('province', `${registry}/differences?from=2025-03-01&to=2025-02-01`)
    expect(wrong.statusCode).toBe(400)
  })
})
