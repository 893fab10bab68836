import { csvLine } from '../documents/csv.ts'
import type { Column } from '../datasets/contract.ts'
import { columnsOf } from '../datasets/registry.ts'
import { writeWorkbook, type WorkbookCell } from '../documents/workbook.ts'
import type { Database } from '../warehouse/database.ts'
import type { RowQuery } from './row-conditions.ts'

export type ExportFormat = 'csv' | 'xlsx'

/** Most rows of one file: a spreadsheet that people open, not a copy of the warehouse. */
export const exportLimits: Readonly<Record<ExportFormat, number>> = { csv: 50_000, xlsx: 20_000 }

interface ExportedRow {
  readonly rowId: number
  readonly batchId: number
  readonly rowNumber: number
  readonly validFrom: string
  readonly values: Readonly<Record<string, unknown>>
}

interface BatchName {
  readonly id: number
  readonly source: string
  readonly file_name: string
  readonly demonstration: boolean
}

const provenanceTitles = ['来源', '来源文件', '原始行号', '批次', '数据有效自'] as const

/**
 * The rows as a file, each with the line of the file it came from.
 * @param items rows as JSON (row-sql.ts); what is masked is absent already.
 */
export async function writeRows(
  platform: Database,
  { dataset, asOf }: RowQuery,
  items: string,
  format: ExportFormat,
  now = new Date(),
): Promise<Buffer> {
  const rows = JSON.parse(items) as ExportedRow[]
  const batches = await readBatches(platform, [...new Set(rows.map(({ batchId }) => batchId))])
  const demonstration = [...batches.values()].some((batch) => batch.demonstration)
  const columns = columnsOf(dataset)
  const titles = [
    ...columns.map(([, column]) => ({ title: column.title, unit: unitOf(column) })),
    ...provenanceTitles.map((title) => ({ title, unit: null })),
  ]
  const cells = rows.map((row): WorkbookCell[] => {
    const batch = batches.get(row.batchId)
    return [
      ...columns.map(([name, column]) => cellOf(column, row.values[name])),
      batch?.source ?? null,
      batch?.file_name ?? null,
      row.rowNumber,
      row.batchId,
      row.validFrom.slice(0, 10),
    ]
  })
  if (format === 'csv') {
    const header = titles.map(({ title, unit }) => (unit === null ? title : `${title}（${unit}）`))
    return Buffer.from(`\uFEFF${[header, ...cells].map(csvLine).join('\r\n')}\r\n`)
  }
  return writeWorkbook(
    {
      title: dataset.title,
      notes: {
        sources: [
          ...new Set([...batches.values()].map(({ source, file_name: name }) => `${source}：${name}`)),
        ].slice(0, 200),
        asOf: (asOf ?? now).toISOString(),
        demonstration,
        remarks: [`数据集 ${dataset.id}，责任单位 ${dataset.steward}`, '因数据等级对导出人隐去的值为空'],
      },
      sheets: [{ name: dataset.title, columns: titles, rows: cells }],
    },
    now,
  )
}

async function readBatches(
  platform: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, BatchName>> {
  const { rows } = await platform.pool.query<BatchName>(
    'select id, source, file_name, demonstration from brain.batch where id = any($1::bigint[]) order by id',
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** A unit that points to another column is said there. */
function unitOf({ unit }: Column): string | null {
  return unit === undefined || unit.startsWith('见') ? null : unit
}

function cellOf(column: Column, value: unknown): WorkbookCell {
  if (value === null || value === undefined) return null
  if (column.type === 'boolean') return value === true ? '是' : '否'
  if (typeof value === 'string' || typeof value === 'number') return value
  return JSON.stringify(value)
}
