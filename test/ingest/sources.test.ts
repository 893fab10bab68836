import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { rawRecords } from '../../server/ingest/raw-records.ts'
import { originalPath, readOffsets } from '../../server/warehouse/originals.ts'
import type { Reading } from '../../server/warehouse/schema/ingest.ts'
import { encodeGb18030 } from './gb18030.ts'
import { openWarehouse, type Warehouse } from './load-file.ts'
import { sample } from './sample-dataset.ts'

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

describe('one file', () => {
  const text = '代码,月份,名称\nA01,2024-01,山东橡胶\nA02,2024-01,"青岛,轮胎"\n'

  test.each<[string, Buffer]>([
    ['gb18030', encodeGb18030(text)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['gzip', gzipSync(text)],
    [
      'tab separated with BOM',
      Buffer.from(
        `\ufeff${text.replaceAll('"青岛,轮胎"', '青岛;轮胎').replaceAll(',', '\t').replace(';', ',')}`,
      ),
    ],
    ['CR only', Buffer.from(text.replaceAll('\n', '\r'))],
  ])('in another form has the same rows: %s', async (_, bytes) => {
    await warehouse.load(text, { source: 'test/first' })
    expect(await warehouse.load(bytes)).toMatchObject({ error: null, read: 2, unchanged: 2, accepted: 0 })
  })

  test('twice changes nothing, from another source nothing either', async () => {
    await warehouse.load(text)
    const [before] = await warehouse.query(
      'select pg_current_xact_id_if_assigned(), count(*), max(row_id) from public_warehouse.sample',
    )
    const second = await warehouse.load(text)
    expect(second).toMatchObject({ status: 'repeated', read: 0, accepted: 0, error: null })
    expect(await warehouse.load(text, { source: 'test/other' })).toMatchObject({
      status: 'loaded',
      read: 2,
      unchanged: 2,
    })
    const [after] = await warehouse.query(
      'select pg_current_xact_id_if_assigned(), count(*), max(row_id) from public_warehouse.sample',
    )
    expect(after).toEqual(before)
    expect(await warehouse.query('select status, read from brain.batch order by id')).toEqual([
      { status: 'loaded', read: 2 },
      { status: 'repeated', read: 0 },
      { status: 'loaded', read: 2 },
    ])
  })

  test('handed in several times at once is loaded once', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, () => warehouse.load(text)))
    const loaded = results.filter(({ status }) => status === 'loaded')
    expect([loaded.length, results.filter(({ status }) => status === 'repeated').length]).toEqual([1, 11])
    expect(await names()).toEqual(['山东橡胶', '青岛,轮胎'])
  })

  test('is kept under its hash, byte for byte', async () => {
    const bytes = gzipSync(text)
    const { sha256 } = await warehouse.load(bytes)
    expect(await readFile(originalPath(warehouse.dataDirectory, sha256 ?? ''))).toEqual(bytes)
  })
})

describe('records of other formats', () => {
  test('pass the same scan; the quarantine keeps the source record', async () => {
    const records: Record<string, string>[] = [
      { 代码: 'A01', 月份: '2024-01', 名称: '甲', 金额: '12万', 电话: '1' },
      { 代码: 'A02', 月份: '2024-01', 名称: '乙' },
      { 代码: 'A02', 月份: '2024-01', 名称: '丙' },
      { 代码: 'A03', 月份: '2024年1月', 名称: '一"二\n三' },
    ]
    const result = await warehouse.load({ records: () => records }, { name: 'api', format: 'records' })
    expect(result).toMatchObject({ error: null, read: 4, inserted: 2, quarantined: 2, normalised: 1 })
    expect(result.warnings).toEqual([
      { rule: 'unknown-column', message: '契约中没有的列，未载入：电话', count: 1 },
    ])
    expect(await quarantine()).toMatchObject([
      { row_number: 1, column_name: 'amount', rule: 'money', raw: Buffer.from(JSON.stringify(records[0])) },
      { row_number: 3, rule: 'key-conflict', raw: Buffer.from(JSON.stringify(records[2])) },
    ])
    expect(await names()).toEqual(['乙', '一"二\n三'])
  })

  test('a connector may leave out by name, split, and fail on single records', async () => {
    const text =
      'kind,codes,month,name\nx,A01|A02,2024-01,甲\ny,B01,2024-01,乙\nx,C01,2024-01,丙\nz,D01,2024-01,丁\nx,"E01,2024-01\n'
    const result = await warehouse.load(text, {
      parse: ({ kind, codes = '', month = '', name = '' }) => {
        if (kind === 'y') return { ignored: '个体工商户' }
        if (kind === 'z') throw new Error('没有这种类别：z')
        return codes.split('|').map((code) => ({ code, month, name }))
      },
    })
    expect(result).toMatchObject({ error: null, read: 5, inserted: 3, quarantined: 2 })
    expect(result.warnings).toEqual([{ rule: 'ignored', message: '个体工商户', count: 1 }])
    expect(await quarantine()).toMatchObject([
      {
        row_number: 5,
        rule: 'parse',
        message: '连接器无法解析该记录：没有这种类别：z',
        raw: Buffer.from('z,D01,2024-01,丁'),
      },
      { row_number: 6, rule: 'quote-unclosed', raw: Buffer.from('x,"E01,2024-01') },
    ])
    const rows = await warehouse.query('select code, row_number from public_warehouse.sample order by code')
    expect(rows).toEqual([
      { code: 'A01', row_number: 2 },
      { code: 'A02', row_number: 2 },
      { code: 'C01', row_number: 4 },
    ])
  })

  test('a connector is not given a record of which a part would be lost', async () => {
    const result = await warehouse.load('code,month,month\nA01,2024-01,2024-02\n', {
      parse: (record) => record,
    })
    expect(result.error).toMatchObject({
      code: 'header-double',
      message: '表头有重复的列：month。请改名或删去一列。',
    })
  })

  test('JSON lines uploaded under any name', async () => {
    const text =
      '{"代码":"A01","月份":"2024-01","名称":"甲","数量":12}\nno json\n{"代码":"A02","月份":"2024-01"}\n'
    const result = await warehouse.load(text, { name: 'x.json' })
    expect(result).toMatchObject({ error: null, read: 3, inserted: 1, quarantined: 2 })
    expect((await quarantine()).map(({ row_number, rule }) => [row_number, rule])).toEqual([
      [2, 'required'],
      [3, 'required'],
    ])
  })
})

describe('an enterprise hands in', () => {
  const own = '91370502MADEM0001X'
  const other = '913705020000000017'
  const header = 'code,month,name,credit_code\n'

  test('records about itself only, and changes no one else’s', async () => {
    await warehouse.load(`${header}A01,2024-01,他,${other}\nA02,2024-01,我,${own}\n`, {
      source: 'test/office',
    })
    const result = await warehouse.load(
      `${header}A01,2024-01,改,${own}\nA02,2024-01,新,${own}\nA03,2024-01,他,${other}\nA04,2024-01,无,\n`,
      {
        onlyCreditCode: own,
      },
    )
    expect(result).toMatchObject({ error: null, read: 4, updated: 1, inserted: 0, quarantined: 3 })
    expect(
      (await quarantine()).map(({ row_number, rule, raw }) => [row_number, rule, raw.toString().slice(0, 3)]),
    ).toEqual([
      [2, 'not-own', 'A01'],
      [4, 'not-own', 'A03'],
      [5, 'not-own', 'A04'],
    ])
    expect(await names()).toEqual(['他', '新'])
  })

  test('also when it is the first to do so', async () => {
    const result = await warehouse.load(`${header}A01,2024-01,他,${other}\nA02,2024-01,我,${own}\n`, {
      onlyCreditCode: own,
    })
    expect(result).toMatchObject({ error: null, read: 2, inserted: 1, quarantined: 1 })
  })
})

test('a credit code that fails its check is kept, and counted', async () => {
  const text =
    'code,month,name,credit_code\nA01,2024-01,甲,913705020000000017\nA02,2024-01,乙,913705020000000018\n'
  const result = await warehouse.load(text)
  expect(result.inserted).toBe(2)
  expect(result.warnings.map(({ rule, count }) => [rule, count])).toEqual([['credit-code', 2]])
})

test('a record is found again by its row number, in every form of file', async () => {
  const lines = Array.from(
    { length: 5000 },
    (_, number) => `A${10 + (number % 90)},${2000 + (number % 26)}-0${1 + (number % 9)},"甲\n${number}"`,
  )
  const text = `\ufeffcode,month,name\r\n${lines.join('\r\n')}\r\n`
  for (const [position, bytes] of [
    Buffer.from(text),
    encodeGb18030(text.slice(1)),
    gzipSync(text),
  ].entries()) {
    const result = await warehouse.load(bytes, { source: `test/${position}` })
    expect(result.error).toBeNull()
    const [batch] = await warehouse.query<{ reading: Reading }>(
      'select reading from brain.batch where id = $1',
      [result.batchId],
    )
    const stored = {
      path: originalPath(warehouse.dataDirectory, result.sha256 ?? ''),
      name: 'x',
      reading: batch!.reading,
    }
    const found = await Array.fromAsync(rawRecords(stored, [2, 3, 1001, 4600, 4601, 5001]))
    expect(found.map(({ rowNumber, raw }) => [rowNumber, raw.toString()])).toEqual(
      [2, 3, 1001, 4600, 4601, 5001].map((rowNumber) => [rowNumber, lines[rowNumber - 2]]),
    )
    expect(found[3]?.record).toEqual({
      code: lines[4598]?.slice(0, 3),
      month: lines[4598]?.slice(4, 11),
      name: '甲\n4598',
    })
    expect((await readOffsets(stored.path)).length).toBe(5)
  }
})

test('a file on disk is copied, so that a later edit of it changes nothing', async () => {
  const file = path.join(warehouse.dataDirectory, 'source.csv')
  await writeFile(file, 'code,month,name\nA01,2024-01,甲\n')
  const { sha256 } = await warehouse.load({ path: file })
  await writeFile(file, 'XXXX,month,name\n')
  expect(
    (await readFile(originalPath(warehouse.dataDirectory, sha256 ?? ''), 'utf8')).startsWith('code'),
  ).toBe(true)
})

test('the ledger refuses counts that do not add up', async () => {
  await warehouse.load('code,month,name\nA01,2024-01,甲\n')
  await expect(warehouse.query('update brain.batch set read = 2')).rejects.toThrow('batch_conserves_rows')
  expect(sample.key).toEqual(['code', 'month'])
})
