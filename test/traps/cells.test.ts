import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { type RealServer, startRealServer } from './real-server.ts'

/** Values met in files of the wild, handed in to the running server: taken exactly, or refused by name. */
let server: RealServer

beforeAll(async () => {
  server = await startRealServer()
})
afterAll(() => server.close())

let serial = 10_000_000
const nextCode = () => completeCreditCode('370523', String(++serial))

/** Loads one registration with one value; gives what is stored, or the rule that refused it. */
async function keep(column: string, value: string): Promise<unknown> {
  const code = nextCode()
  const cell = /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
  const { batch, quarantined } = await server.load(
    'public/enterprise-registration',
    `${column}.csv`,
    column === 'name'
      ? `credit_code,name\n${code},${cell}\n`
      : `credit_code,name,${column}\n${code},示例橡胶有限公司,${cell}\n`,
  )
  expect(batch.counts.read).toBe(1)
  expect(batch.counts.accepted + batch.counts.quarantined).toBe(1)
  const [refused] = quarantined
  if (refused !== undefined) {
    expect(refused).toMatchObject({ column, rowNumber: 2 })
    expect(refused.raw).toContain(code)
    return `拒绝：${refused.rule}`
  }
  const [row] = await server.query<Record<string, unknown>>(
    `select ${column} from public_warehouse.enterprise_registration where credit_code = $1`,
    [code],
  )
  return row?.[column]
}

describe('numbers', () => {
  test.each([
    ['  ', '拒绝：money'],
    ['12亿', '拒绝：money'],
    ['500万', '拒绝：money'],
    ['NaN', '拒绝：money'],
    ['Infinity', '拒绝：money'],
    ['-Infinity', '拒绝：money'],
    ['1e400', '拒绝：money'],
    ['12345678901234567890', '拒绝：range'],
    ['0.005', '拒绝：money'],
    ['１２８６．５', 128_650],
    ['1,286.50', 128_650],
    ['', null],
    ['0', 0],
  ])('a capital of %j', async (value, stored) => {
    expect(await keep('registered_capital', value)).toEqual(stored)
  })

  test.each(['NaN', 'infinity', '-inf', '1e999'])('a quantity of electricity of %j', async (value) => {
    const { quarantined } = await server.load(
      'public/electricity-use',
      'kwh.csv',
      `credit_code,month,kwh\n${nextCode()},2026-01,${value}\n`,
    )
    expect(quarantined).toMatchObject([{ column: 'kwh', rule: 'decimal', value }])
  })
})

describe('days', () => {
  test.each([
    ['2023-02-30', '拒绝：date'],
    ['2023-02-29', '拒绝：date'],
    ['2024-02-29', '2024-02-29'],
    ['2024-1-5', '2024-01-05'],
    ['2024-01-05', '2024-01-05'],
    ['２０２４年1月5日', '2024-01-05'],
    ['45296', '拒绝：date'],
    ['60', '拒绝：date'],
    ['2999-01-01', '拒绝：future'],
    ['05/01/2024', '拒绝：date'],
  ])('registered on %j', async (value, stored) => {
    expect(await keep('registered_on', value)).toEqual(stored)
  })
})

describe('texts', () => {
  test.each([
    ['=cmd|calc!A1', '=cmd|calc!A1'],
    ['+1+1', '+1+1'],
    ['-2+3', '-2+3'],
    ['@SUM(A1)', '@SUM(A1)'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ["'; drop table brain.batch; --", "'; drop table brain.batch; --"],
    ['甲\n乙', '甲\n乙'],
    ['𠮷野家', '𠮷野家'],
    ['a\u0000b', '拒绝：nul'],
  ])('a name of %j is kept as it is, or refused', async (value, stored) => {
    expect(await keep('name', value)).toEqual(stored)
  })

  test('a name like a formula or a script is only ever data in the answer', async () => {
    const code = nextCode()
    const name = '<script>alert(1)</script>'
    await server.load('public/enterprise-registration', 'script.csv', `credit_code,name\n${code},${name}\n`)
    const [row] = await server.query<{ row_id: number }>(
      'select row_id from public_warehouse.enterprise_registration where credit_code = $1',
      [code],
    )
    const answer = await server.get('operator', `/api/rows/public/enterprise-registration/${row?.row_id}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.json<{ cells: { name: string; value: unknown }[] }>().cells).toContainEqual(
      expect.objectContaining({ name: 'name', value: name }),
    )
  })
})

describe('codes', () => {
  test('keep 20 digits as text and are refused for their length, not rounded', async () => {
    const { quarantined } = await server.load(
      'public/enterprise-registration',
      'long.csv',
      'credit_code,name\n12345678901234567890,示例\n',
    )
    expect(quarantined).toMatchObject([{ column: 'credit_code', value: '12345678901234567890' }])
  })

  test('in full width and lower case are the same code', async () => {
    const code = nextCode()
    const wide = code.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    const { batch } = await server.load(
      'public/enterprise-registration',
      'wide.csv',
      `credit_code,name\n${code},示例\n${wide},示例\n`,
    )
    expect(batch.counts).toMatchObject({ read: 2, inserted: 1, duplicate: 1, quarantined: 0 })
  })

  test('twice in one file: the same row counts once, another is kept apart', async () => {
    const code = nextCode()
    const { batch, quarantined } = await server.load(
      'public/enterprise-registration',
      'twice.csv',
      `credit_code,name\n${code},甲\n${code},甲\n${code},乙\n`,
    )
    expect(batch.counts).toMatchObject({ read: 3, inserted: 1, duplicate: 1, quarantined: 1 })
    expect(quarantined).toMatchObject([{ rule: 'key-conflict', rowNumber: 4 }])
  })
})
