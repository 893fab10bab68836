import { createWriteStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Database } from '../warehouse/database.ts'
import { copyFile, listFiles, writeHashed } from './files.ts'
import { writeManifest, type Manifest, type StoredFile, type StoredTable } from './manifest.ts'
import { fixSettings, hashRows, nameOf, quoted, readSequences, readTables, type Table } from './tables.ts'

export interface BackupSource {
  readonly database: Database
  readonly dataDirectory: string
}

/**
 * Writes all tables as of one moment, with the files they refer to, into an empty or new folder; also beside a
 * running server. Files come after the tables: an original is stored before the batch that names it.
 * @returns what was written, and the SHA-256 of its list.
 * @throws when the folder holds something; what is there without a manifest is no backup.
 */
export async function writeBackup(
  { database, dataDirectory }: BackupSource,
  folder: string,
  onStep: (name: string) => void = () => undefined,
): Promise<{ readonly manifest: Manifest; readonly digest: string }> {
  await requireEmpty(folder)
  const client = await database.pool.connect()
  let lost: Error | undefined
  try {
    const names = (await readTables(client)).map(nameOf)
    await client.query('begin isolation level repeatable read read only')
    await fixSettings(client)
    // Locks first, then the snapshot: the first load of a table puts rows in that an older snapshot would see too.
    if (names.length > 0) await client.query(`lock table ${names.join(', ')} in access share mode`)
    const stored = await readStored(client, folder, onStep)
    await client.query('commit')
    onStep('原件与设置')
    const files = await copyFiles(dataDirectory, folder)
    const manifest: Manifest = { ...stored, files }
    return { manifest, digest: await writeManifest(folder, manifest) }
  } finally {
    await client.query('rollback').catch((error: Error) => (lost = error))
    client.release(lost)
  }
}

async function requireEmpty(folder: string): Promise<void> {
  // Hashes of passwords and the keys of second factors are in it.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} 不是空目录：备份须写入新目录`)
  await mkdir(path.join(folder, 'tables'))
}

async function readStored(
  client: PoolClient,
  folder: string,
  onStep: (name: string) => void,
): Promise<Omit<Manifest, 'files'>> {
  const { rows: moment } = await client.query<{ now: Date; snapshot: string; version: string }>(
    `select clock_timestamp() as now, pg_current_snapshot()::text as snapshot, current_setting('server_version') as version`,
  )
  const tables: StoredTable[] = []
  for (const table of await readTables(client)) {
    onStep(`${table.schema}.${table.name}`)
    tables.push(await copyTable(client, table, folder))
  }
  const { rows: migrations } = await client.query<{ name: string }>(
    'select name from brain.kysely_migration order by name',
  )
  const audited = tables.some(({ schema, name }) => schema === 'brain' && name === 'audit')
  const { rows: heads } = audited
    ? await client.query<{ sequence: number; hash: string }>(
        'select sequence, hash from brain.audit order by sequence desc limit 1',
      )
    : { rows: [] }
  return {
    format: 'industry-brain-backup-1',
    createdAt: (moment[0]?.now ?? new Date()).toISOString(),
    snapshot: moment[0]?.snapshot ?? '',
    postgres: moment[0]?.version ?? '',
    migrations: migrations.map(({ name }) => name),
    tables,
    // No part of a snapshot: numbers taken meanwhile are left out, none is given twice.
    sequences: await readSequences(client),
    auditHead: heads[0] ?? null,
  }
}

async function copyTable(client: PoolClient, table: Table, folder: string): Promise<StoredTable> {
  const file = `tables/${table.schema}.${table.name}.copy`
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
  const stream = client.query(copyTo(`copy ${nameOf(table)} (${columns}) to stdout (format binary)`))
  const written = await writeHashed(stream, createWriteStream(path.join(folder, file), { flags: 'wx' }))
  return { ...table, ...(await hashRows(client, table)), file: { path: file, ...written } }
}

async function copyFiles(dataDirectory: string, folder: string): Promise<StoredFile[]> {
  const files: StoredFile[] = []
  for (const name of await listFiles(dataDirectory)) {
    const kept = `files/${name}`
    const copied = await copyFile(path.join(dataDirectory, name), path.join(folder, kept)).catch(
      (error: NodeJS.ErrnoException) => {
        // Replaced or withdrawn since it was listed.
        if (error.code === 'ENOENT') return null
        throw error
      },
    )
    if (copied !== null) files.push({ path: kept, ...copied })
  }
  return files
}
