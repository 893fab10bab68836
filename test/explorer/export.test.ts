import excel from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import type { TestServer } from '../api/test-server.ts'
import { guangrao, openExplorer, toQuery, type Asked } from './scene.ts'

let server: TestServer
beforeAll(async () => {
  server = await openExplorer()
})
afterAll(() => server.close())

const asked: Asked = {
  measures: [{ of: 'sum', field: 'revenue' }],
  by: [{ field: 'industry_code', grain: 'class' }],
  region: guangrao,
}

async function file(role: AccountRole, format: string, given: Asked = asked) {
  const answer = await server.request(role, {
    method: 'POST',
    url: '/api/explorer/export',
    payload: { query: toQuery(given), format },
  })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer
}

test('a workbook says what its numbers are', async () => {
  const answer = await file('county', 'xlsx')
  const book = new excel.Workbook()
  await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
  const notes: string[] = []
  book.getWorksheet('说明')?.eachRow((row) => row.eachCell(({ text }) => notes.push(text)))
  for (const words of [
    '演示数据',
    '规模以上企业年度经营信息',
    '广饶县',
    '2024 至 2025',
    '山东省工业和信息化厅',
  ])
    expect(notes.join('\n')).toContain(words)
  const data = book.getWorksheet('数据')
  expect(data?.getRow(1).values).toEqual([undefined, '国民经济行业代码（小类）', '营业收入合计（元）'])
  expect(data?.getRow(data.rowCount).getCell(1).value).toBe('合计')
  expect(data?.getRow(data.rowCount).getCell(2).value).toBeGreaterThan(0)
})

test('an official’s file for outside withholds what an enterprise’s does', async () => {
  const [inside, outside, enterprise] = await Promise.all([
    file('county', 'csv'),
    file('county', 'csv', { ...asked, outside: true }),
    file('enterprise', 'csv'),
  ])
  expect(inside.body).not.toContain('不予显示')
  expect(outside.body).toContain('不予显示')
  expect(enterprise.body).toBe(outside.body)
  expect(outside.headers['content-disposition']).toContain('.csv')
})

test('names that begin like a formula stay text', async () => {
  await server.database.pool.query(
    `update public_warehouse.enterprise_registration set name = '=1+1' where credit_code = (
       select credit_code from public_warehouse.enterprise_registration where credit_code like '%DEM0%' limit 1)`,
  )
  const answer = await file('province', 'csv', {
    subject: 'dataset:public/enterprise-registration',
    measures: [{ of: 'count' }],
    by: [{ field: 'name' }],
  })
  expect(answer.body).toContain("'=1+1,1")
})

test('a notebook is JSON whose code holds the data', async () => {
  const notebook = (await file('county', 'ipynb')).json<{
    nbformat: number
    cells: { cell_type: string; source: string[] }[]
  }>()
  expect(notebook.nbformat).toBe(4)
  const [words, code] = notebook.cells
  expect(words?.source.join('')).toContain('"subject": "dataset:public/above-scale-annual"')
  const text = /^data = (".*")$/m.exec(code?.source.join('') ?? '')?.[1] ?? ''
  // Without characters beyond the basic plane the literal is JSON as well as Python.
  expect(JSON.parse(text)).toBe((await file('county', 'csv')).body.slice(1))
})
