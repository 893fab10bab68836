import { createReadStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { verifyAudit } from '../audit/verify.ts'
import type { NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { migrate } from '../warehouse/migrate.ts'
import { ensureRowSecurity } from '../warehouse/row-security.ts'
import { ensureTables } from '../warehouse/tables.ts'
import { copyFile, findDamaged, listFiles } from './files.ts'
import { readManifest, type Manifest, type StoredTable } from './manifest.ts'
import { fixSettings, hashRows, inOrderOfReference, nameOf, quoted, readTables } from './tables.ts'

export interface RestoreTarget {
  readonly database: Database
  readonly dataDirectory: string
  readonly datasets: readonly NamedDataset[]
}

const shownAtMost = 10
const shorten = (names: readonly string[]) =>
  names.slice(0, shownAtMost).join('、') + (names.length > shownAtMost ? ` 等 ${names.length} 项` : '')

/** @throws when a file of the backup is missing or changed. Reads nothing but the backup. */
export async function checkBackup(
  folder: string,
): Promise<{ readonly manifest: Manifest; readonly digest: string }> {
  const read = await readManifest(folder)
  const { tables, files } = read.manifest
  const damaged = await findDamaged(folder, [...tables.map(({ file }) => file), ...files])
  if (damaged.length > 0) throw new Error(`备份已损坏，没有恢复任何数据：${shorten(damaged)}`)
  return read
}

/** @throws when the database or the data directory holds anything. */
export async function requireEmptyTarget({ database, dataDirectory }: RestoreTarget): Promise<void> {
  const client = await database.pool.connect()
  try {
    const tables = await readTables(client)
    if (tables.length > 0)
      throw new Error(
        `数据库不是空的（有 ${tables.length} 张表，如 ${tables[0]?.schema}.${tables[0]?.name}）：只恢复到空的数据库`,
      )
  } finally {
    client.release()
  }
  const files = await listFiles(dataDirectory)
  if (files.length > 0)
    throw new Error(`数据目录 ${dataDirectory} 不是空的（有 ${shorten(files)}）：只恢复到空的目录`)
}

/**
 * Puts a checked backup into an empty database and data directory: the structure of its time, the rows, then what
 * later versions of the program changed.
 * @throws when a row differs from what was backed up, or the audit chain does not hold.
 */
export async function restoreBackup(
  target: RestoreTarget,
  folder: string,
  manifest: Manifest,
  onStep: (name: string) => void = () => undefined,
): Promise<void> {
  const { database, dataDirectory, datasets } = target
  await requireEmptyTarget(target)
  onStep('建立结构')
  await migrate(database, manifest.migrations)
  await ensureTables(database, datasets)
  await fillTables(database, folder, manifest, onStep)
  onStep('原件与设置')
  for (const file of manifest.files)
    await copyFile(path.join(folder, file.path), path.join(dataDirectory, file.path.replace(/^files\//, '')))
  onStep('升级到本版本的结构')
  await migrate(database)
  await ensureTables(database, datasets)
  await ensureRowSecurity(database, datasets)
  onStep('核对审计链')
  await checkAudit(database, manifest)
}

async function fillTables(
  database: Database,
  folder: string,
  manifest: Manifest,
  onStep: (name: string) => void,
): Promise<void> {
  const client = await database.pool.connect()
  let lost: Error | undefined
  try {
    await client.query('begin')
    await fixSettings(client)
    await completeStructure(client, manifest)
    const triggers = await silenceTriggers(client)
    // What structure itself has written: migrations on record, first settings.
    const present = await readTables(client)
    if (present.length > 0) await client.query(`truncate ${present.map(nameOf).join(', ')}`)
    for (const table of await inOrderOfReference(client, manifest.tables)) {
      onStep(`${table.schema}.${table.name}`)
      await fillTable(client, folder, table)
    }
    for (const { schema, name, lastValue } of manifest.sequences) {
      if (lastValue === null) continue
      await client.query('select setval($1::regclass, $2::bigint, true)', [
        nameOf({ schema, name }),
        lastValue,
      ])
    }
    for (const statement of triggers) await client.query(statement)
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.query('rollback').catch((error: Error) => (lost = error))
    client.release(lost)
  }
}

/** Tables and columns that today's contracts no longer have were kept; they come back as they were. */
async function completeStructure(client: PoolClient, manifest: Manifest): Promise<void> {
  const present = new Map((await readTables(client)).map((table) => [nameOf(table), table]))
  for (const table of manifest.tables) {
    const known = present.get(nameOf(table))
    const define = ({ name, type }: { name: string; type: string }) => `${quoted(name)} ${type}`
    if (known === undefined) {
      await client.query(`create schema if not exists ${quoted(table.schema)}`)
      await client.query(`create table ${nameOf(table)} (${table.columns.map(define).join(', ')})`)
      continue
    }
    const has = new Set(known.columns.map(({ name }) => name))
    for (const column of table.columns) {
      if (!has.has(column.name))
        await client.query(`alter table ${nameOf(table)} add column ${define(column)}`)
    }
  }
}

/** Rows that were accepted once are not judged or chained again. @returns statements that set the triggers back. */
async function silenceTriggers(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; state: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table, quote_ident(t.tgname) as name, t.tgenabled as state
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgenabled <> 'D'`)
  for (const { table, name } of rows) await client.query(`alter table ${table} disable trigger ${name}`)
  const modes: Readonly<Record<string, string>> = { O: '', A: 'always ', R: 'replica ' }
  return rows.map(
    ({ table, name, state }) => `alter table ${table} enable ${modes[state] ?? ''}trigger ${name}`,
  )
}

async function fillTable(client: PoolClient, folder: string, table: StoredTable): Promise<void> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
  const stream = client.query(copyFrom(`copy ${nameOf(table)} (${columns}) from stdin (format binary)`))
  await pipeline(createReadStream(path.join(folder, table.file.path)), stream)
  const { rows, rowHash } = await hashRows(client, table)
  if (rows !== table.rows || rowHash !== table.rowHash)
    throw new Error(
      `表 ${table.schema}.${table.name} 恢复后与备份不符：${rows} 行，备份 ${table.rows} 行（行散列 ${rowHash}，备份 ${table.rowHash}）`,
    )
}

async function checkAudit(database: Database, { auditHead }: Manifest): Promise<void> {
  if (auditHead === null) return
  const { broken, head } = await verifyAudit(database)
  if (broken !== null) throw new Error(`审计链在第 ${broken.sequence} 条断开：${broken.reason}`)
  if (head.hash !== auditHead.hash || head.sequence !== auditHead.sequence)
    throw new Error(`审计链止于第 ${head.sequence} 条，备份时为第 ${auditHead.sequence} 条`)
}
