import { from } from 'pg-copy-streams'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { isRequired } from '../warehouse/tables.ts'
import { createHash } from 'node:crypto'
import type { HeaderMap } from './header.ts'
import type { StagingTables } from './staging.ts'
import { isFault, valueReader } from './values.ts'

export interface Staged {
  readonly read: number
  readonly staged: number
  readonly quarantined: number
  readonly normalised: number
  readonly suspects: readonly number[]
}

/** Reads text records, validates them and copies them into the staging tables. */
export async function stageRecords(
  database: Database,
  dataset: NamedDataset,
  tables: StagingTables,
  map: HeaderMap,
  records: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  now: Date,
): Promise<Staged> {
  const readers = map.fields.map((name) => {
    const column = name === null ? undefined : dataset.columns[name]
    return column === undefined || name === null
      ? null
      : { name, read: valueReader(column, isRequired(dataset, name, column), now) }
  })
  const seen = new Set<string>()
  const suspects: number[] = []
  const rejects: string[][] = []
  let read = 0
  let staged = 0
  let normalised = 0
  async function* rows(): AsyncGenerator<string> {
    for await (const record of records) {
      read++
      const number = read + 1
      const values = new Map<string, string | null>(map.constants)
      let fault: { column: string | null; rule: string; message: string; value: string | null } | null = null
      if (record.length !== map.fields.length) {
        fault = {
          column: null,
          rule: 'field-count',
          message: `应有 ${map.fields.length} 列，实有 ${record.length} 列`,
          value: null,
        }
      }
      for (const [position, reader] of readers.entries()) {
        if (reader === null || fault !== null) continue
        const text = record[position] ?? ''
        const value = reader.read(text)
        if (isFault(value))
          fault = { column: reader.name, rule: value.rule, message: value.message, value: text }
        else {
          if (value.normalised) normalised++
          values.set(reader.name, value.text)
        }
      }
      if (fault !== null) {
        rejects.push([
          String(number),
          fault.column ?? '',
          fault.rule,
          fault.message,
          fault.value ?? '',
          Buffer.from(record.join(',')).toString('hex'),
        ])
        continue
      }
      const cells = columnsOf(dataset).map(([name]) => values.get(name) ?? null)
      const hash = createHash('sha256').update(JSON.stringify(cells)).digest().readBigInt64BE(0)
      const key = dataset.key.map((name) => values.get(name)).join('\u0001')
      if (seen.has(key)) suspects.push(number)
      seen.add(key)
      staged++
      yield `${[String(number), String(hash), ...cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`))].join(',')}\n`
    }
  }
  const names = columnsOf(dataset).map(([name]) => `"${name}"`)
  await copy(
    database,
    `copy ${tables.rows} (row_number, row_hash, ${names.join(', ')}) from stdin with (format csv)`,
    rows(),
  )
  const lines = rejects.map(
    (cells) =>
      `${cells.map((cell, position) => (position === 5 ? `"\\x${cell}"` : cell === '' ? '' : `"${cell.replaceAll('"', '""').replaceAll('\u0000', '\\x00')}"`)).join(',')}\n`,
  )
  await copy(database, `copy ${tables.rejects} from stdin with (format csv)`, lines)
  return { read, staged, quarantined: rejects.length, normalised, suspects }
}

async function copy(
  database: Database,
  text: string,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const client = await database.pool.connect()
  try {
    await pipeline(Readable.from(lines), client.query(from(text)))
  } finally {
    client.release()
  }
}
void once
