/** A value of a cell. Strings stay text, whatever they begin with; a date is an instant, shown in Beijing time. */
export type WorkbookCell = string | number | boolean | Date | null

export interface WorkbookColumn {
  readonly title: string
  /** Shown behind the title in brackets. */
  readonly unit?: string | null
  /** In characters; by default as wide as the title and the first rows need. */
  readonly width?: number
}

export interface WorkbookSheet {
  /** Shortened to 31 characters, without the characters that a sheet's name may not hold, made unique. */
  readonly name: string
  readonly columns: readonly WorkbookColumn[]
  readonly rows: readonly (readonly WorkbookCell[])[]
}

/** What the sheet 说明 says of the data, so that the file can be judged without the platform. */
export interface WorkbookNotes {
  /** Datasets, publishers, methods. */
  readonly sources: readonly string[]
  /** 统计期间, as in 2025-01 至 2025-12. */
  readonly period?: string | null
  /** 截至. */
  readonly asOf?: string | null
  /** The figures are of fictional firms: marked on every sheet when printed. */
  readonly demonstration?: boolean
  /** Further lines: what is left out, hidden or estimated, and why. */
  readonly remarks?: readonly string[]
}

export interface WorkbookContent {
  readonly title: string
  readonly notes: WorkbookNotes
  readonly sheets: readonly WorkbookSheet[]
  /** Last in a file that is filled in and handed back: the first sheet is the one that is read. */
  readonly notesPlace?: 'first' | 'last'
}

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const notesName = '说明'
const demonstrationMark = '演示数据'
/** A longer text makes spreadsheet programs call the file damaged. */
const longestText = 32_767
const widest = 60
const rowsMeasured = 200
const beijing = 8 * 3600 * 1000

/**
 * An XLSX file: the sheet 说明 first, then one sheet a table with a fixed header and a filter.
 * @param now stands in 说明 as the time of writing.
 * @throws RangeError for a row with more cells than its sheet has columns.
 */
export async function writeWorkbook(content: WorkbookContent, now = new Date()): Promise<Buffer> {
  // The library takes a third of a second to load: only those who export pay for it.
  const { default: excel } = await import('exceljs')
  const workbook = new excel.Workbook()
  workbook.title = plainText(content.title)
  workbook.created = now
  const names = new Set<string>()
  const remarks = notesSheet(content, now)
  const tables = content.notesPlace === 'last' ? [...content.sheets, remarks] : [remarks, ...content.sheets]
  for (const table of tables) {
    const { name, columns, rows } = table
    const sheet = workbook.addWorksheet(uniqueName(name, names), {
      views: [{ state: 'frozen', ySplit: 1 }],
      ...(content.notes.demonstration === true
        ? { headerFooter: { oddHeader: `&C${demonstrationMark}` } }
        : {}),
    })
    sheet.columns = columns.map((column, position) => ({
      width: column.width ?? widthOf(column, position, rows),
    }))
    const header = sheet.addRow(columns.map(headerOf))
    header.font = { bold: true }
    header.alignment = { vertical: 'middle', wrapText: true }
    for (const row of rows) {
      if (row.length > columns.length) {
        throw new RangeError(`工作表“${name}”有 ${columns.length} 列，却有一行 ${row.length} 个单元格`)
      }
      const added = sheet.addRow(row.map(cellValue))
      for (const [position, cell] of row.entries()) {
        const format = formatOf(cell)
        if (format !== null) added.getCell(position + 1).numFmt = format
      }
    }
    if (table !== remarks && columns.length > 0) {
      sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } }
    }
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

function notesSheet({ title, notes }: WorkbookContent, now: Date): WorkbookSheet {
  return {
    name: notesName,
    columns: [
      { title: '项目', width: 14 },
      { title: '内容', width: 90 },
    ],
    rows: [
      ['名称', title],
      ['数据性质', notes.demonstration === true ? `${demonstrationMark}：企业和数值均为虚构` : '实际数据'],
      ...notes.sources.map((source) => ['数据来源', source]),
      ['统计期间', notes.period ?? null],
      ['截至', notes.asOf ?? null],
      ['导出时间', now],
      ...(notes.remarks ?? []).map((remark) => ['说明', remark]),
    ],
  }
}

/**
 * A string is stored as text and never as a formula. The text format keeps it so when someone edits the
 * cell, which would otherwise be read anew.
 */
function formatOf(cell: WorkbookCell | undefined): string | null {
  if (cell instanceof Date) return 'yyyy-mm-dd hh:mm:ss'
  return typeof cell === 'string' && /^[\s=+\-@＝＋－＠]/.test(cell) ? '@' : null
}

function cellValue(cell: WorkbookCell): WorkbookCell {
  if (typeof cell === 'string') return plainText(cell)
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  // A cell knows no time zone: it holds the clock of Beijing.
  if (cell instanceof Date) {
    return Number.isNaN(cell.getTime()) ? null : new Date(cell.getTime() + beijing)
  }
  return cell
}

/** Without what XML cannot hold; `_x0041_` would be read as an escape. */
function plainText(text: string): string {
  const whole = text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '�')
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  if (whole.length <= longestText) return whole
  const mark = `…（原文 ${text.length} 字，已截断）`
  return whole.slice(0, longestText - mark.length).toWellFormed() + mark
}

function headerOf({ title, unit }: WorkbookColumn): string {
  return plainText(unit === undefined || unit === null || unit === '' ? title : `${title}（${unit}）`)
}

function uniqueName(name: string, taken: Set<string>): string {
  const clean = name.replaceAll(/[\u0000-\u001f[\]:*?/\\]/g, '-').replaceAll(/^'+|'+$/g, '') || '表'
  let candidate = clean.slice(0, 31)
  for (let copy = 2; taken.has(candidate.toLowerCase()); copy += 1) {
    const suffix = `（${copy}）`
    candidate = clean.slice(0, 31 - suffix.length) + suffix
  }
  taken.add(candidate.toLowerCase())
  return candidate
}

function widthOf(column: WorkbookColumn, position: number, rows: WorkbookSheet['rows']): number {
  const cells = rows.slice(0, rowsMeasured).map((row) => shownWidth(row[position] ?? null))
  return Math.min(widest, Math.max(8, displayWidth(headerOf(column)), ...cells) + 2)
}

function shownWidth(cell: WorkbookCell): number {
  if (cell === null) return 0
  return cell instanceof Date ? 19 : displayWidth(String(cell).slice(0, widest))
}

/** Chinese characters take two places. */
function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += character > '\u2e7f' ? 2 : 1
  return width
}
