import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { checkBackup, restoreBackup } from '../backup/restore-backup.ts'
import { readConfig } from '../config.ts'
import { datasets } from '../datasets/registry.ts'
import { openDatabase } from '../warehouse/database.ts'
import { startEmbeddedPostgres } from '../warehouse/embedded-postgres.ts'

const usage = '用法：npm run restore -- --from <备份目录>；恢复到 DATA_DIR（及 DATABASE_URL）所指的空位置'

/** Restores a backup into the empty installation that the environment names. */
async function main(): Promise<number> {
  const folder = readFolder(process.argv.slice(2))
  if (folder === null) {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  const config = readConfig(process.env)
  const cluster = path.join(config.dataDirectory, 'postgres')
  if (config.databaseUrl === null && existsSync(cluster))
    throw new Error(`${config.dataDirectory} 中已有数据库：只恢复到空的目录，请用 DATA_DIR 指向新目录`)
  const { manifest, digest } = await checkBackup(folder)
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(cluster) : null
  try {
    const database = await openDatabase(embedded?.url ?? config.databaseUrl ?? '')
    try {
      const started = performance.now()
      await restoreBackup(
        { database, dataDirectory: config.dataDirectory, datasets: [...datasets.values()] },
        folder,
        manifest,
        process.stderr.isTTY ? (step) => process.stderr.write(`\r\u001b[K${step}`) : () => undefined,
      )
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      process.stdout.write(
        `已从 ${folder} 恢复（备份于 ${manifest.createdAt}，清单 ${digest.slice(0, 12)}…）：` +
          `${manifest.tables.length} 张表 ${rows} 行逐表行散列一致，${manifest.files.length} 个文件，` +
          `${((performance.now() - started) / 1000).toFixed(1)} 秒\n`,
      )
      return 0
    } finally {
      await database.close()
    }
  } finally {
    await embedded?.stop()
  }
}

function readFolder(given: readonly string[]): string | null {
  try {
    const { from } = parseArgs({ args: [...given], options: { from: { type: 'string' } } }).values
    return from === undefined || from === '' ? null : path.resolve(from)
  } catch {
    return null
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return 1
})
