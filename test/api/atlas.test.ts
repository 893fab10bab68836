import excel from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Atlas, ChainFile } from '../../server/api/schemas/atlas.ts'
import { fillTargets, stranger, supplier } from '../attraction/scene.ts'
import { firms } from '../metrics/scene.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ fill: fillTargets })
}, 60_000)
afterAll(() => server.close())

const url = '/api/chains/rubber-tyre/atlas'
const here = 'region=370523&realm=demonstration'

async function read(query = here): Promise<Atlas> {
  const answer = await server.get('province', `${url}?${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<Atlas>()
}
const tableOf = ({ figures, lists }: Atlas, id: string) =>
  [...figures, ...lists].find((table) => table.id === id)

async function shownTo(firm: string): Promise<readonly string[]> {
  const { rows } = await sql<{ object: string }>`
    select object from brain.firm_access where credit_code = ${firm} and username = 'province'`.execute(
    server.database.kysely,
  )
  return rows.map(({ object }) => object)
}

describe('五图五清单', () => {
  test('names with each gap the firms that 目标企业 ranks first, and tells their ledgers', async () => {
    const gap = tableOf(await read(), 'attraction')?.rows.find(({ segment }) => segment === 'carbon-black')
    const ranked = await server.get(
      'province',
      `/api/chains/rubber-tyre/targets?${here}&reach=all&segment=carbon-black`,
    )
    const codes = ranked.json<{ items: { creditCode: string }[] }>().items.map((item) => item.creditCode)
    expect(gap?.firms?.map(({ creditCode }) => creditCode)).toEqual(codes.slice(0, 3))
    expect(codes).toEqual(expect.arrayContaining([supplier.code, stranger.code]))
    for (const firm of [supplier.code, firms.black.code]) expect(await shownTo(firm)).toContain('atlas')
    expect(await shownTo(firms.canteen.code)).not.toContain('atlas')
  })

  test('lists a project as soon as it is opened, with what is to be done next', async () => {
    expect(tableOf(await read(), 'projects')?.missing).toContain('还没有登记')
    const opened = await server.request('province', {
      method: 'POST',
      url: '/api/projects',
      payload: {
        title: '示例炭黑项目',
        chain: 'rubber-tyre',
        segment: 'carbon-black',
        region: '370523',
        realm: 'demonstration',
        firmKey: supplier.code,
        firmName: supplier.name,
        investment: 300_000_000,
      },
    })
    expect(opened.statusCode, opened.body).toBe(201)
    const { id } = opened.json<{ id: number }>()
    const dated = await server.request('province', {
      method: 'POST',
      url: `/api/projects/${id}/dates`,
      payload: { dueOn: '2099-01-15', title: '实地考察' },
    })
    expect(dated.statusCode, dated.body).toBeLessThan(300)
    const list = tableOf(await read(), 'projects')
    expect(list?.rows[0]?.cells.slice(0, 5)).toEqual([
      '示例炭黑项目',
      supplier.name,
      '炭黑',
      '广饶县',
      '线索',
    ])
    expect(list?.rows[0]?.cells.slice(6)).toEqual([300_000_000, '2099-01-15 实地考察'])
    expect(tableOf(await read('region=370523&realm=actual'), 'projects')?.rows).toEqual([])
  })

  test('is handed out as a workbook and as JSON, under its own name', async () => {
    const file = await server.get('province', `${url}/file?${here}`)
    expect(file.statusCode).toBe(200)
    expect(decodeURIComponent(String(file.headers['content-disposition']))).toContain(
      '广饶县橡胶轮胎五图五清单-2026-10.xlsx',
    )
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(file.rawPayload.buffer as ArrayBuffer)
    expect(workbook.worksheets.map(({ name }) => name)).toContain('招商路线图')
    const json = await server.get('province', `${url}/file?${here}&format=json`)
    expect(json.headers['content-type']).toContain('application/json')
    expect(json.json<Atlas>()).toEqual(await read())
    expect((await server.get('province', `${url}/file?${here}&format=docx`)).statusCode).toBe(400)
  })

  test('is for officials within their reach; firms, banks and administrators are refused', async () => {
    for (const role of ['enterprise', 'bank', 'system-admin'] as const) {
      expect((await server.get(role, `${url}?${here}`)).statusCode, role).toBe(403)
      expect((await server.get(role, `${url}/file?${here}`)).statusCode, role).toBe(403)
    }
    expect((await server.get('county', `${url}?region=370783`)).statusCode).toBe(403)
    expect((await server.get('province', `/api/chains/no-such/atlas?${here}`)).statusCode).toBe(404)
  })
})

describe('the files of a chain', () => {
  const file = `/api/chains/rubber-tyre/graph/file`

  test('hold segments, links and what they rest on, each with its date', async () => {
    const answer = await server.get('province', `${file}?${here}`)
    expect(answer.statusCode).toBe(200)
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(answer.rawPayload.buffer as ArrayBuffer)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['说明', '环节', '关系'])
    const notes = JSON.stringify(workbook.getWorksheet('说明')?.getSheetValues())
    for (const words of ['演示数据', '企业登记信息（截至 ', '供应交易（截至 ', '产业链标准']) {
      expect(notes).toContain(words)
    }
    const row = workbook.getWorksheet('环节')?.getColumn(2).values.indexOf('炭黑') ?? 0
    expect(workbook.getWorksheet('环节')?.getRow(row).getCell(3).value).toBe('过度依赖')
    const json = (await server.get('province', `${file}?${here}&format=json`)).json<ChainFile>()
    expect(json.sources.find(({ dataset }) => dataset === 'enterprise/supply-transaction')?.until).toMatch(
      /^\d{4}-\d{2}-\d{2}$/,
    )
    expect(json.graph.segments).toHaveLength(68)
  })

  test('of actual data name no transactions of the demonstration', async () => {
    const json = (
      await server.get('province', `${file}?region=370523&realm=actual&format=json`)
    ).json<ChainFile>()
    expect(json.demonstration).toBe(false)
    expect(json.sources.find(({ dataset }) => dataset === 'enterprise/supply-transaction')?.until).toBeNull()
  })

  test('tell a firm nothing of the trade of others', async () => {
    const json = (await server.get('bank', `${file}?${here}&format=json`)).json<ChainFile>()
    expect(json.graph.segments.every(({ demand, reasons }) => demand === null && reasons.length === 0)).toBe(
      true,
    )
    expect(json.graph.links.every(({ amount }) => amount === null)).toBe(true)
    expect((await server.get('audit-admin', `${file}?${here}`)).statusCode).toBe(403)
    expect((await server.get('province', `/api/chains/no-such/graph/file?${here}`)).statusCode).toBe(404)
  })
})
