import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readXlsx, readXlsxRows, type XlsxOptions } from '../../../connectors/formats/xlsx.ts'
import { workbookOf, type WorkbookXml } from './zip-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xlsx-'))
})
afterAll(() => rm(folder, { recursive: true }))

const bytesOf = (bytes: Buffer) => ({ bytes: () => Readable.from([bytes]) })
const read = (bytes: Buffer, options?: XlsxOptions) => Array.fromAsync(readXlsx(bytesOf(bytes), options))
const readXml = (workbook: WorkbookXml, options?: XlsxOptions) => read(workbookOf(workbook), options)

/** A sheet of two columns whose values are under the header 值. */
const sheetOf = (...cells: readonly string[]) =>
  `<row r="1"><c r="A1" t="inlineStr"><is><t>号</t></is></c><c r="B1" t="inlineStr"><is><t>值</t></is></c></row>${cells
    .map(
      (cell, at) =>
        `<row r="${at + 2}"><c r="A${at + 2}"><v>${at + 1}</v></c>${cell.replace('<c', `<c r="B${at + 2}"`)}</row>`,
    )
    .join('')}`

async function values(workbook: Omit<WorkbookXml, 'sheets'>, ...cells: readonly string[]) {
  const records = await readXml({ ...workbook, sheets: [{ name: '表', rows: sheetOf(...cells) }] })
  return records.map((record) => record['值'])
}

describe('a workbook written by a library', () => {
  it('gives text, numbers, dates and formula results as text', async () => {
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet('企业')
    sheet.addRow(['2024 年度重点企业名单'])
    sheet.addRow([])
    sheet.addRow(['企业名称', '成立日期', '注册资本', '从业人数', '占比', '合计', '备注'])
    sheet.addRow([
      '演示橡胶有限公司',
      new Date(Date.UTC(2024, 1, 29)),
      1286.5,
      320,
      0.0512,
      { formula: 'C4+D4', result: 1606.5 },
      { richText: [{ text: '分' }, { text: '段', font: { bold: true } }] },
    ])
    sheet.addRow([])
    sheet.addRow([
      '<甲>&“乙”',
      new Date(Date.UTC(1999, 11, 31, 23, 59, 59)),
      0.1 + 0.2,
      null,
      null,
      { formula: 'A1', result: '文字' },
      true,
    ])
    sheet.getColumn(2).numFmt = 'yyyy-mm-dd hh:mm:ss'
    sheet.getColumn(5).numFmt = '0.00%'
    const file = path.join(folder, 'library.xlsx')
    await workbook.xlsx.writeFile(file)
    expect(await Array.fromAsync(readXlsx({ path: file }))).toEqual([
      {
        企业名称: '演示橡胶有限公司',
        成立日期: '2024-02-29',
        注册资本: '1286.5',
        从业人数: '320',
        占比: '5.12%',
        合计: '1606.5',
        备注: '分段',
      },
      {
        企业名称: '<甲>&“乙”',
        成立日期: '1999-12-31 23:59:59',
        注册资本: '0.30000000000000004',
        从业人数: '',
        占比: '',
        合计: '文字',
        备注: 'true',
      },
    ])
  })

  it('keeps every Chinese character of a sheet of many chunks', async () => {
    const names = Array.from(
      { length: 20_000 },
      (_, at) => `第${at}号企业—${String.fromCodePoint(0x4e00 + (at % 20_000))}𠮷`,
    )
    const file = path.join(folder, 'long.xlsx')
    const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useSharedStrings: false })
    const sheet = writer.addWorksheet('长表')
    sheet.addRow(['序号', '名称']).commit()
    for (const [at, name] of names.entries()) sheet.addRow([at, name]).commit()
    await writer.commit()
    const records = await Array.fromAsync(readXlsx({ path: file }))
    expect(records.map((record) => record['名称'])).toEqual(names)
  })

  it('can be left in the middle', async () => {
    const workbook = new ExcelJS.Workbook()
    workbook.addWorksheet('表').addRows([['甲', '乙'], ...Array.from({ length: 5000 }, (_, at) => [at, at])])
    const file = path.join(folder, 'left.xlsx')
    await workbook.xlsx.writeFile(file)
    for await (const record of readXlsx({ path: file })) {
      expect(record).toEqual({ 甲: '0', 乙: '0' })
      break
    }
  })
})

describe('dates', () => {
  const dated = { styles: { cells: [0, 14] } }
  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['60', '1900-02-29'],
    ['61', '1900-03-01'],
    ['45351', '2024-02-29'],
    ['45351.5', '2024-02-29 12:00:00'],
    ['45351.999999', '2024-03-01'],
    ['2958465', '9999-12-31'],
    ['-1', '-1'],
    ['2958466', '2958466'],
    ['0.75', '18:00:00'],
  ])('serial %s of the 1900 system is %s', async (serial, text) => {
    expect(await values(dated, `<c s="1"><v>${serial}</v></c>`)).toEqual([text])
  })

  it.each([
    ['0', '1904-01-01'],
    ['43889', '2024-02-29'],
  ])('serial %s of the 1904 system is %s', async (serial, text) => {
    expect(await values({ ...dated, date1904: true }, `<c s="1"><v>${serial}</v></c>`)).toEqual([text])
  })

  it.each([
    ['yyyy"年"m"月"d"日"', '2024-02-29'],
    ['[$-804]yyyy/m/d;@', '2024-02-29'],
    ['mmm', '2024-02-29'],
    ['[Red]#,##0.00', '45351'],
    ['0" days"', '45351'],
    ['[h]:mm', '45351'],
    ['General', '45351'],
    ['\\d0', '45351'],
  ])('the number format %s reads 45351 as %s', async (format, text) => {
    const styles = { cells: [0, 164], formats: { 164: format } }
    expect(await values({ styles }, '<c s="1"><v>45351</v></c>')).toEqual([text])
  })
})

describe('numbers', () => {
  it.each([
    ['2.2999999999999998', '2.3'],
    ['1E-3', '0.001'],
    ['12345678901234567890', '12345678901234567890'],
    ['9.13700001234568E+17', '9.13700001234568E+17'],
    ['-0.5', '-0.5'],
    ['1.5E+6', '1500000'],
  ])('%s is %s', async (stored, text) => {
    expect(await values({}, `<c><v>${stored}</v></c>`)).toEqual([text])
  })

  it('has the value of the double that is stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, min: -1e14, max: 1e14 }), async (number) => {
        const [text] = await values({}, `<c><v>${number.toPrecision(17)}</v></c>`)
        expect(Number(text)).toBe(Number(number.toPrecision(17)))
      }),
      { numRuns: 50 },
    )
  })
})

describe('cells as files in the wild have them', () => {
  it('reads shared, phonetic, inline and boolean cells, errors and cells without a reference', async () => {
    const rows =
      '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>丙</t></is></c></row>' +
      '<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1&amp;"x"</f><v>公式&lt;</v></c></row>' +
      '<row r="9"><c r="C9" t="inlineStr"><is><r><t>一</t></r><r><t xml:space="preserve"> 二</t></r></is></c></row>'
    const sharedStrings = ['<t>甲</t>', '<r><t>乙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh>']
    expect(await readXml({ sheets: [{ name: '表', rows }], sharedStrings })).toEqual([
      { 甲: 'true', 乙: '#N/A', 丙: '公式<' },
      { 甲: '', 乙: '', 丙: '一 二' },
    ])
  })

  it('reads a sheet of one column from its first row', async () => {
    const rows = ['名称', '甲公司', '乙公司'].map(
      (text) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`,
    )
    expect(await readXml({ sheets: [{ name: '表', rows: rows.join('') }] })).toEqual([
      { 名称: '甲公司' },
      { 名称: '乙公司' },
    ])
  })

  it('numbers rows as the spreadsheet shows them', async () => {
    const rows =
      '<row r="2"><c r="A2" t="str"><v>名单</v></c></row><row r="4"><c r="A4" t="str"><v>号</v></c><c r="B4" t="str"><v>值</v></c></row>' +
      '<row r="5"><c r="A5"><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row><row><c><v>3</v></c></row>'
    const numbered = await Array.fromAsync(
      readXlsxRows(bytesOf(workbookOf({ sheets: [{ name: '表', rows }] }))),
    )
    expect(numbered.map(({ rowNumber }) => rowNumber)).toEqual([5, 9, 10])
  })

  it('names a column without a header by its letter', async () => {
    const rows =
      '<row><c r="A1" t="str"><v>甲</v></c><c r="C1" t="str"><v>丙</v></c></row>' +
      '<row><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><v>3</v></c><c r="AB2"><v>4</v></c></row>'
    expect(await readXml({ sheets: [{ name: '表', rows }] })).toEqual([
      { 甲: '1', 丙: '3', 'B 列': '2', 'AB 列': '4' },
    ])
  })

  it('goes on with a second sheet of the same header and says which it leaves out', async () => {
    const skipped: string[] = []
    const sheets = [
      { name: '隐藏', rows: sheetOf('<c><v>0</v></c>'), state: 'hidden' },
      { name: '一', rows: sheetOf('<c><v>1</v></c>') },
      { name: '二', rows: sheetOf('<c><v>2</v></c>') },
      { name: '空', rows: '' },
      { name: '说明', rows: '<row><c t="str"><v>填表说明</v></c></row>' },
    ]
    const options = { onSkippedSheet: (name: string) => skipped.push(name) }
    expect((await readXml({ sheets }, options)).map((record) => record['值'])).toEqual(['1', '2'])
    expect(skipped).toEqual(['说明'])
    expect((await readXml({ sheets }, { sheet: '二' })).map((record) => record['值'])).toEqual(['2'])
    await expect(readXml({ sheets }, { sheet: '三' })).rejects.toThrow(/没有工作表“三”.*“一”/)
  })

  it('refuses two columns of one name', async () => {
    const rows = '<row><c t="str"><v>名称</v></c><c t="str"><v>名称</v></c></row><row><c><v>1</v></c></row>'
    await expect(readXml({ sheets: [{ name: '表', rows }] })).rejects.toThrow('表头有重复的列：名称')
  })
})
