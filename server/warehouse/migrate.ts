import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { Database } from './database.ts'

const directory = path.join(import.meta.dirname, 'migrations')
const numbered = /^\d{3}-[a-z0-9-]+\.ts$/

/**
 * Brings the platform tables up to date: runs each server/warehouse/migrations/NNN-*.ts not yet recorded
 * in brain.kysely_migration, all in one transaction under a lock. Safe to call from several processes.
 * @param names only these, for the structure of an earlier version; all by default.
 * @throws also when one of the names is none of this version.
 */
export async function migrate(database: Database, names?: readonly string[]): Promise<void> {
  const migrator = new Migrator({
    db: database.kysely,
    provider: { getMigrations: () => readMigrations(names) },
    migrationTableSchema: 'brain',
    // Each stage numbers its own migrations, so a lower number may arrive after a higher one.
    allowUnorderedMigrations: true,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? '（未开始）'
  throw new Error(
    `数据库结构升级失败于 ${failed}：${error instanceof Error ? error.message : JSON.stringify(error)}`,
    {
      cause: error,
    },
  )
}

async function readMigrations(names?: readonly string[]): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {}
  for (const file of (await readdir(directory)).filter((name) => numbered.test(name)).sort()) {
    const module: unknown = await import(path.join(directory, file))
    if (!isMigration(module)) throw new Error(`${file} 没有导出 up(db)`)
    const name = path.basename(file, '.ts')
    if (names?.includes(name) ?? true) migrations[name] = { up: (db: Kysely<unknown>) => module.up(db) }
  }
  const unknown = (names ?? []).filter((name) => migrations[name] === undefined)
  if (unknown.length > 0) throw new Error(`本版本没有这些结构升级：${unknown.join('、')}；请使用更新的版本`)
  return migrations
}

function isMigration(module: unknown): module is Migration {
  return typeof module === 'object' && module !== null && 'up' in module && typeof module.up === 'function'
}
