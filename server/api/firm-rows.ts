import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import { codeColumns, namesFirms, readMatched, readNamed } from '../fusion/firms-of-rows.ts'
import type { Database } from '../warehouse/database.ts'
import { isPublic, recordShown, type LedgerContext } from './firm-use.ts'

/** A row of a dataset that is shown: what stands in its columns, null where it is empty or masked. */
interface DatasetRow {
  readonly rowId: number
  readonly values: Readonly<Record<string, unknown>>
}

/** Rows of a dataset by their columns: those that have a value were seen, of the firms the rows are about. */
export async function recordRows(
  context: LedgerContext,
  request: FastifyRequest,
  id: string,
  rows: readonly DatasetRow[],
): Promise<void> {
  if (isPublic(id)) return
  const columns = codeColumns(id)
  const firms = rows.flatMap(({ values }) => columns.map((name) => textOf(values[name])))
  firms.push(...(await readMatched(context.platform, id, [...new Set(rows.map(({ rowId }) => rowId))])))
  const fields = new Set(
    rows.flatMap(({ values }) => Object.keys(values).filter((name) => (values[name] ?? null) !== null)),
  )
  return recordShown(context, request, { object: id, fields: [...fields], firms })
}

/** The same of rows that are JSON text already. */
export async function recordRowsText(
  context: LedgerContext,
  request: FastifyRequest,
  id: string,
  items: string,
): Promise<void> {
  if (isPublic(id) || !namesFirms(id)) return
  await recordRows(context, request, id, JSON.parse(items) as readonly DatasetRow[])
}

/** A row behind something that is shown; without columns it was shown that there is one. */
interface RowBehind {
  readonly dataset: string
  readonly rowId: number
  readonly columns?: readonly string[]
  /** Where the answer names it. */
  readonly firm?: string | null | undefined
}

/** Rows of any datasets by their ids: their firms are those the rows are about, and those the answer names. */
export async function recordRowsBehind(
  context: LedgerContext,
  request: FastifyRequest,
  rows: readonly RowBehind[],
): Promise<void> {
  const used = rows.filter(({ dataset }) => !isPublic(dataset))
  const shown = [...Map.groupBy(used, ({ dataset }) => dataset)].map(async ([id, ofDataset]) => {
    const rowIds = [...new Set(ofDataset.map(({ rowId }) => rowId))]
    return {
      object: id,
      fields: [...new Set(ofDataset.flatMap(({ columns }) => columns ?? []))],
      firms: [
        ...ofDataset.flatMap(({ firm }) => firm ?? []),
        ...(await readNamed(context.platform, id, 'row_id', rowIds)),
        ...(await readMatched(context.platform, id, rowIds)),
      ],
    }
  })
  return recordShown(context, request, ...(await Promise.all(shown)))
}

/** A record behind a figure, as routes give it. */
interface RecordBehind {
  readonly enterprise?: { readonly creditCode: string } | null
  readonly value: number | null
  readonly source: { readonly dataset: string; readonly rowId: number; readonly column?: string } | null
}

/** Records behind a figure; of one whose value is hidden it was shown that it is there. */
export function recordEvidence(
  context: LedgerContext,
  request: FastifyRequest,
  records: readonly RecordBehind[],
): Promise<void> {
  const rows = records.flatMap(({ enterprise, value, source }): RowBehind[] =>
    source === null
      ? []
      : [
          {
            dataset: source.dataset,
            rowId: source.rowId,
            columns: value === null || source.column === undefined ? ['name'] : ['name', source.column],
            firm: enterprise?.creditCode,
          },
        ],
  )
  return recordRowsBehind(context, request, rows)
}

/** The file of a batch handed out whole: all columns, of the firms whose rows it brought and which still stand. */
export async function recordFile(
  context: LedgerContext,
  request: FastifyRequest,
  id: string,
  batchId: number,
): Promise<void> {
  if (isPublic(id)) return
  const firms = await readNamed(context.platform, id, 'batch_id', [batchId])
  const fields = Object.keys(datasets.get(id)?.columns ?? {})
  return recordShown(context, request, { object: id, fields, firms })
}

/** Cells of records that are not in the warehouse (quarantined); of those whose code is that of a firm on record. */
export async function recordCells(
  context: LedgerContext,
  request: FastifyRequest,
  id: string,
  records: readonly Readonly<Record<string, string | null | undefined>>[],
): Promise<void> {
  if (isPublic(id)) return
  const columns = codeColumns(id)
  const codes = records.flatMap((record) => columns.map((name) => textOf(record[name])))
  const known = await readKnown(context.platform, codes)
  const named = records.filter((record) => columns.some((name) => known.has(textOf(record[name]))))
  const fields = new Set(
    named.flatMap((record) => Object.keys(record).filter((name) => (record[name] ?? '') !== '')),
  )
  return recordShown(context, request, { object: id, fields: [...fields], firms: [...known] })
}

/** The same of records that are shown as they were written. */
export async function recordTexts(
  context: LedgerContext,
  request: FastifyRequest,
  id: string,
  texts: readonly string[],
): Promise<void> {
  if (isPublic(id) || !namesFirms(id)) return
  const codes = texts.flatMap((text) => text.match(/(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g) ?? [])
  const firms = [...(await readKnown(context.platform, codes))]
  return recordShown(context, request, { object: id, fields: ['record'], firms })
}

/** Those of the codes that are firms' on record: what else stands there may be anything. */
async function readKnown(platform: Database, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = [...new Set(codes)].filter((code) => code !== '')
  if (asked.length === 0) return new Set()
  const { rows } = await sql<{ code: string }>`
    select credit_code as code from brain.golden_enterprise where credit_code = any(${asked}::text[])`.execute(
    platform.kysely,
  )
  return new Set(rows.map(({ code }) => code))
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
