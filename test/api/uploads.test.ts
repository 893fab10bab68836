import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UploadRequest } from '../../server/api/services.ts'
import { Batch, BatchList, QuarantineList } from '../../server/api/schemas/dataset.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { fakeServices } from './fake-services.ts'
import { insertBatch } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
const received: UploadRequest[] = []
const limit = 200_000

beforeAll(async () => {
  const services = fakeServices()
  server = await startTestServer({
    config: { uploadLimit: limit },
    services: {
      ingest: {
        ...services.ingest,
        // The engine itself, in this process.
        async upload(request) {
          received.push(request)
          return ingest(server.database, {
            dataset: request.dataset,
            source: request.source,
            delivery: { name: request.fileName, format: 'auto', content: { path: request.path } },
            dataDirectory: server.dataDirectory,
            loadedBy: request.loadedBy,
            demonstration: request.demonstration,
            ...(request.onlyCreditCode === null ? {} : { onlyCreditCode: request.onlyCreditCode }),
          })
        },
      },
    },
  })
})
afterAll(() => server.close())

interface File {
  readonly name?: string
  readonly content: string | Buffer
  readonly field?: string
}

function multipart(file: File): { payload: Buffer; headers: Record<string, string> } {
  const boundary = 'x-boundary-of-this-test'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${file.field ?? 'file'}"; filename="${
    file.name ?? 'honours.csv'
  }"\r\ncontent-type: application/octet-stream\r\n\r\n`
  return {
    payload: Buffer.concat([
      Buffer.from(head),
      Buffer.from(file.content as string),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}

function upload(role: AccountRole, dataset: string, file: File) {
  return server.request(role, { method: 'POST', url: `/api/datasets/${dataset}/batches`, ...multipart(file) })
}

const honours = [
  '企业名称,kind,awarded_year,level',
  '山东远行轮胎有限公司,专精特新中小企业,2024,省级',
  '东营炭黑股份有限公司,高新技术企业,2023,国家级',
  '广饶橡胶厂,高新技术企业,二〇二三,国家级',
].join('\n')

const countRows = async () => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from public_warehouse.honour`.execute(server.database.kysely)
  return rows[0]?.count
}

async function leftOver(): Promise<string[]> {
  return readdir(`${server.dataDirectory}/uploads`).catch(() => [])
}

describe('a file handed in', () => {
  test('is loaded and answered with its counts, and can be read again', async () => {
    const answer = await upload('operator', 'public/honour', { name: 'C:\\数据\\荣誉.csv', content: honours })
    expect(answer.statusCode, answer.body).toBe(201)
    const batch = answer.json<Batch>()
    expect(Check(Batch, batch)).toBe(true)
    expect(batch).toMatchObject({
      dataset: 'public/honour',
      fileName: '荣誉.csv',
      status: 'loaded',
      source: 'upload/operator',
      loadedBy: 'operator',
      demonstration: false,
      counts: { read: 3, accepted: 2, inserted: 2, updated: 0, unchanged: 0, duplicate: 0, quarantined: 1 },
    })
    expect(batch.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(answer.headers.location).toBe(`/api/datasets/public/honour/batches/${batch.id}`)
    expect((await server.get('province', String(answer.headers.location))).json()).toEqual(batch)
    expect(await countRows()).toBe(2)
    expect(await leftOver()).toEqual([])

    const set = await server.get('reviewer', `/api/batches/${batch.id}/quarantine`)
    expect(Check(QuarantineList, set.json())).toBe(true)
    expect(set.json()).toMatchObject({
      items: [{ column: 'awarded_year', columnTitle: '认定年度', value: '二〇二三' }],
      nextCursor: null,
    })
    expect(set.json<{ items: { raw: string }[] }>().items[0]?.raw).toContain('广饶橡胶厂')
  })

  test('twice changes nothing the second time', async () => {
    const before = await countRows()
    const again = await upload('operator', 'public/honour', { content: honours })
    expect(again.statusCode).toBe(200)
    expect(again.json()).toMatchObject({ status: 'repeated', counts: { accepted: 0 } })
    expect(await countRows()).toBe(before)
  })

  test.each([
    ['an empty file', ''],
    ['a file of other columns', 'a,b\n1,2\n'],
    ['a file without the key', '企业名称,level\n某厂,省级\n'],
    ['a broken workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
  ])('is refused with what was expected: %s', async (_what, content) => {
    const before = await countRows()
    const answer = await upload('operator', 'public/honour', { name: 'wrong.csv', content })
    expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(400)
    expect(answer.statusCode).toBeLessThan(500)
    const problem = answer.json<{ code: string; detail: string; expected: string }>()
    expect(problem.code).toBe('file-rejected')
    expect(problem.detail).toContain('未改变任何数据')
    expect(problem.expected).not.toBe('')
    expect(await countRows()).toBe(before)
    expect(await leftOver()).toEqual([])
    expect((await server.get('operator', '/api/health')).statusCode).toBe(200)
  })

  test('that is too large is refused and leaves nothing', async () => {
    const count = received.length
    const answer = await upload('operator', 'public/honour', { content: Buffer.alloc(limit + 1, 'a') })
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({ code: 'too-large' })
    expect(received).toHaveLength(count)
    expect(await leftOver()).toEqual([])
  })

  test('that breaks off is refused and leaves nothing', async () => {
    const whole = multipart({ content: honours })
    const answer = await server.request('operator', {
      method: 'POST',
      url: '/api/datasets/public/honour/batches',
      headers: whole.headers,
      payload: whole.payload.subarray(0, 200),
    })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'file-incomplete'])
    expect(await leftOver()).toEqual([])
  })

  test('must be there, and be a form', async () => {
    const empty = await server.request('operator', {
      method: 'POST',
      url: '/api/datasets/public/honour/batches',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x--\r\n',
    })
    expect([empty.statusCode, empty.json<{ code: string }>().code]).toEqual([400, 'file-missing'])
    const json = await server.request('operator', {
      method: 'POST',
      url: '/api/datasets/public/honour/batches',
      payload: { file: 'a' },
    })
    expect([json.statusCode, json.json<{ code: string }>().code]).toEqual([415, 'unsupported-media-type'])
  })

  test('needs a dataset that exists', async () => {
    expect((await upload('operator', 'public/nothing', { content: honours })).statusCode).toBe(404)
  })
})

describe('an enterprise user', () => {
  const own = '91370523DEM000014Q'
  beforeAll(async () => {
    await server.database.kysely
      .updateTable('brain.account')
      .set({ credit_code: own })
      .where('username', '=', 'enterprise')
      .execute()
    server.app.sessions.forget()
  })

  test('hands in to the enterprise warehouse alone, and only for its own firm', async () => {
    const foreign = await upload('enterprise', 'public/honour', { content: honours })
    expect([foreign.statusCode, foreign.json<{ code: string }>().code]).toEqual([403, 'dataset-not-allowed'])
    const other = '91370211MA3QD0007T'
    const content = `credit_code,name\n${own},演示轮胎有限公司\n${other},别人的企业\n`
    const answer = await upload('enterprise', 'enterprise/enterprise-profile', { content })
    expect(answer.statusCode, answer.body).toBe(201)
    expect(answer.json()).toMatchObject({ counts: { read: 2, inserted: 1, quarantined: 1 } })
    const { rows } = await sql<{ credit_code: string }>`
      select credit_code from enterprise_warehouse.enterprise_profile`.execute(server.database.kysely)
    expect(rows).toEqual([{ credit_code: own }])
    expect(received.at(-1)).toMatchObject({
      onlyCreditCode: own,
      source: 'upload/enterprise',
      loadedBy: 'enterprise',
      demonstration: true,
    })
  })

  test('without a firm hands in nothing', async () => {
    await server.database.kysely
      .updateTable('brain.account')
      .set({ credit_code: null })
      .where('username', '=', 'enterprise')
      .execute()
    server.app.sessions.forget()
    const answer = await upload('enterprise', 'enterprise/enterprise-profile', { content: 'credit_code\n' })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'no-enterprise'])
  })

  test('sees its own batches and no others', async () => {
    const other = await insertBatch(server.database, 'enterprise/enterprise-profile', {
      loadedBy: 'operator',
    })
    const answer = await server.get('enterprise', '/api/batches')
    expect(Check(BatchList, answer.json())).toBe(true)
    const items = answer.json<{ items: Batch[] }>().items
    expect(items.length).toBeGreaterThan(0)
    expect(items.every(({ loadedBy }) => loadedBy === 'enterprise')).toBe(true)
    const read = (url: string) => server.get('enterprise', url)
    expect((await read(`/api/batches/${other}/quarantine`)).statusCode).toBe(404)
    expect((await read(`/api/datasets/enterprise/enterprise-profile/batches/${other}`)).statusCode).toBe(404)
  })
})

describe('batches', () => {
  test('are listed newest first, page by page', async () => {
    for (let count = 0; count < 5; count++) await insertBatch(server.database, 'public/honour')
    const ids: number[] = []
    let cursor = ''
    do {
      const answer = await server.get('operator', `/api/datasets/public/honour/batches?limit=3${cursor}`)
      const page = answer.json<{ items: Batch[]; nextCursor: string | null }>()
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    expect(new Set(ids).size).toBe(ids.length)
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from brain.batch where dataset = 'public/honour'`.execute(
      server.database.kysely,
    )
    expect(ids).toHaveLength(rows[0]?.count ?? -1)
  })
})
