import { csvLine } from '../documents/csv.ts'
import type { ContractTerms } from '../api/schemas/exchange.ts'
import type { NamedDataset } from '../datasets/registry.ts'
import { writeWorkbook, type WorkbookCell } from '../documents/workbook.ts'
import { isDemonstrationCode } from '../domain/credit-code.ts'
import { deliveredColumns, type DeliveredRow } from './delivered-rows.ts'
import type { Left } from './delivery.ts'

/** One page as JSON: rows as objects by column name. */
export function toJsonPage(
  dataset: NamedDataset,
  rows: readonly DeliveredRow[],
  terms: ContractTerms,
  left: Left,
  limit: number,
): Buffer {
  const names = deliveredColumns(dataset, terms).map(({ name }) => name)
  const last = rows.length < limit ? undefined : rows.at(-1)
  return Buffer.from(
    JSON.stringify({
      contract: terms.number,
      items: rows.map(({ cells }) =>
        Object.fromEntries(names.map((name, position) => [name, cells[position] ?? null])),
      ),
      nextCursor: last === undefined ? null : String(last.rowId),
      remaining: left,
    }),
  )
}

function headers(dataset: NamedDataset, terms: ContractTerms): string[] {
  return deliveredColumns(dataset, terms).map(({ title, unit, type }) => {
    const shown = unit ?? (type === 'money' ? '元' : undefined)
    return shown === undefined ? title : `${title}（${shown}）`
  })
}

function text(cell: unknown): string {
  return typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell)
}

/** UTF-8 with a byte order mark; text that a spreadsheet would take for a formula gets an apostrophe. */
export function toCsv(dataset: NamedDataset, rows: readonly DeliveredRow[], terms: ContractTerms): Buffer {
  const lines = [headers(dataset, terms), ...rows.map(({ cells }) => cells)]
  return Buffer.from(`\uFEFF${lines.map(csvLine).join('\r\n')}\r\n`)
}

/** The sheet 说明 carries what the receiver has agreed to. */
export function toWorkbook(
  dataset: NamedDataset,
  rows: readonly DeliveredRow[],
  terms: ContractTerms,
  now: Date,
): Promise<Buffer> {
  const { recipient, purpose, destruction, validFrom, validUntil, number } = terms
  const { monthFrom, monthTo } = terms.rows
  return writeWorkbook(
    {
      title: `${dataset.title}（合同 ${number}）`,
      notes: {
        sources: [`${dataset.title}，${dataset.steward}`],
        period:
          monthFrom === null && monthTo === null ? null : `${monthFrom ?? '起始'} 至 ${monthTo ?? '最新'}`,
        demonstration: rows.some(({ firms }) => firms.some(isDemonstrationCode)),
        remarks: [
          `接收方：${recipient.name}`,
          `用途：${purpose.title}，${purpose.text}`,
          `有效期：${validFrom} 至 ${validUntil}`,
          destruction.text,
        ],
      },
      sheets: [
        {
          name: dataset.title,
          columns: headers(dataset, terms).map((title) => ({ title })),
          rows: rows.map(({ cells }) => cells.map(toCell)),
        },
      ],
    },
    now,
  )
}

function toCell(cell: unknown): WorkbookCell {
  if (cell === null || cell === undefined) return null
  return typeof cell === 'number' || typeof cell === 'boolean' ? cell : text(cell)
}

const copyEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

/** The text format of PostgreSQL's COPY: `\copy <table> from '<file>'` loads it. */
export function toCopyText(rows: readonly DeliveredRow[]): Buffer {
  const escape = (cell: unknown) => {
    if (cell === null || cell === undefined) return '\\N'
    if (typeof cell === 'boolean') return cell ? 't' : 'f'
    return text(cell).replaceAll(/[\\\t\n\r]/g, (character) => copyEscapes[character] ?? character)
  }
  return Buffer.from(rows.map(({ cells }) => `${cells.map(escape).join('\t')}\n`).join(''))
}
