import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import ExcelJS from 'exceljs'
import { from as copyFrom } from 'pg-copy-streams'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Receipt } from '../../server/api/schemas/deliveries.ts'
import { contractFor, openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const codeOf = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('delivery as a file', () => {
  const take = (contract: number, format: string) =>
    scene.as('county', { method: 'POST', url: `/api/deliveries/${contract}/files`, payload: { format } })

  test('is CSV that starts no formula, with its digest in the receipt', async () => {
    const { contract } = await contractFor(scene, { output: 'file' })
    const answer = await take(contract.id, 'csv')
    expect(answer.statusCode, answer.body).toBe(200)
    const lines = answer.body.slice(1).trim().split('\r\n')
    expect(lines[0]).toBe('企业名称,资质荣誉类型,认定年度（年）')
    expect(lines[1]).toBe("演示轮胎有限公司,'=制造业单项冠军,2021")
    expect(lines).toHaveLength(6)
    const receipts = (await scene.get('county', `/api/deliveries?contract=${contract.id}`)).json<{
      items: Receipt[]
    }>()
    expect(receipts.items[0]).toMatchObject({ channel: 'csv', rows: 5, digest: digestOf(answer.rawPayload) })
  })

  test('is a workbook whose sheet 说明 says what was agreed', async () => {
    const { contract } = await contractFor(scene, { output: 'file' })
    const answer = await take(contract.id, 'xlsx')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const notes = JSON.stringify(book.getWorksheet('说明')?.getSheetValues())
    expect(notes).toContain(contract.number)
    expect(notes).toContain('销毁')
    expect(notes).toContain('演示数据')
    expect(book.worksheets[1]?.rowCount).toBe(6)
  })

  test('is whole or not at all', async () => {
    const { contract } = await contractFor(scene, { output: 'file', maximumRows: 4 })
    const answer = await take(contract.id, 'csv')
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'quota-exhausted'])
    expect((await scene.get('county', `/api/exchange/contracts/${contract.id}`)).json()).toMatchObject({
      usage: { calls: 0, rows: 0 },
    })
  })

  test('is not had by key', async () => {
    const { contract } = await contractFor(scene, { output: 'file' })
    expect((await scene.post('county', `/api/deliveries/${contract.id}/key`)).statusCode).toBe(403)
  })
})

test('delivery as a table: its definition and a COPY stream that PostgreSQL takes', async () => {
  const { contract, key } = await contractFor(scene, { output: 'table' })
  const answer = await scene.app.inject({
    url: `/api/deliveries/${contract.id}/copy`,
    headers: { authorization: `Bearer ${key}` },
  })
  expect(answer.statusCode, answer.body).toBe(200)
  const client = await scene.database.pool.connect()
  try {
    await client.query(contract.tableDefinition.replace('create table', 'create temporary table'))
    await pipeline(
      Readable.from([answer.rawPayload]),
      client.query(copyFrom('copy pg_temp.honour from stdin')),
    )
    const { rows } = await client.query('select * from pg_temp.honour order by awarded_year limit 1')
    expect(rows).toEqual([
      { enterprise_name: '演示轮胎有限公司', kind: '=制造业单项冠军', awarded_year: 2021 },
    ])
  } finally {
    client.release()
  }
  expect((await scene.rows(contract.id, key)).statusCode).toBe(403)
})
