import { Readable } from 'node:stream'
import { ingestInto } from '../../server/ingest/ingest.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { loadingDay, sample } from '../ingest/sample-dataset.ts'
import type { CorruptFile } from './corrupt-cells.ts'
import { corruptFile, formats } from './corrupt-corpus.ts'
import type { Ground, Result } from './ground.ts'
import { ordered, readStrictly, sampleColumns } from './strict-reading.ts'

export interface CorruptFilesOptions {
  readonly ground: Ground
  readonly filesPerFormat: number
  readonly onFile?: (done: number) => void
}

/** Faults of a record as a whole; all others name their column. */
const wholeRecord = new Set([
  'quote',
  'quote-unclosed',
  'record-too-long',
  'field-count',
  'encoding',
  'parse',
  'key-conflict',
  'older-than-known',
])

/**
 * Loads each damaged file into an empty table: it is refused with a reason, or every value that got in is what a
 * strict reading of its cell says, every record that did not is kept with row, column and rule, and the counts add up.
 */
export async function run({ ground, filesPerFormat, onFile }: CorruptFilesOptions): Promise<Result> {
  const { database } = await ground.createDatabase()
  await migrate(database)
  await ensureTables(database, [sample])
  const violations: string[] = []
  const sums = { loaded: 0, refused: 0, accepted: 0, quarantined: 0 }
  let done = 0
  for (const format of formats) {
    for (let number = 0; number < filesPerFormat; number++) {
      const file = corruptFile(format, number)
      const note = (text: string) => violations.push(`${format} ${number}（${file.kind}）：${text}`)
      await database.pool.query('truncate public_warehouse.sample, public_warehouse.sample_history')
      const result = await ingestInto(database, sample, {
        dataset: sample.id,
        source: `corrupt/${format}/${number}`,
        delivery: { name: file.name, format: 'auto', content: { bytes: () => Readable.from([file.bytes]) } },
        dataDirectory: ground.folder,
        now: loadingDay,
      }).catch((error: unknown) => {
        note(`threw ${String(error)}`)
        return null
      })
      done++
      onFile?.(done)
      if (result === null) continue
      const { status, error, batchId, read, accepted, unchanged, duplicate, quarantined } = result
      if (read !== accepted + unchanged + duplicate + quarantined) note('counts do not add up')
      if (status === 'failed') {
        sums.refused++
        if (error === null || error.code === 'internal' || error.retry)
          note(`refused as ${JSON.stringify(error)}`)
        if (accepted + quarantined > 0) note('refused, yet something was kept')
      } else sums.loaded++
      sums.accepted += accepted
      sums.quarantined += quarantined
      for (const found of await checkRows(database, file, accepted)) note(found)
      for (const found of await checkRejects(database, batchId, quarantined)) note(found)
    }
  }
  return {
    title: '损坏文件',
    asked: `每种格式 ${filesPerFormat} 个 × ${formats.length}：崩溃 0，悄悄改值 0，每条隔离有行、列、规则`,
    measured:
      `${done} 个文件：载入 ${sums.loaded}、整份拒收 ${sums.refused}；接受 ${sums.accepted} 行、隔离 ${sums.quarantined} 行；` +
      `违反 ${violations.length}`,
    violations,
  }
}

interface StoredRow extends Readonly<Record<string, unknown>> {
  readonly ratio: string | null
  readonly detail: unknown
  readonly noDetail: boolean
}

async function checkRows(database: Database, file: CorruptFile, accepted: number): Promise<string[]> {
  const { rows } = await database.pool.query<StoredRow>(
    `select code, name, note, state, count::text, ratio::text, amount::text, active::text, day::text, month,
       to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as moment, detail, detail is null as "noDetail",
       credit_code, row_number
     from public_warehouse.sample`,
  )
  const found: string[] = []
  if (rows.length !== accepted) found.push(`${rows.length} rows, ${accepted} accepted`)
  const possible = new Map<string, string[]>()
  for (const cells of file.records) {
    const row = readStrictly(cells)
    if (row === 'refused') continue
    const key = `${row['code']} ${row['month']}`
    possible.set(key, [...(possible.get(key) ?? []), textOf(row)])
  }
  for (const stored of rows) {
    const text = textOf({
      ...stored,
      ratio: stored.ratio === null ? null : String(Number(stored.ratio)),
      detail: stored.noDetail ? null : JSON.stringify(ordered(stored.detail)),
    })
    const candidates = possible.get(`${String(stored['code'])} ${String(stored['month'])}`) ?? []
    if (!candidates.includes(text))
      found.push(
        `row ${String(stored['row_number'])} holds ${text}; a strict reading allows ${candidates.join(' or ') || 'nothing'}`,
      )
  }
  return found
}

const textOf = (row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(sampleColumns.map((name) => row[name] ?? null))

async function checkRejects(database: Database, batchId: number, quarantined: number): Promise<string[]> {
  const { rows } = await database.pool.query<{
    row_number: number
    column_name: string | null
    rule: string
    message: string
  }>('select row_number, column_name, rule, message from brain.quarantine where batch_id = $1', [batchId])
  const found = rows.length === quarantined ? [] : [`${rows.length} rejects kept, ${quarantined} counted`]
  for (const { row_number, column_name, rule, message } of rows) {
    const placed = column_name === null ? wholeRecord.has(rule) : sampleColumns.includes(column_name)
    if (!(row_number >= 1) || rule === '' || message === '' || !placed)
      found.push(`reject without its place: row ${row_number}, column ${column_name}, rule ${rule}`)
  }
  return found
}
