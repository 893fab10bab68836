import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FirmCertificationList, type FirmCertificationItem } from '../../server/api/schemas/certification.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { golden, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
const own = completeCreditCode('370523', 'DEM00001')
const other = completeCreditCode('370523', 'DEM00002')
const name = '演示轮胎有限公司'
const pdf = Buffer.from('%PDF-1.7\n演示营业执照\n%%EOF')

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [
        golden({ credit_code: own, name, industry_code: 'C2911', revenue: 5 }),
        golden({ credit_code: other, name: '演示橡胶有限公司', status: '注销' }),
      ])
    },
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.database.pool.query('truncate brain.firm_certification')
})

interface Form {
  readonly creditCode?: string
  readonly name?: string
  readonly file?: Buffer
  readonly fileName?: string
}

function submit(
  { creditCode = own, name: firm = name, file = pdf, fileName = '营业执照.pdf' }: Form = {},
  role: AccountRole = 'enterprise',
) {
  const boundary = 'x-boundary-of-this-test'
  const field = (title: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${title}"\r\n\r\n${value}\r\n`
  // The file first: the parts may come in any order.
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/pdf\r\n\r\n`
  return server.request(role, {
    method: 'POST',
    url: '/api/firm-certifications',
    payload: Buffer.concat([
      Buffer.from(head),
      file,
      Buffer.from(`\r\n${field('creditCode', creditCode)}${field('name', firm)}--${boundary}--\r\n`),
    ]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
}
const post = (role: AccountRole, url: string, payload: object = {}) =>
  server.request(role, { method: 'POST', url, payload })
async function items(role: AccountRole): Promise<FirmCertificationItem[]> {
  const answer = await server.get(role, '/api/firm-certifications')
  expect(Check(FirmCertificationList, answer.json())).toBe(true)
  return answer.json<{ items: FirmCertificationItem[] }>().items
}
async function submitted(form: Form = {}): Promise<number> {
  const answer = await submit(form)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<{ id: number }>().id
}

describe('a submission', () => {
  test('is checked against its code and the registry, and shown to the firm and to operators', async () => {
    await submitted({ creditCode: ` ${own.toLowerCase()} `, name: '演示轮胎 有限责任公司' })
    const [mine] = await items('enterprise')
    expect(mine).toMatchObject({
      creditCode: own,
      name,
      demonstration: true,
      state: 'submitted',
      proof: { name: '营业执照.pdf', type: 'application/pdf', bytes: pdf.length },
    })
    expect(mine?.checks.map(({ id, passed }) => [id, passed])).toEqual([
      ['code', true],
      ['registry', true],
      ['status', true],
      ['binding', true],
    ])
    expect(await items('operator')).toHaveLength(1)
    expect((await server.get('bank', '/api/firm-certifications')).statusCode).toBe(403)
  })

  test.each<[what: string, form: Form, status: number, words: string]>([
    ['a code that is none', { creditCode: '123' }, 422, '不是 18 位代码'],
    ['another firm', { creditCode: other, name: '演示橡胶有限公司' }, 422, '不是您的账号所绑定的企业'],
    ['another name', { name: '别家有限公司' }, 422, '企业名称与登记信息不一致'],
    ['no name', { name: '' }, 400, '缺少企业名称'],
    ['a program', { file: Buffer.from('MZ\u0090 not a document') }, 422, '不是 PDF、PNG 或 JPG'],
    [
      'a page that is called a picture',
      { file: Buffer.from('<svg onload=alert(1)>'), fileName: 'a.png' },
      422,
      '不是 PDF',
    ],
    ['an empty file', { file: Buffer.alloc(0) }, 422, '空文件'],
    ['more than 10 MB', { file: Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024)]) }, 413, ''],
  ])('of %s is refused and leaves nothing behind', async (_, form, status, words) => {
    const before = await kept()
    const answer = await submit(form)
    expect(answer.statusCode, answer.body).toBe(status)
    expect(answer.body).toContain(words)
    expect(await items('operator')).toEqual([])
    expect(await kept()).toEqual(before)
  })

  test('is one at a time, also when two come at once', async () => {
    const answers = await Promise.all([submit(), submit(), submit()])
    expect(answers.map(({ statusCode }) => String(statusCode)).toSorted()).toEqual(['201', '409', '409'])
  })

  test('comes from firms alone', async () => {
    expect((await submit({}, 'operator')).statusCode).toBe(403)
  })

  test.each([
    ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]), 'image/png'],
    ['photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]), 'image/jpeg'],
  ])('may be %s, whose kind its bytes tell', async (fileName, file, type) => {
    const id = await submitted({ fileName: `../../${fileName}`, file })
    const proof = await server.get('operator', `/api/firm-certifications/${id}/proof`)
    expect(proof.headers['content-type']).toBe(type)
    expect(proof.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${fileName}`)
    expect(proof.headers['x-content-type-options']).toBe('nosniff')
    expect(proof.rawPayload).toEqual(file)
  })
})

describe('a review', () => {
  test('approves, or rejects with a reason that the firm sees', async () => {
    const id = await submitted()
    const decision = `/api/firm-certifications/${id}/decision`
    expect((await post('operator', decision, { approve: false, reason: ' ' })).statusCode).toBe(422)
    expect((await post('enterprise', decision, { approve: true, reason: '' })).statusCode).toBe(403)
    expect((await post('reviewer', decision, { approve: true, reason: '' })).statusCode).toBe(403)
    expect((await post('operator', decision, { approve: false, reason: '执照不清晰' })).statusCode).toBe(204)
    expect((await items('enterprise'))[0]).toMatchObject({
      state: 'rejected',
      reviewed: { remark: '执照不清晰' },
    })
    expect((await post('operator', decision, { approve: true, reason: '' })).statusCode).toBe(409)
    const again = await submitted()
    expect(
      (await post('operator', `/api/firm-certifications/${again}/decision`, { approve: true, reason: '' }))
        .statusCode,
    ).toBe(204)
    expect((await submit()).statusCode).toBe(409)
    const revoked = await post('operator', `/api/firm-certifications/${again}/revocation`, {
      reason: '企业迁出',
    })
    expect(revoked.statusCode).toBe(204)
    await submitted()
  })

  test('binds an account without a firm to the one it certified', async () => {
    const { database, app } = server
    await database.pool.query(`update brain.account set credit_code = null where username = 'enterprise'`)
    app.sessions.forget()
    const id = await submitted()
    expect((await items('enterprise'))[0]?.checks.at(-1)?.detail).toContain('通过后绑定')
    await post('operator', `/api/firm-certifications/${id}/decision`, { approve: true, reason: '' })
    const session = await server.get('enterprise', '/api/session')
    expect(session.json()).toMatchObject({ creditCode: own })
  })

  test('is not needed for what the firm took back', async () => {
    const id = await submitted()
    const withdrawal = `/api/firm-certifications/${id}/withdrawal`
    expect((await post('operator', withdrawal)).statusCode).toBe(403)
    expect((await post('enterprise', withdrawal)).statusCode).toBe(204)
    expect((await post('enterprise', withdrawal)).statusCode).toBe(404)
  })

  test('finds another firm to see nothing of it', async () => {
    const id = await submitted()
    await server.database.pool.query(
      `update brain.firm_certification set username = 'someone' where id = $1`,
      [id],
    )
    expect(await items('enterprise')).toEqual([])
    expect((await server.get('enterprise', `/api/firm-certifications/${id}/proof`)).statusCode).toBe(404)
    expect((await post('enterprise', `/api/firm-certifications/${id}/withdrawal`)).statusCode).toBe(404)
  })
})

/** Names of all files of proofs. */
async function kept(): Promise<string[]> {
  const folder = path.join(server.dataDirectory, 'proofs')
  const names: string[] = await readdir(folder, { recursive: true }).catch(() => [])
  return names.toSorted()
}
