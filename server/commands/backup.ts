import path from 'node:path'
import { parseArgs } from 'node:util'
import { writeBackup } from '../backup/write-backup.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from '../warehouse/database.ts'
import { startEmbeddedPostgres } from '../warehouse/embedded-postgres.ts'

const usage = '用法：npm run backup -- --to <新目录>'

/** Backs up the installation that the environment names; also beside a running server. */
async function main(): Promise<number> {
  const folder = readFolder(process.argv.slice(2))
  if (folder === null) {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  const config = readConfig(process.env)
  const embedded =
    config.databaseUrl === null
      ? await startEmbeddedPostgres(path.join(config.dataDirectory, 'postgres'))
      : null
  try {
    const database = await openDatabase(embedded?.url ?? config.databaseUrl ?? '')
    try {
      const started = performance.now()
      const { manifest, digest } = await writeBackup(
        { database, dataDirectory: config.dataDirectory },
        folder,
        process.stderr.isTTY ? (step) => process.stderr.write(`\r\u001b[K${step}`) : () => undefined,
      )
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      const bytes = [...manifest.tables.map(({ file }) => file), ...manifest.files].reduce(
        (sum, file) => sum + file.bytes,
        0,
      )
      process.stdout.write(
        `已备份到 ${folder}：${manifest.tables.length} 张表 ${rows} 行，${manifest.files.length} 个文件，` +
          `共 ${(bytes / 1e6).toFixed(1)} MB，${((performance.now() - started) / 1000).toFixed(1)} 秒\n` +
          `清单 SHA-256（请另处保存）：${digest}\n`,
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
    const { to } = parseArgs({ args: [...given], options: { to: { type: 'string' } } }).values
    return to === undefined || to === '' ? null : path.resolve(to)
  } catch {
    return null
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return 1
})
