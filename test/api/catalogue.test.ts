import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CatalogDetail, CatalogList, Preview } from '../../server/api/schemas/catalog.ts'
import {
  CertificationList,
  GradeRequestList,
  Grading,
  ListingList,
} from '../../server/api/schemas/certification.ts'
import { datasets } from '../../server/datasets/registry.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { insertBatch, insertDivisions } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      const batch = await insertBatch(database, 'public/electricity-use')
      await sql`
        insert into public_warehouse.electricity_use
          (credit_code, month, kwh, county_code, industry_code, batch_id, row_number, row_hash, valid_from)
        values ('91370523DEM000014Q', '2026-10', 1234.5, '370523', 'C2911', ${batch}, 2, 0, now())`.execute(
        database.kysely,
      )
    },
  })
})
afterAll(() => server.close())

const post = (role: AccountRole, url: string, payload: object = {}) =>
  server.request(role, { method: 'POST', url, payload })

interface Listed {
  readonly items: readonly {
    readonly id: string
    readonly matched: readonly string[]
    readonly certifiedUntil: string | null
  }[]
}
const list = async (query: string, role: AccountRole = 'province') => {
  const answer = await server.get(role, `/api/catalog/datasets?limit=500&${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  expect(Check(CatalogList, answer.json())).toBe(true)
  return answer.json<Listed>().items
}
const ids = async (query: string) => (await list(query)).map(({ id }) => id)

describe('the catalogue', () => {
  test('is shown to all who read, and not to administrators', async () => {
    for (const role of ['province', 'chain-office', 'steward', 'reviewer', 'enterprise', 'bank'] as const)
      expect(await list('', role)).toHaveLength(datasets.size)
    expect((await server.get('security-admin', '/api/catalog/datasets')).statusCode).toBe(403)
  })

  test('searches and filters, together too', async () => {
    expect((await ids('query=qydj'))[0]).toBe('public/enterprise-registration')
    expect(await ids('warehouse=enterprise')).toHaveLength(6)
    expect(await ids(`grade=L3&query=${encodeURIComponent('用电')}`)).toEqual(['public/electricity-use'])
    expect(await ids('share=unconditional&warehouse=enterprise')).toEqual(['enterprise/annual-report'])
    expect(await ids('certified=true')).toEqual([])
    expect((await list('query=jyfw&warehouse=public'))[0]?.matched).toContain('经营范围')
    const wrong = await server.get('province', '/api/catalog/datasets?grade=L9')
    expect(wrong.statusCode).toBe(400)
    expect(wrong.body).toContain('L1、L2、L3、L4、important、core')
  })

  test('tells of each dataset its 目录 fields, grades with reasons, and quality', async () => {
    for (const { warehouse, name, columns } of datasets.values()) {
      const answer = await server.get('bank', `/api/catalog/datasets/${warehouse}/${name}`)
      expect(Check(CatalogDetail, answer.json())).toBe(true)
      const detail = answer.json<CatalogDetail>()
      expect(detail.grades.map((grade) => grade.name)).toEqual(Object.keys(columns))
      for (const { reason } of detail.grades) expect(reason).not.toBe('')
    }
  })

  test('previews rows with what is above the clearance of the one who asks left out', async () => {
    const answer = await server.get(
      'enterprise',
      '/api/catalog/datasets/public/electricity-use/preview?limit=5',
    )
    expect(answer.statusCode).toBe(200)
    const preview = answer.json<Preview>()
    expect(Check(Preview, preview)).toBe(true)
    expect(preview.columns.map(({ title }) => title)).toContain('用电量')
    for (const row of preview.rows) {
      expect(row.masked).toContain('kwh')
      expect(row.cells[preview.columns.findIndex(({ name }) => name === 'kwh')]).toBeNull()
    }
    expect(answer.body).not.toContain('1234.5')
    expect((await server.get('province', '/api/catalog/datasets/public/none/preview')).statusCode).toBe(404)
  })

  test('is downloaded as DCAT and as a workbook', async () => {
    const dcat = await server.get('province', '/api/catalog/export?format=dcat')
    expect(dcat.headers['content-type']).toBe('application/ld+json; charset=utf-8')
    expect(dcat.headers['content-disposition']).toMatch(
      /^attachment; filename="catalog-\d{4}-\d\d-\d\d\.jsonld"$/,
    )
    expect(dcat.json<{ 'dcat:dataset': unknown[] }>()['dcat:dataset']).toHaveLength(datasets.size)
    const xlsx = await server.get('province', '/api/catalog/export?format=xlsx')
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(new Uint8Array(xlsx.rawPayload).buffer)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['说明', '目录', '信息项'])
    expect(workbook.getWorksheet('目录')?.rowCount).toBe(datasets.size + 1)
    const columns = [...datasets.values()].reduce((sum, one) => sum + Object.keys(one.columns).length, 0)
    expect(workbook.getWorksheet('信息项')?.rowCount).toBe(columns + 1)
    expect((await server.get('province', '/api/catalog/export?format=pdf')).statusCode).toBe(400)
  })
})

describe('decisions about the catalogue', () => {
  test('about a grade: asked by the steward, approved by the security administrator, seen by all', async () => {
    const asked = await post('steward', '/api/catalog/grading/requests', {
      subject: 'public/honour',
      column: 'level',
      grade: 'L3',
      reason: '试验',
    })
    expect(asked.statusCode, asked.body).toBe(201)
    const { id } = asked.json<{ id: number }>()
    const decision = `/api/catalog/grading/requests/${id}/decision`
    expect((await post('steward', decision, { approve: true, reason: '同意' })).statusCode).toBe(403)
    expect((await post('security-admin', decision, { approve: true, reason: '同意' })).statusCode).toBe(204)
    const grading = await server.get('security-admin', '/api/catalog/grading')
    expect(Check(Grading, grading.json())).toBe(true)
    expect(
      grading
        .json<Grading>()
        .columns.find(({ dataset, column }) => dataset === 'public/honour' && column === 'level'),
    ).toMatchObject({
      contract: 'L1',
      byRules: 'L1',
      grade: 'L3',
      differs: true,
      reason: `审批调级（申请 ${id}）`,
    })
    expect(await ids('grade=L3&query=honour')).toEqual(['public/honour'])
    const requests = await server.get('province', '/api/catalog/grading/requests')
    expect(Check(GradeRequestList, requests.json())).toBe(true)
    const revoked = await post('security-admin', `/api/catalog/grading/requests/${id}/revocation`, {
      reason: '完',
    })
    expect(revoked.statusCode).toBe(204)
    const again = await post('security-admin', `/api/catalog/grading/requests/${id}/revocation`, {
      reason: '完',
    })
    expect(again.statusCode).toBe(409)
    const unknown = await post('security-admin', '/api/catalog/grading/requests/999999/decision', {
      approve: true,
      reason: '同意',
    })
    expect(unknown.statusCode).toBe(404)
  })

  test('about a certification: signed, reviewed by another, shown as a badge', async () => {
    await insertBatch(server.database, 'public/honour')
    await server.database.pool.query('update brain.batch set finished_at = $1', [server.clock.now])
    const body = { dataset: 'public/honour', statement: '已核对', meaningChecked: true, noPersonalData: true }
    const careless = await post('steward', '/api/certifications', { ...body, noPersonalData: false })
    expect(careless.statusCode).toBe(400)
    const empty = await post('steward', '/api/certifications', { ...body, dataset: 'public/listed-company' })
    expect(empty.statusCode).toBe(409)
    const signed = await post('steward', '/api/certifications', body)
    expect(signed.statusCode, signed.body).toBe(201)
    const { id } = signed.json<{ id: number }>()
    const review = { approve: true, reason: '通过', validMonths: 3 }
    const own = await post('steward', `/api/certifications/${id}/review`, review)
    expect([own.statusCode, own.json<{ code: string }>().code]).toEqual([403, 'same-person'])
    expect((await post('operator', `/api/certifications/${id}/review`, review)).statusCode).toBe(204)
    const [certified, ...rest] = await list('certified=true')
    expect([certified?.id, rest]).toEqual(['public/honour', []])
    const days = (Date.parse(certified?.certifiedUntil ?? '') - server.clock.now.getTime()) / 86_400_000
    expect(Math.round(days / 31)).toBe(3)
    const all = await server.get('enterprise', '/api/certifications?dataset=public/honour')
    expect(Check(CertificationList, all.json())).toBe(true)
    expect(all.json<{ items: { state: string }[] }>().items[0]?.state).toBe('certified')
    const checklist = await server.get('province', '/api/certifications/checklist/public/honour')
    expect(checklist.json<{ items: unknown[] }>().items).toHaveLength(5)
    expect((await server.get('province', '/api/certifications/checklist/public/none')).statusCode).toBe(404)
  })

  test('about a listing: two persons, neither of whom applied', async () => {
    const applied = await post('steward', '/api/listings', {
      dataset: 'public/honour',
      title: '荣誉名单',
      columns: ['enterprise_name', 'kind'],
      purpose: '供银行核对',
    })
    expect(applied.statusCode, applied.body).toBe(201)
    const { id } = applied.json<{ id: number }>()
    const approve = { approve: true, remark: '' }
    const decide = async (role: AccountRole) =>
      (await post(role, `/api/listings/${id}/decision`, approve)).statusCode
    expect(await decide('steward')).toBe(403)
    expect(await decide('enterprise')).toBe(403)
    expect(await decide('operator')).toBe(204)
    expect(await decide('operator')).toBe(403)
    const mayDecide = async (role: AccountRole) => {
      const answer = await server.get(role, '/api/listings')
      expect(Check(ListingList, answer.json())).toBe(true)
      return answer
        .json<{ items: { id: number; mayDecide: boolean }[] }>()
        .items.find((item) => item.id === id)?.mayDecide
    }
    expect([await mayDecide('operator'), await mayDecide('security-admin'), await mayDecide('bank')]).toEqual(
      [false, true, false],
    )
    expect(await decide('security-admin')).toBe(204)
    expect(await ids('listed=true')).toEqual(['public/honour'])
    expect((await post('operator', `/api/listings/${id}/delisting`, { reason: '停更' })).statusCode).toBe(204)
    expect(await ids('listed=true')).toEqual([])
  })
})
