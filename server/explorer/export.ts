import { csvLine } from '../documents/csv.ts'
import type { ExplorerAnswer, ExplorerQuery, ExportFormat } from '../api/schemas/explorer.ts'
import { workbookType, writeWorkbook, type WorkbookNotes } from '../documents/workbook.ts'

type Cell = string | number | null

interface Table {
  readonly header: readonly { readonly title: string; readonly unit: string }[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Said in the place of a number that is withheld. */
const withheldMark = '不予显示'

function tableOf({ subject, groups, measures, rows, total }: ExplorerAnswer): Table {
  // Figures of a metric are not added up: theirs is of the region as a whole.
  const totalTitle = subject.id.startsWith('metric:') ? '整体' : '合计'
  const body = rows.map(({ keys, values, withheld }) => [
    ...keys.map(({ label }) => label),
    ...values.map((value) => (withheld ? withheldMark : value)),
  ])
  const last =
    groups.length === 0 ? [] : [[...groups.map((_, at) => (at === 0 ? totalTitle : '')), ...totalsOf(total)]]
  return {
    header: [
      ...groups.map(({ title }) => ({ title, unit: '' })),
      ...measures.map(({ title, unit }) => ({ title, unit })),
    ],
    rows: [...body, ...last],
  }
}

function totalsOf({ values, withheld }: ExplorerAnswer['total']): Cell[] {
  return values.map((value) => (withheld ? withheldMark : value))
}

function notesOf(answer: ExplorerAnswer): WorkbookNotes {
  const { rows, available, groups } = answer
  const shown = new Set(rows.map(({ keys }) => keys[0]?.code ?? null)).size
  return {
    sources: answer.sources,
    period: answer.period,
    asOf: answer.asOf,
    demonstration: answer.realm === 'demonstration',
    remarks: [
      `口径：${answer.subject.definition}`,
      ...(answer.region === null ? [] : [`地区：${answer.region.name}（${answer.region.code}）`]),
      ...(groups.length > 0 && shown < available
        ? [`只列前 ${shown} 项，共 ${available} 项；合计为全部`]
        : []),
      ...(answer.protection === null ? [] : [`“${withheldMark}”：${answer.protection.reason}`]),
      ...answer.notes,
    ],
  }
}

export interface ExportedFile {
  readonly name: string
  readonly type: string
  readonly content: Buffer
}

/** The answer as a file that can be judged without the platform: definition, sources, period, as-of and realm in it. */
export async function exportAnswer(
  answer: ExplorerAnswer,
  query: ExplorerQuery,
  format: ExportFormat,
  now: Date,
): Promise<ExportedFile> {
  const name = `${answer.title.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, '-').slice(0, 80)}.${format}`
  const table = tableOf(answer)
  if (format === 'xlsx') {
    const content = await writeWorkbook(
      {
        title: answer.title,
        notes: notesOf(answer),
        sheets: [{ name: '数据', columns: table.header, rows: table.rows }],
      },
      now,
    )
    return { name, type: workbookType, content }
  }
  if (format === 'csv') {
    // The byte order mark makes spreadsheets read UTF-8.
    return { name, type: 'text/csv; charset=utf-8', content: Buffer.from(`\uFEFF${csvText(table)}`) }
  }
  return {
    name,
    type: 'application/x-ipynb+json',
    content: Buffer.from(notebookText(answer, query, table, now)),
  }
}

function csvText({ header, rows }: Table): string {
  const titles = header.map(({ title, unit }) => (unit === '' ? title : `${title}（${unit}）`))
  return [titles, ...rows].map(csvLine).join('\r\n')
}

/** A Jupyter notebook (nbformat 4.5): what was asked, the data as CSV, and a cell that reads it with pandas. */
function notebookText(answer: ExplorerAnswer, query: ExplorerQuery, table: Table, now: Date): string {
  const { sources, period, asOf, remarks = [] } = notesOf(answer)
  const words = [
    `# ${answer.title}`,
    '',
    answer.realm === 'demonstration' ? '**演示数据：企业和数值均为虚构**' : '实际数据',
    '',
    ...sources.map((source) => `- 数据来源：${source}`),
    `- 统计期间：${period ?? '—'}`,
    `- 截至：${asOf ?? '最新'}`,
    `- 导出时间：${now.toISOString()}`,
    ...remarks.map((remark) => `- ${remark}`),
    '',
    '```json',
    JSON.stringify(query, null, 2),
    '```',
  ]
  // JSON text is a valid Python string literal here: the escapes are the same and nothing is evaluated.
  const literal = JSON.stringify(csvText(table)).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const code = [
    'import io',
    'import pandas as pd',
    '',
    `data = ${literal.replaceAll(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}/g, pythonSurrogates)}`,
    `frame = pd.read_csv(io.StringIO(data), na_values=["${withheldMark}"])`,
    'frame',
  ]
  return JSON.stringify(
    {
      cells: [
        { cell_type: 'markdown', id: 'query', metadata: {}, source: lines(words) },
        {
          cell_type: 'code',
          id: 'data',
          metadata: {},
          execution_count: null,
          outputs: [],
          source: lines(code),
        },
      ],
      metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  )
}

/** Python writes a character beyond the basic plane as one escape of eight digits. */
function pythonSurrogates(pair: string): string {
  const high = Number.parseInt(pair.slice(2, 6), 16)
  const low = Number.parseInt(pair.slice(8, 12), 16)
  const point = (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000
  return `\\U${point.toString(16).padStart(8, '0')}`
}

function lines(text: readonly string[]): string[] {
  return text.map((line, at) => (at < text.length - 1 ? `${line}\n` : line))
}
