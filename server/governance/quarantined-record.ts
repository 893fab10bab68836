import { sql } from 'kysely'
import { columnsOf, dataset as datasetOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import type { QuarantineRecord, RecordCheckResult } from '../api/schemas/quarantine.ts'
import { checkRecord, type RecordValues } from '../ingest/check-record.ts'
import { readSetAside, readValues, type Origins, type SetAside } from '../ingest/set-aside.ts'
import { isFault, valueReader } from '../ingest/values.ts'
import type { Database } from '../warehouse/database.ts'
import { isRequired } from '../warehouse/tables.ts'
import { columnTitle } from './quarantine.ts'

/** A record may be as long as a mebibyte; a screen shows its beginning. */
const shownBytes = 8000

const locks: Readonly<Record<string, string>> = {
  'not-own': '记录属于其他企业，只能弃用',
}

/** One record with everything that helps to mend it; null when there is none. */
export async function readRecord(
  platform: Database,
  origins: Origins,
  id: number,
  now: Date,
): Promise<QuarantineRecord | null> {
  const [found] = await readSetAside(platform, [id])
  if (found === undefined) return null
  const values = (await readValues(platform, origins, [found])).get(id) ?? null
  const { rows } = await sql<{ raw: Buffer | null }>`
    select raw from brain.quarantine where id = ${id}`.execute(platform.kysely)
  const checked = await checkValues(platform, found, values ?? {}, now)
  return {
    id,
    dataset: found.dataset,
    datasetTitle: datasetOf(found.dataset).title,
    batchId: found.batchId,
    fileName: found.fileName,
    rowNumber: found.rowNumber,
    rule: found.rule,
    column: found.column,
    columnTitle: columnTitle(found.dataset, found.column),
    message: found.message,
    value: found.value,
    state: found.state,
    createdAt: found.createdAt.toISOString(),
    demonstration: found.demonstration,
    source: found.source,
    effectiveAt: found.effectiveAt.toISOString(),
    loadedBy: found.loadedBy ?? '系统',
    raw: rows[0]?.raw?.subarray(0, shownBytes).toString('utf8').replaceAll('\u0000', '\ufffd') ?? '',
    cells: checked.cells,
    effect: found.state === 'open' ? checked.effect : null,
    locked: locks[found.rule] ?? null,
    decisions: await readDecisions(platform, id),
  }
}

async function readDecisions(platform: Database, id: number): Promise<QuarantineRecord['decisions']> {
  const rows = await platform.kysely
    .selectFrom('brain.quarantine_decision')
    .selectAll()
    .where('quarantine_id', '=', id)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    action: row.action,
    by: row.decided_by,
    at: row.decided_at.toISOString(),
    reason: row.reason,
    batchId: row.batch_id,
    changes: Object.entries(row.changes).map(([column, [before, after]]) => ({ column, before, after })),
  }))
}

/** What the engine says to edited values, and what loading them would do. */
export async function checkValues(
  platform: Database,
  record: SetAside,
  values: RecordValues,
  now: Date,
): Promise<RecordCheckResult> {
  const dataset = datasetOf(record.dataset)
  const faults = checkRecord(dataset, values, now)
  const cells = columnsOf(dataset).map(([name, column]) => ({
    name,
    title: column.title,
    unit: column.unit ?? null,
    required: isRequired(dataset, name, column),
    key: dataset.key.includes(name),
    value: (values[name] ?? '') === '' ? null : (values[name] ?? null),
    fault: faults[name]?.message ?? null,
  }))
  const sound = Object.keys(faults).length === 0
  return { cells, effect: sound ? await readEffect(platform, record, dataset, values, now) : null }
}

async function readEffect(
  platform: Database,
  record: SetAside,
  dataset: NamedDataset,
  values: RecordValues,
  now: Date,
): Promise<RecordCheckResult['effect']> {
  const key = dataset.key.map((name) => {
    const column = dataset.columns[name]
    const value = column && valueReader(column, true, now)(values[name] ?? '')
    const text = value === undefined || isFault(value) ? null : value.text
    return { name, text }
  })
  const conditions = key.map(({ name, text }) => sql`${sql.id(name)} = ${text}`)
  const { rows } = await sql<{ valid_from: Date }>`
    select valid_from from ${sql.raw(tableName(dataset))} where ${sql.join(conditions, sql` and `)}`.execute(
    platform.kysely,
  )
  const [standing] = rows
  if (standing === undefined) return { kind: 'insert', text: '将新增一条记录' }
  const since = day(standing.valid_from)
  if (standing.valid_from > record.effectiveAt) {
    return {
      kind: 'refused',
      text: `同一主键已有 ${since} 起有效的版本，晚于本批数据日期 ${day(record.effectiveAt)}，不能覆盖`,
    }
  }
  return { kind: 'update', text: `同一主键已有记录（${since} 起有效），内容不同则更新，旧版本留在历史中` }
}

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
const day = (date: Date): string => dayFormat.format(date)
