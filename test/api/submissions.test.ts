import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readXlsx } from '../../connectors/formats/xlsx.ts'
import type { Batch } from '../../server/api/schemas/dataset.ts'
import type { StandardRowList } from '../../server/api/schemas/history.ts'
import { CorrectedBatch, RejectedRowList } from '../../server/api/schemas/submission.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { mapHeader } from '../../server/ingest/header.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { fakeServices } from './fake-services.ts'
import { golden, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const own = '91370523DEM000014Q'
const other = '91370211MA3QD0007T'
const capacity = '/api/datasets/enterprise/capacity-week'

let server: TestServer

const load = (content: string, loadedBy: string) =>
  ingest(server.database, {
    dataset: 'enterprise/capacity-week',
    source: 'test/file',
    delivery: {
      name: 'a.csv',
      format: 'csv',
      content: { bytes: () => Readable.from([Buffer.from(content)]) },
    },
    dataDirectory: server.dataDirectory,
    loadedBy,
  })

beforeAll(async () => {
  const services = fakeServices()
  server = await startTestServer({
    services: {
      ingest: {
        ...services.ingest,
        upload: (request) =>
          ingest(server.database, {
            dataset: request.dataset,
            source: request.source,
            delivery: { name: request.fileName, format: 'auto', content: { path: request.path } },
            dataDirectory: server.dataDirectory,
            loadedBy: request.loadedBy,
            demonstration: request.demonstration,
            ...(request.onlyCreditCode === null ? {} : { onlyCreditCode: request.onlyCreditCode }),
          }).then(({ batchId }) => ({ batchId: batchId ?? 0 })),
      },
    },
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [
        golden({ credit_code: own, name: '演示轮胎有限公司', county_code: '370523' }),
        golden({ credit_code: other, name: '青岛某厂', city_code: '370200', county_code: '370211' }),
      ])
    },
  })
  await load(
    `credit_code,week_start,product,maximum,actual,unit\n${other},2026-01-05,轮胎,200,90,条\n`,
    'operator',
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
  return answer.json<StandardRowList>()
}

describe('a submission', () => {
  const handIn = (content: string) => {
    const boundary = 'x-boundary-of-this-test'
    return server.request('enterprise', {
      method: 'POST',
      url: `${capacity}/batches`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="周产能.csv"\r\n\r\n${content}\r\n--${boundary}--\r\n`,
    })
  }

  test('tells what is wrong in each row, takes mended rows alone, and links the batches', async () => {
    const handed = await handIn(
      [
        'credit_code,week_start,product,maximum,actual,unit',
        `${own},2026-02-02,轮胎,100,80,条`,
        `${own},2026-02-30,轮胎,一百,80,条`,
        `${own},2026-02-16,轮胎,多,80,条`,
        `${other},2026-02-02,轮胎,1,1,条`,
      ].join('\n'),
    )
    expect(handed.statusCode, handed.body).toBe(201)
    const batch = handed.json<Batch>()
    expect(batch.counts).toMatchObject({ read: 4, accepted: 1, quarantined: 3 })
    const read = async () => {
      const answer = await server.get('enterprise', `/api/batches/${batch.id}/rejected`)
      expect(Check(RejectedRowList, answer.json()), answer.body).toBe(true)
      return answer.json<{
        items: {
          id: number
          rowNumber: number
          rule: string
          state: string
          values: Record<string, string>
          faults: Record<string, string>
        }[]
      }>().items
    }
    const [two, one, foreign] = await read()
    // Both faults of a row, though the load stops at the first.
    expect(Object.keys(two?.faults ?? {})).toEqual(['week_start', 'maximum'])
    expect(foreign?.rule).toBe('not-own')

    const correct = (role: AccountRole, records: object[]) =>
      server.request(role, {
        method: 'POST',
        url: `/api/batches/${batch.id}/corrections`,
        payload: { records },
      })
    const answer = await correct('enterprise', [
      { id: two?.id, values: { ...two?.values, week_start: '2026-02-09', maximum: '100' } },
      { id: one?.id, values: { ...one?.values, maximum: '还是多' } },
    ])
    expect(answer.statusCode, answer.body).toBe(201)
    const corrected = answer.json<CorrectedBatch>()
    expect(Check(CorrectedBatch, corrected)).toBe(true)
    expect(corrected).toMatchObject({ corrects: batch.id, counts: { read: 2, accepted: 1, quarantined: 1 } })
    expect(corrected.refused.map(({ id }) => id)).toEqual([one?.id])
    expect((await read()).map(({ state }) => state)).toEqual(['mended', 'open', 'open'])
    expect((await rows('enterprise', `${capacity}/rows?filter.week_start=2026-02-09`)).total).toBe(1)
    // Settled rows, rows of other batches and foreign firms' rows are not taken.
    expect((await correct('enterprise', [{ id: two?.id, values: {} }])).statusCode).toBe(400)
    const stolen = await correct('enterprise', [{ id: foreign?.id, values: foreign?.values ?? {} }])
    expect(stolen.json<CorrectedBatch>()).toMatchObject({ counts: { accepted: 0, quarantined: 1 } })
    expect((await rows('province', `${capacity}/rows?filter.credit_code=%3D${other}`)).total).toBe(1)
  })

  test('of another account is not to be seen', async () => {
    const { batchId } = await load('credit_code,week_start,product\nx,y,z\n', 'operator')
    expect((await server.get('enterprise', `/api/batches/${batchId}/rejected`)).statusCode).toBe(404)
    const answer = await server.request('enterprise', {
      method: 'POST',
      url: `/api/batches/${batchId}/corrections`,
      payload: { records: [{ id: 1, values: {} }] },
    })
    expect(answer.statusCode).toBe(404)
  })
})

test.each([...datasets.values()].filter(({ warehouse }) => warehouse === 'enterprise').map(({ id }) => [id]))(
  'the template of %s is read back as its own columns once a row is filled in',
  async (id) => {
    const answer = await server.get('enterprise', `/api/datasets/${id}/template`)
    expect(answer.statusCode, answer.body).toBe(200)
    const file = path.join(server.dataDirectory, 'template.xlsx')
    await writeFile(file, answer.rawPayload)
    // As handed out it holds no row: the example stands on a sheet of its own.
    expect(await Array.fromAsync(readXlsx({ path: file }))).toEqual([])
    const { default: excel } = await import('exceljs')
    const book = new excel.Workbook()
    await book.xlsx.readFile(file)
    const dataset = datasets.get(id)
    if (dataset === undefined) throw new Error(id)
    book.worksheets[0]?.addRow(Object.keys(dataset.columns).map(() => '填'))
    await book.xlsx.writeFile(file)
    const [record] = await Array.fromAsync(readXlsx({ path: file }))
    expect(mapHeader(dataset, Object.keys(record ?? {})).fields).toEqual(Object.keys(dataset.columns))
  },
)
