import { dataset as datasetOf } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { storeOriginal } from '../warehouse/originals.ts'
import type { BatchWarning } from '../warehouse/schema/ingest.ts'
import { IngestError, type BatchResult, type IngestRequest } from './batch.ts'
import { openDecoded } from './decode.ts'
import { mapHeader } from './header.ts'
import { mergeBatch } from './merge.ts'
import { createStaging, dropStaging, stagingTables } from './staging.ts'
import { stageRecords } from './stage.ts'
import type { SourceRecord } from '../../connectors/contract.ts'
import { Readable } from 'node:stream'

/**
 * Loads one delivery: original kept, every record validated, staged, merged with ledger in one transaction.
 * A file that cannot be loaded leaves a 'failed' batch with the reason and no data.
 */
export async function ingest(database: Database, request: IngestRequest): Promise<BatchResult> {
  const started = performance.now()
  const now = request.now ?? new Date()
  const dataset = datasetOf(request.dataset)
  const { content, name } = request.delivery
  const original = await storeOriginal(
    request.dataDirectory,
    'records' in content ? { bytes: () => Readable.from(jsonLines(content.records())) } : content,
  )
  const base = {
    dataset: dataset.id,
    source: request.source,
    fileName: name,
    sha256: original.sha256,
    bytes: original.bytes,
  }
  const zero = {
    read: 0,
    accepted: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    quarantined: 0,
    normalised: 0,
  }
  const known = await database.kysely
    .selectFrom('brain.batch')
    .select('id')
    .where('dataset', '=', dataset.id)
    .where('source', '=', request.source)
    .where('file_sha256', '=', original.sha256)
    .where('status', '=', 'loaded')
    .executeTakeFirst()
  const effectiveAt = request.delivery.effectiveAt ?? now
  const { id: batchId } = await database.kysely
    .insertInto('brain.batch')
    .values({
      dataset: dataset.id,
      source: request.source,
      file_name: name,
      file_sha256: original.sha256,
      bytes: original.bytes,
      effective_at: effectiveAt,
      demonstration: request.demonstration ?? false,
      status: known === undefined ? 'running' : 'repeated',
      finished_at: known === undefined ? null : now,
      loaded_by: request.loadedBy ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const finish = () => ({ durationMs: performance.now() - started })
  if (known !== undefined) {
    return { ...base, ...zero, batchId, status: 'repeated', warnings: [], error: null, ...finish() }
  }
  const tables = stagingTables(batchId)
  try {
    const warnings: BatchWarning[] = []
    const all =
      'records' in content ? await fromRecords(content.records()) : await fromDelimited(original.path)
    let [header, ...rows] = all
    if (request.parse !== undefined) {
      const parsed: string[][] = []
      const names = Object.keys(dataset.columns)
      const ignored = new Map<string, number>()
      for (const row of rows) {
        const record = Object.fromEntries(
          (header ?? []).map((title, position) => [title, row[position] ?? '']),
        )
        const answer = request.parse(record, { name })
        if ('ignored' in answer && typeof answer.ignored === 'string') {
          ignored.set(answer.ignored, (ignored.get(answer.ignored) ?? 0) + 1)
        } else {
          for (const item of Array.isArray(answer) ? answer : [answer]) {
            parsed.push(names.map((column) => (item as Record<string, string | undefined>)[column] ?? ''))
          }
        }
      }
      for (const [reason, count] of ignored) warnings.push({ rule: 'ignored', message: reason, count })
      header = names
      rows = parsed
    }
    const map = mapHeader(dataset, header ?? [], request.parse === undefined ? request.columns : {}, now)
    if (map.unknown.length > 0) {
      warnings.push({
        rule: 'unknown-column',
        message: `契约中没有的列，未载入：${map.unknown.join('、')}`,
        count: map.unknown.length,
      })
    }
    await createStaging(database, dataset, tables, map.constants)
    const staged = await stageRecords(database, dataset, tables, map, rows, now)
    const counts = await mergeBatch(database, {
      dataset,
      batchId,
      staging: tables,
      effectiveAt,
      ...staged,
      warnings,
      fileSha256: original.sha256,
    })
    return { ...base, ...counts, batchId, status: 'loaded', warnings, error: null, ...finish() }
  } catch (error) {
    await dropStaging(database, tables)
    const detail =
      error instanceof IngestError
        ? error.detail
        : { code: 'internal', message: error instanceof Error ? error.message : String(error), retry: true }
    await database.kysely
      .updateTable('brain.batch')
      .set({ status: 'failed', error: JSON.stringify(detail), finished_at: new Date() })
      .where('id', '=', batchId)
      .execute()
    return { ...base, ...zero, batchId, status: 'failed', warnings: [], error: detail, ...finish() }
  }
}

async function* jsonLines(
  records: AsyncIterable<SourceRecord> | Iterable<SourceRecord>,
): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`
}

async function fromRecords(
  records: AsyncIterable<SourceRecord> | Iterable<SourceRecord>,
): Promise<string[][]> {
  const list: SourceRecord[] = []
  for await (const record of records) list.push(record)
  const header = [...new Set(list.flatMap((record) => Object.keys(record)))]
  return [header, ...list.map((record) => header.map((title) => record[title] ?? ''))]
}

async function fromDelimited(path: string): Promise<string[][]> {
  const { chunks } = await openDecoded(path, () => undefined)
  const text = Buffer.concat(await Array.fromAsync(chunks)).toString('utf8')
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter =
    [',', '\t', ';', '|'].toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0] ?? ','
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quotes = false
  const endRow = () => {
    row.push(cell)
    if (row.some((item) => item !== '')) rows.push(row)
    row = []
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (quotes) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else quotes = false
    } else if (character === '"') quotes = true
    else if (character === delimiter) {
      row.push(cell)
      cell = ''
    } else if (character === '\n' || character === '\r') endRow()
    else cell += character
  }
  endRow()
  return rows
}
