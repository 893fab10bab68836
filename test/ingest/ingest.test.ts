import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeGb18030 } from './gb18030.ts'
import { openWarehouse, type Warehouse } from './load-file.ts'

let warehouse: Warehouse
let opened: Promise<Warehouse> | undefined

beforeEach(async () => {
  warehouse = await (opened ??= openWarehouse())
  await warehouse.query(
    `truncate public_warehouse.sample, public_warehouse.sample_history, public_warehouse.sample_by_state,
     brain.quarantine, brain.batch restart identity cascade`,
  )
})
afterAll(() => warehouse.close())

interface QuarantineRow {
  readonly row_number: number
  readonly column_name: string | null
  readonly rule: string
  readonly message: string
  readonly value: string | null
  readonly raw: Buffer
}

const quarantine = () =>
  warehouse.query<QuarantineRow>(
    'select row_number, column_name, rule, message, value, raw from brain.quarantine order by id',
  )
const names = async () =>
  (
    await warehouse.query<{ name: string }>('select name from public_warehouse.sample order by code, month')
  ).map(({ name }) => name)

describe('values arrive typed', () => {
  test('in the first load, which goes straight into the table, and in a later one', async () => {
    const header = 'code,month,name,count,ratio,amount,active,day,moment,detail,credit_code\n'
    const cells = `"1,286",0.5,1286.5,是,2024年1月5日,2024-01-05 08:30,"{""b"":1,""a"":""甲""}",91370502MADEM0001X`
    for (const [position, code] of ['A01', 'A02'].entries()) {
      const result = await warehouse.load(`${header}${code},2024-01,甲,${cells}\n`, {
        source: `test/${position}`,
      })
      expect(result).toMatchObject({ error: null, status: 'loaded', read: 1, inserted: 1, normalised: 2 })
    }
    const rows = await warehouse.query(
      'select code, month, name, note, state, count, ratio, amount, active, day, moment, detail, row_number, valid_from, batch_id from public_warehouse.sample order by code',
    )
    const common = {
      month: '2024-01',
      name: '甲',
      note: null,
      state: null,
      count: 1286,
      ratio: 0.5,
      amount: 128650,
      active: true,
      day: '2024-01-05',
      moment: new Date('2024-01-05T00:30:00Z'),
      detail: { a: '甲', b: 1 },
      row_number: 2,
      valid_from: new Date('2026-03-15T02:00:00Z'),
    }
    expect(rows).toMatchObject([
      { ...common, code: 'A01', batch_id: 1 },
      { ...common, code: 'A02', batch_id: 2 },
    ])
  })

  test('constants and absent columns alike in both', async () => {
    for (const [position, code] of ['A01', 'A02'].entries()) {
      const columns = { month: '=2024-01', state: '=存续' }
      await warehouse.load(`代码;名称\n${code};甲\n`, { source: `test/${position}`, columns })
    }
    const rows = await warehouse.query(
      'select code, month, state, note from public_warehouse.sample order by code',
    )
    expect(rows).toEqual([
      { code: 'A01', month: '2024-01', state: '存续', note: null },
      { code: 'A02', month: '2024-01', state: '存续', note: null },
    ])
    const again = await warehouse.load('month,code,state,name\n2024-01,A01,存续,甲\n', { source: 'test/x' })
    expect(again).toMatchObject({ unchanged: 1, accepted: 0 })
  })
})

describe('what is not right is kept apart, with its bytes', () => {
  const text = [
    'code,month,name,count',
    'A01,2024-01,甲,12亿',
    'A02,2024-01,乙',
    'A03,2024-01,丙,1,多',
    'A04,2024-01,"丁"x,1',
    'A05,2024-01,戊,1',
    '',
    ',,,',
    'A06,2024-01,己\u0000,1',
    'A07,2024-01,庚,,,',
  ].join('\r\n')

  test('row, column, rule, message, value and raw record', async () => {
    const result = await warehouse.load(`${text}\r\n`)
    expect(result).toMatchObject({ read: 7, inserted: 2, quarantined: 5 })
    expect(result.warnings).toEqual([{ rule: 'blank-record', message: '空行，未计入读取', count: 2 }])
    expect(await quarantine()).toEqual([
      {
        row_number: 2,
        column_name: 'count',
        rule: 'integer',
        message: '“数量”的值“12亿”不是整数，应形如 1286，不带单位、文字和科学计数',
        value: '12亿',
        raw: Buffer.from('A01,2024-01,甲,12亿'),
      },
      expect.objectContaining({
        row_number: 3,
        column_name: null,
        rule: 'field-count',
        raw: Buffer.from('A02,2024-01,乙'),
      }),
      expect.objectContaining({
        row_number: 4,
        rule: 'field-count',
        raw: Buffer.from('A03,2024-01,丙,1,多'),
      }),
      expect.objectContaining({ row_number: 5, rule: 'quote', raw: Buffer.from('A04,2024-01,"丁"x,1') }),
      expect.objectContaining({
        row_number: 9,
        column_name: 'name',
        rule: 'nul',
        raw: Buffer.from('A06,2024-01,己\u0000,1'),
      }),
    ])
    expect(await names()).toEqual(['戊', '庚'])
  })

  test('bytes that are no UTF-8 in a UTF-8 file', async () => {
    const bytes = Buffer.concat([
      Buffer.from('code,month,name\nA01,2024-01,山东橡胶\nA02,2024-01,'),
      Buffer.of(0xff, 0xfe),
      Buffer.from('\nA03,2024-01,青岛轮胎\n'),
    ])
    expect(await warehouse.load(bytes)).toMatchObject({ read: 3, inserted: 2, quarantined: 1 })
    expect(await quarantine()).toMatchObject([
      {
        row_number: 3,
        rule: 'encoding',
        raw: Buffer.concat([Buffer.from('A02,2024-01,'), Buffer.of(0xff, 0xfe)]),
      },
    ])
  })

  test('a record of more than 1 MiB', async () => {
    const long = 'x'.repeat(3 << 20)
    const result = await warehouse.load(
      `code,month,name\nA01,2024-01,甲\nA02,2024-01,${long}\nA03,2024-01,丙\n`,
    )
    expect(result).toMatchObject({ read: 3, inserted: 2, quarantined: 1 })
    const [row] = await quarantine()
    expect(row).toMatchObject({ row_number: 3, rule: 'record-too-long' })
    expect(row?.raw.length).toBe(64 << 10)
  })

  test('a second row of one key that says something else; the first stands', async () => {
    const result = await warehouse.load(
      'code,month,name\nA01,2024-01,甲\nA01,2024-01,乙\nA01,2024-01,甲\nA01,2024-02,甲\n',
    )
    expect(result).toMatchObject({ read: 4, inserted: 2, duplicate: 1, quarantined: 1 })
    expect(await quarantine()).toEqual([
      {
        row_number: 3,
        column_name: 'code',
        rule: 'key-conflict',
        message: '与第 2 行主键相同而内容不同，保留先出现的一行：A01 / 2024-01',
        value: 'A01 / 2024-01',
        raw: Buffer.from('A01,2024-01,乙'),
      },
    ])
  })

  test('a statement older than what is known', async () => {
    await warehouse.load('code,month,name\nA01,2024-01,甲\nA02,2024-01,乙\n', {
      effectiveAt: new Date('2025-06-01T00:00:00+08:00'),
    })
    const result = await warehouse.load(
      gzipSync(encodeGb18030('code,month,name\nA02,2024-01,乙\nA01,2024-01,旧\nA03,2024-01,丙\n')),
      {
        effectiveAt: new Date('2025-05-01T00:00:00+08:00'),
      },
    )
    expect(result).toMatchObject({ read: 3, inserted: 1, updated: 0, unchanged: 1, quarantined: 1 })
    expect(await quarantine()).toMatchObject([
      {
        row_number: 3,
        rule: 'older-than-known',
        message: '已有 2025-06-01 00:00 起有效的版本，而本批数据日期为 2025-05-01 00:00：A01 / 2024-01',
        raw: Buffer.from('A01,2024-01,旧'),
      },
    ])
    expect(await names()).toEqual(['甲', '乙', '丙'])
  })
})

describe('a file that cannot be loaded leaves the reason and no data', () => {
  const failed = async (content: string | Buffer, options: Parameters<Warehouse['load']>[1] = {}) => {
    const result = await warehouse.load(content, options)
    expect(result.status).toBe('failed')
    expect(await warehouse.query('select count(*) as n from public_warehouse.sample')).toEqual([{ n: 0 }])
    const [batch] = await warehouse.query<{ status: string; error: unknown }>(
      'select status, error from brain.batch',
    )
    expect(batch).toEqual({ status: 'failed', error: result.error })
    return result.error
  }

  test('no header', async () => {
    expect(await failed('\n\n')).toMatchObject({ code: 'empty' })
  })

  test('a required column is missing', async () => {
    const error = await failed('code,month,nome\nA01,2024-01,甲\n')
    expect(error).toMatchObject({ code: 'header-missing', retry: false, received: ['code', 'month', 'nome'] })
    expect(error?.message).toContain('“名称”（name），是否就是“nome”？')
  })

  test('too few rows for the source', async () => {
    const error = await failed('code,month,name\nA01,2024-01,甲\n', {
      expectedRead: { minimum: 10, maximum: 20, outside: 'fail' },
    })
    expect(error).toMatchObject({ code: 'yield', expected: ['10 至 20'], received: ['1'] })
  })

  test.each([
    ['old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), '旧版 Excel'],
    ['paper.csv', Buffer.from('%PDF-1.7'), 'PDF'],
    ['list.json', Buffer.from('[{"code":"A01"}]'), 'JSON 数组'],
    ['broken.xlsx', Buffer.from('PK\u0003\u0004 nothing'), '读不下去'],
    ['broken.csv.gz', gzipSync('code,month,name\n'.repeat(99)).subarray(0, 40), '读不下去'],
  ])('no table: %s', async (name, bytes, reason) => {
    const error = await failed(bytes, { name })
    expect(error?.message).toContain(reason)
    expect(error?.retry).toBe(false)
  })

  test('the database says no in the middle', async () => {
    await warehouse.query(`alter table public_warehouse.sample add constraint no_bing check (name <> '丙')`)
    const error = await failed('code,month,name\nA01,2024-01,甲\nA02,2024-01,丙\n')
    expect(error).toMatchObject({ code: 'internal', retry: true })
    await warehouse.query('alter table public_warehouse.sample drop constraint no_bing')
    // The same bytes may be loaded when the cause is gone.
    expect(await warehouse.load('code,month,name\nA01,2024-01,甲\nA02,2024-01,丙\n')).toMatchObject({
      inserted: 2,
    })
    const indexes = await warehouse.query(`select 1 from pg_indexes where tablename = 'sample'`)
    expect(indexes).toHaveLength(4)
  })
})

test('a header with NUL and half a surrogate pair is named in the warnings all the same', async () => {
  const result = await warehouse.load('code,month,name,x\u0000y\nA01,2024-01,甲,1\n')
  expect(result).toMatchObject({ error: null, inserted: 1, warnings: [{ rule: 'unknown-column' }] })
  const records = [{ code: 'A02', month: '2024-01', name: '乙', ['z\ud800']: '1' }]
  expect(await warehouse.load({ records: () => records })).toMatchObject({ error: null, inserted: 1 })
})

test('more rows than expected may warn only', async () => {
  const expectedRead = { minimum: 0, maximum: 0, outside: 'warn' } as const
  const result = await warehouse.load('code,month,name\nA01,2024-01,甲\n', { expectedRead })
  expect(result).toMatchObject({
    inserted: 1,
    warnings: [{ rule: 'yield', message: '读到 1 行，预期 0 至 0 行', count: 1 }],
  })
})
