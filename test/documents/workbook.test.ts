import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeWorkbook, type WorkbookContent } from '../../server/documents/workbook.ts'

const now = new Date('2026-03-01T02:03:04Z')

async function readBack(content: WorkbookContent): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  const bytes = await writeWorkbook(content, now)
  await workbook.xlsx.load(new Uint8Array(bytes).buffer)
  return workbook
}

function cellsOf(workbook: ExcelJS.Workbook, sheet: string): unknown[][] {
  const found = workbook.getWorksheet(sheet)
  if (found === undefined) throw new Error(`没有工作表 ${sheet}`)
  const rows: unknown[][] = []
  found.eachRow({ includeEmpty: true }, (row) => {
    rows.push(Array.from({ length: found.columnCount }, (_, at) => row.getCell(at + 1).value))
  })
  return rows
}

const oneColumn = (rows: WorkbookContent['sheets'][number]['rows']): WorkbookContent => ({
  title: '试验',
  notes: { sources: [] },
  sheets: [{ name: '表', columns: [{ title: '值' }], rows }],
})

test('keeps numbers, truth values, absent values and long codes as they are', async () => {
  const workbook = await readBack({
    title: '企业名单',
    notes: { sources: [] },
    sheets: [
      {
        name: '企业',
        columns: [{ title: '代码' }, { title: '营业收入', unit: '元' }, { title: '规上' }, { title: '缺' }],
        rows: [['91370500DEM0000012', 12.5, true, null]],
      },
    ],
  })
  expect(cellsOf(workbook, '企业')).toEqual([
    ['代码', '营业收入（元）', '规上', '缺'],
    ['91370500DEM0000012', 12.5, true, null],
  ])
})

test('says source, period, as-of and that the data is a demonstration', async () => {
  const workbook = await readBack({
    ...oneColumn([]),
    notes: {
      sources: ['企业登记信息'],
      period: '2025-01 至 2025-12',
      asOf: '2025-12',
      demonstration: true,
      remarks: ['不足 4 家的不显示'],
    },
  })
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(['说明', '表'])
  expect(cellsOf(workbook, '说明').slice(1)).toEqual([
    ['名称', '试验'],
    ['数据性质', '演示数据：企业和数值均为虚构'],
    ['数据来源', '企业登记信息'],
    ['统计期间', '2025-01 至 2025-12'],
    ['截至', '2025-12'],
    ['导出时间', new Date('2026-03-01T10:03:04Z')],
    ['说明', '不足 4 家的不显示'],
  ])
  expect(workbook.getWorksheet('表')?.headerFooter.oddHeader).toBe('&C演示数据')
})

test.each(['=1+1', '+861', '-2+3', '@SUM(A1)', '=cmd|"/c calc"!A0', '\t=1', '＝1'])(
  'writes %j as text, also once edited',
  async (text) => {
    const cell = (await readBack(oneColumn([[text]]))).getWorksheet('表')?.getCell('A2')
    expect(cell?.type).toBe(ExcelJS.ValueType.String)
    expect(cell?.value).toBe(text)
    expect(cell?.formula).toBeUndefined()
    expect(cell?.numFmt).toBe('@')
  },
)

test('holds any text that XML can hold', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => value.trim() === value)
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
      const read = cellsOf(await readBack(oneColumn(texts.map((value) => [value]))), '表').slice(1)
      expect(read.map(([value]) => value ?? '')).toEqual(texts)
    }),
    { numRuns: 30 },
  )
})

test('replaces what XML cannot hold and marks what is too long', async () => {
  const rows = [['a\u0000b\uffff'], ['_x0041_'], ['长'.repeat(40_000)], [Number.NaN], [1]]
  const read = cellsOf(await readBack(oneColumn(rows)), '表').flat()
  expect(read.with(3, null)).toEqual(['值', 'a�b�', '_x0041_', null, null, 1])
  const long = String(read[3])
  expect(long).toHaveLength(32_767)
  expect(long.endsWith('…（原文 40000 字，已截断）')).toBe(true)
})

test('gives sheets names that are allowed and different', async () => {
  const sheet = (name: string) => ({ name, columns: [{ title: '值' }], rows: [] })
  const workbook = await readBack({
    ...oneColumn([]),
    sheets: [sheet('说明'), sheet('a/b:c'), sheet('长'.repeat(40)), sheet('长'.repeat(40))],
  })
  expect(workbook.worksheets.map(({ name }) => name)).toEqual([
    '说明',
    '说明（2）',
    'a-b-c',
    '长'.repeat(31),
    `${'长'.repeat(28)}（2）`,
  ])
})

test('refuses a row longer than its header', async () => {
  await expect(writeWorkbook(oneColumn([['a', 'b']]))).rejects.toThrow(
    '工作表“表”有 1 列，却有一行 2 个单元格',
  )
})
