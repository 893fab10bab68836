import type { Paragraph, Table } from 'docx'

export interface ReportColumn {
  readonly title: string
  readonly unit?: string | null
  /** Share of the table's width, relative to the other columns; 1 by default. */
  readonly width?: number
}

export type ReportCell = string | number | null

/** A figure with its unit; null = not known, written as —. */
export interface ReportFigure {
  readonly name: string
  readonly value: ReportCell
  readonly unit?: string
  /** 口径, year or method. */
  readonly note?: string
}

export type ReportBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Small print: a source, a limit, a method. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'figures'; readonly items: readonly ReportFigure[] }
  | {
      readonly kind: 'table'
      readonly title?: string
      readonly columns: readonly ReportColumn[]
      readonly rows: readonly (readonly ReportCell[])[]
      /** Source and period, below the table. */
      readonly note?: string
    }

/** What every page and the first lines say of the data, so that the file can be judged without the platform. */
export interface ReportNotes {
  /** Datasets, publishers, dates. */
  readonly sources: readonly string[]
  readonly region?: string
  /** 截至. */
  readonly asOf?: string | null
  /** The figures are of fictional firms: marked at the head of every page. */
  readonly demonstration?: boolean
}

export interface ReportContent {
  readonly title: string
  readonly subtitle?: string
  readonly notes: ReportNotes
  readonly blocks: readonly ReportBlock[]
}

export const reportType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

const songti = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' }
const heiti = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' }
const demonstrationMark = '演示数据'
/** Half points: body 小四, tables 五号, notes 小五; the title is 二号. */
const sizes = { body: 24, table: 21, note: 18 } as const
const titleStyle = { level: 'TITLE', size: 44 } as const
const headingStyles = {
  1: { level: 'HEADING_1', size: 32 },
  2: { level: 'HEADING_2', size: 28 },
  3: { level: 'HEADING_3', size: 24 },
} as const
/** Twentieths of a point: the text width of A4 with margins of 2.6 cm. */
const textWidth = 8957
const margin = 1474

/**
 * A DOCX file: title, what it is about, the blocks, and the sources last. Text is laid down as text: nothing
 * in it is taken for a field or a link.
 * @param now stands below the title as the time of writing
 */
export async function writeReport(content: ReportContent, now = new Date()): Promise<Buffer> {
  // Loaded by those who export only.
  const docx = await import('docx')
  const { title, subtitle, notes, blocks } = content
  const about = [
    ...(notes.region === undefined ? [] : [`地区：${notes.region}`]),
    ...(notes.asOf == null ? [] : [`截至：${notes.asOf}`]),
    `数据性质：${notes.demonstration === true ? `${demonstrationMark}，企业和数值均为虚构` : '实际数据'}`,
    `生成时间：${now.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)}`,
  ].join('　')
  const children = [
    ...render(docx, [{ kind: 'heading', level: 1, text: title }], true),
    ...(subtitle === undefined ? [] : render(docx, [{ kind: 'paragraph', text: subtitle }])),
    ...render(docx, [{ kind: 'note', text: about }, ...blocks]),
    ...render(docx, [
      { kind: 'heading', level: 2, text: '数据来源' },
      { kind: 'list', items: notes.sources.length === 0 ? ['本文没有引用数据记录'] : notes.sources },
    ]),
  ]
  const small = { size: sizes.note, font: songti, color: '5B6B7D' }
  const mark = notes.demonstration === true ? `${demonstrationMark}　` : ''
  const file = new docx.Document({
    title: plain(title),
    creator: '产业大脑',
    styles: { default: { document: { run: { font: songti, size: sizes.body } } } },
    numbering: {
      config: [
        {
          reference: 'items',
          levels: [
            {
              level: 0,
              format: docx.LevelFormat.BULLET,
              text: '·',
              style: { paragraph: { indent: { left: 420, hanging: 300 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: { page: { margin: { top: margin, bottom: margin, left: margin, right: margin } } },
        headers: {
          default: new docx.Header({
            children: [
              new docx.Paragraph({
                alignment: docx.AlignmentType.RIGHT,
                children: [new docx.TextRun({ text: plain(`${mark}${title}`), ...small })],
              }),
            ],
          }),
        },
        footers: {
          default: new docx.Footer({
            children: [
              new docx.Paragraph({
                alignment: docx.AlignmentType.CENTER,
                children: [new docx.TextRun({ children: [docx.PageNumber.CURRENT], ...small })],
              }),
            ],
          }),
        },
        children,
      },
    ],
  })
  return docx.Packer.toBuffer(file)
}

type Docx = typeof import('docx')

function render(docx: Docx, blocks: readonly ReportBlock[], first = false): (Paragraph | Table)[] {
  const run = (text: string, options: object = {}) => new docx.TextRun({ text: plain(text), ...options })
  return blocks.flatMap((block): (Paragraph | Table)[] => {
    switch (block.kind) {
      case 'heading': {
        const { level, size } = first ? titleStyle : headingStyles[block.level]
        return [
          new docx.Paragraph({
            heading: docx.HeadingLevel[level],
            alignment: first ? docx.AlignmentType.CENTER : docx.AlignmentType.LEFT,
            spacing: { before: 240, after: 120 },
            keepNext: true,
            children: [run(block.text, { font: heiti, size, bold: false, color: '16202C' })],
          }),
        ]
      }
      case 'paragraph':
        return [
          new docx.Paragraph({
            spacing: { line: 360, after: 80 },
            indent: { firstLine: 480 },
            children: [run(block.text)],
          }),
        ]
      case 'note':
        return [
          new docx.Paragraph({
            spacing: { after: 120 },
            children: [run(block.text, { size: sizes.note, color: '5B6B7D' })],
          }),
        ]
      case 'list':
        return block.items.map(
          (item) =>
            new docx.Paragraph({
              numbering: { reference: 'items', level: 0 },
              spacing: { line: 320 },
              children: [run(item)],
            }),
        )
      case 'figures':
        return render(docx, [
          {
            kind: 'table',
            columns: [
              { title: '项目', width: 2 },
              { title: '数值', width: 2 },
              { title: '说明', width: 3 },
            ],
            rows: block.items.map(({ name, value, unit, note }) => [
              name,
              value === null ? null : `${shown(value)}${unit === undefined ? '' : ` ${unit}`}`,
              note ?? '',
            ]),
          },
        ])
      case 'table':
        return renderTable(docx, block)
    }
  })
}

function renderTable(docx: Docx, block: Extract<ReportBlock, { kind: 'table' }>): (Paragraph | Table)[] {
  const { columns, rows, title, note } = block
  for (const row of rows)
    if (row.length !== columns.length)
      throw new RangeError(`表“${title ?? ''}”有 ${columns.length} 列，却有一行 ${row.length} 个单元格`)
  const total = columns.reduce((sum, { width = 1 }) => sum + width, 0)
  const widths = columns.map(({ width = 1 }) => Math.round((textWidth * width) / total))
  const cell = (text: string, column: number, header: boolean, numeric: boolean) =>
    new docx.TableCell({
      width: { size: widths[column] ?? 0, type: docx.WidthType.DXA },
      margins: { top: 50, bottom: 50, left: 80, right: 80 },
      ...(header ? { shading: { fill: 'EEF3F6', type: docx.ShadingType.CLEAR, color: 'auto' } } : {}),
      children: [
        new docx.Paragraph({
          alignment: numeric ? docx.AlignmentType.RIGHT : docx.AlignmentType.LEFT,
          children: [
            new docx.TextRun({ text: plain(text), size: sizes.table, font: header ? heiti : songti }),
          ],
        }),
      ],
    })
  const numeric = columns.map((_, at) => rows.some((row) => typeof row[at] === 'number'))
  const table = new docx.Table({
    width: { size: textWidth, type: docx.WidthType.DXA },
    columnWidths: widths,
    rows: [
      new docx.TableRow({
        tableHeader: true,
        children: columns.map(({ title: name, unit }, at) =>
          cell(unit == null || unit === '' ? name : `${name}（${unit}）`, at, true, numeric[at] ?? false),
        ),
      }),
      ...rows.map(
        (row) =>
          new docx.TableRow({
            cantSplit: true,
            children: row.map((value, at) => cell(shown(value), at, false, typeof value === 'number')),
          }),
      ),
    ],
  })
  return [
    ...(title === undefined ? [] : render(docx, [{ kind: 'heading', level: 3, text: title }])),
    table,
    ...render(docx, [{ kind: 'note', text: note ?? '' }]),
  ]
}

function shown(value: ReportCell): string {
  if (value === null) return '—'
  if (typeof value !== 'number') return value
  return Number.isFinite(value) ? value.toLocaleString('zh-CN', { maximumFractionDigits: 2 }) : '—'
}

/** Without what XML cannot hold. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '�')
}
