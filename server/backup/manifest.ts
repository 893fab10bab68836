import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Type, type Static } from 'typebox'
import { Check, Errors } from 'typebox/value'

/** A file of the backup, by its path from the backup's folder. */
const StoredFile = Type.Object({
  path: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
})
export type StoredFile = Static<typeof StoredFile>

const StoredTable = Type.Object({
  schema: Type.String(),
  name: Type.String(),
  /** In the order of the COPY file, with their PostgreSQL types. */
  columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
  rows: Type.Integer(),
  /** Of all rows, whatever their order; see tables.ts. */
  rowHash: Type.String(),
  file: StoredFile,
})
export type StoredTable = Static<typeof StoredTable>

const StoredSequence = Type.Object({
  schema: Type.String(),
  name: Type.String(),
  /** Null where no number was taken yet. */
  lastValue: Type.Union([Type.String(), Type.Null()]),
})
export type StoredSequence = Static<typeof StoredSequence>

/** What a backup holds; written last, so that a folder without it is no backup. */
export const Manifest = Type.Object({
  format: Type.Literal('industry-brain-backup-1'),
  createdAt: Type.String(),
  /** Snapshot of PostgreSQL all tables were read in. */
  snapshot: Type.String(),
  postgres: Type.String(),
  migrations: Type.Array(Type.String()),
  tables: Type.Array(StoredTable),
  sequences: Type.Array(StoredSequence),
  /** Originals, proofs and settings of the data directory, under files/. */
  files: Type.Array(StoredFile),
  /** Last link of the audit chain at the time; null where nothing was audited yet. */
  auditHead: Type.Union([Type.Object({ sequence: Type.Integer(), hash: Type.String() }), Type.Null()]),
})
export type Manifest = Static<typeof Manifest>

const manifestFile = 'manifest.json'
const digestFile = 'manifest.sha256'

/** @returns SHA-256 of the manifest, to be kept apart from the backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<string> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`
  const digest = createHash('sha256').update(text).digest('hex')
  await writeFile(path.join(folder, digestFile), `${digest}  ${manifestFile}\n`)
  await writeFile(path.join(folder, manifestFile), text)
  return digest
}

/** @throws Error in Chinese when the folder holds no backup, or its list was changed. */
export async function readManifest(folder: string): Promise<{ manifest: Manifest; digest: string }> {
  const text = await readFile(path.join(folder, manifestFile), 'utf8').catch(() => null)
  if (text === null) throw new Error(`${folder} 不是备份，或备份没有完成：缺少 ${manifestFile}`)
  const digest = createHash('sha256').update(text).digest('hex')
  const stated = await readFile(path.join(folder, digestFile), 'utf8').catch(() => '')
  if (stated.slice(0, 64) !== digest)
    throw new Error(`${manifestFile} 与 ${digestFile} 不符：备份的清单已损坏或被改动`)
  const manifest: unknown = JSON.parse(text)
  if (Check(Manifest, manifest)) return { manifest, digest }
  const [first] = Errors(Manifest, manifest)
  throw new Error(
    `${manifestFile} 不是本程序能读的清单：${first?.instancePath ?? ''} ${first?.message ?? ''}`,
  )
}
