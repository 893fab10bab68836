import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { workbookOf, zipOf } from '../connectors/formats/zip-file.ts'
import { encodeGb18030 } from '../ingest/gb18030.ts'
import { type RealServer, startRealServer } from './real-server.ts'

/** Files met in the wild, handed in to the running server. */
const dataset = 'public/enterprise-registration'
const first = completeCreditCode('370523', '10000001')
const second = completeCreditCode('370523', '10000002')
let server: RealServer

beforeAll(async () => {
  server = await startRealServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.query(
    'truncate public_warehouse.enterprise_registration, public_warehouse.enterprise_registration_history',
  )
  await server.query('truncate brain.batch cascade')
})

const count = async () =>
  (
    await server.query<{ count: number }>(
      'select count(*)::int as count from public_warehouse.enterprise_registration',
    )
  )[0]?.count

describe('however a text is written down, the rows are the same', () => {
  const text = `统一社会信用代码,企业名称,注册资本\n${first},广饶橡胶轮胎有限公司,1286.50\n${second},"东营炭黑""一厂""",5\n`
  const utf16 = (bigEndian: boolean, body: string) => {
    const bytes = Buffer.from(`\ufeff${body}`, 'utf16le')
    return bigEndian ? bytes.swap16() : bytes
  }
  const mixed = text.split('\n').reduce((all, line, at) => all + line + (['\r\n', '\r', '\n'][at] ?? ''), '')

  test.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['GB18030', encodeGb18030(text)],
    ['UTF-16 LE', utf16(false, text)],
    ['UTF-16 BE', utf16(true, text)],
    ['CRLF', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['CR', Buffer.from(text.replaceAll('\n', '\r'))],
    ['mixed newlines', Buffer.from(mixed)],
    ['gzip', gzipSync(text)],
    ['tabs', Buffer.from(text.replaceAll(',', '\t'))],
    ['no newline at the end', Buffer.from(text.trimEnd())],
  ])('%s', async (_, bytes) => {
    expect((await server.load(dataset, 'utf-8.csv', text)).batch.counts).toMatchObject({ inserted: 2 })
    const { batch } = await server.load(dataset, '另一份.csv', bytes)
    expect(batch.counts).toMatchObject({ read: 2, unchanged: 2, accepted: 0, quarantined: 0 })
  })
})

describe('days in a workbook', () => {
  const cell = (value: string, style: number) => `<c s="${style}"><v>${value}</v></c>`
  const words = (text: string) => `<c t="str"><v>${text}</v></c>`
  const workbook = (serial: string, date1904: boolean) =>
    workbookOf({
      date1904,
      styles: { cells: [0, 14] },
      sheets: [
        {
          name: '登记',
          rows: `<row>${words('统一社会信用代码')}${words('企业名称')}${words('成立日期')}</row><row>${words(first)}${words('示例')}${cell(serial, 1)}</row>`,
        },
      ],
    })

  test.each([
    // Excel's first 1904 day is its 1462nd of 1900, and its 60th of 1900 never was.
    ['45296', false, '2024-01-05'],
    ['43834', true, '2024-01-05'],
    ['59', false, '1900-02-28'],
    ['61', false, '1900-03-01'],
  ])('serial %s, epoch 1904 %s', async (serial, date1904, day) => {
    const { batch } = await server.load(dataset, '登记.xlsx', workbook(serial, date1904))
    expect(batch.counts).toMatchObject({ read: 1, inserted: 1 })
    const rows = await server.query('select registered_on from public_warehouse.enterprise_registration')
    expect(rows).toEqual([{ registered_on: day }])
  })

  test('the 29 February 1900 that never was is refused, not shifted', async () => {
    const { batch, quarantined } = await server.load(dataset, '登记.xlsx', workbook('60', false))
    expect(batch.counts).toMatchObject({ read: 1, quarantined: 1 })
    expect(quarantined).toMatchObject([{ column: 'registered_on', rule: 'date' }])
  })
})

describe('a wrong file gets 4xx with what was expected, changes nothing and leaves the server up', () => {
  const zeros = Buffer.alloc(300 << 20)
  test.each([
    ['nothing', 'a.csv', Buffer.alloc(0)],
    ['blank lines', 'a.csv', Buffer.from('\n\n\r\n')],
    ['other columns', 'a.csv', Buffer.from('x,y\n1,2\n')],
    ['the same header twice', 'a.csv', Buffer.from('企业名称,credit_code,企业名称\n甲,乙,丙\n')],
    ['a picture', 'a.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a PDF', 'a.xlsx', Buffer.from('%PDF-1.7\n%âãÏÓ')],
    ['an old workbook', 'a.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['noise', 'a.csv', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))],
    ['cut gzip', 'a.csv.gz', gzipSync(`credit_code,name\n${first},甲\n`.repeat(50)).subarray(0, 60)],
    ['a cut workbook', 'a.xlsx', workbookOf({ sheets: [{ name: '表', rows: '' }] }).subarray(0, 200)],
    [
      'a bomb that admits its size',
      'a.xlsx',
      zipOf([{ name: 'xl/worksheets/sheet1.xml', content: 'x', claimedSize: 4_000_000_000 }]),
    ],
    ['a bomb of 300 MB in 300 KB', 'a.xlsx', zipOf([{ name: 'xl/worksheets/sheet1.xml', content: zeros }])],
    ['a gzip bomb without a line', 'a.csv.gz', gzipSync(zeros)],
    ['HTML', 'a.csv', Buffer.from('<!DOCTYPE html><html><body>登录已过期</body></html>')],
    ['a JSON list', 'a.json', Buffer.from('[{"credit_code":"x"}]')],
  ])('%s', async (_, name, content) => {
    const { status, body } = await server.upload(dataset, name, content)
    expect([status, body.code]).toEqual([422, 'file-rejected'])
    expect(body.detail).toContain('未改变任何数据')
    expect(body.detail).toMatch(/\p{Script=Han}/u)
    expect(body.expected).toBeTruthy()
    expect(await count()).toBe(0)
    expect((await server.get('operator', '/api/health')).statusCode).toBe(200)
    const { batch } = await server.load(dataset, 'good.csv', `credit_code,name\n${first},甲\n`)
    expect(batch.counts).toMatchObject({ inserted: 1 })
  })

  test.each(['../../etc/passwd', '..\\..\\boot.ini', 'C:\\数据\\a.csv', 'a\u0000.csv', '=cmd.csv'])(
    'a file named %j is stored by its hash only',
    async (name) => {
      const { status, body } = await server.upload(dataset, name, `credit_code,name\n${first},甲\n`)
      expect([200, 201, 400]).toContain(status)
      if (status < 300) expect(body.fileName).not.toMatch(/[\\/\u0000]/)
    },
  )
})

describe('lines without an end', () => {
  test('a record of 200 MB is given up at 1 MiB; the rows around it are loaded', async () => {
    const endless = Buffer.alloc(200 << 20, 'x')
    const { batch, quarantined } = await server.load(
      dataset,
      'endless.csv',
      Buffer.concat([
        Buffer.from(`credit_code,name\n${first},甲\n`),
        endless,
        Buffer.from(`\n${second},乙\n`),
      ]),
    )
    expect(batch.counts).toMatchObject({ read: 3, inserted: 2, quarantined: 1 })
    expect(quarantined).toMatchObject([{ rule: 'record-too-long', rowNumber: 3 }])
    expect(quarantined[0]?.raw.length).toBeLessThan(1 << 20)
  })

  test('a quote that is never closed spoils its line only', async () => {
    const { batch } = await server.load(
      dataset,
      'quote.csv',
      `credit_code,name\n${first},"甲\n${second},乙\n`,
    )
    expect(batch.counts).toMatchObject({ read: 2, inserted: 1, quarantined: 1 })
  })
})
