import { stat } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readGradeOf } from '../catalogue/grade-overrides.ts'
import { readConfig } from '../config.ts'
import { datasets } from '../datasets/registry.ts'
import { readPacks } from '../ingest/connectors.ts'
import { hasFailed, loadPack, type ConnectorOutcome, type PackProgress } from '../ingest/pack.ts'
import { notifyChange } from '../realtime/changes.ts'
import { refreshAll, stageTitles } from '../composition/refresh.ts'
import { openDatabase } from '../warehouse/database.ts'
import { startEmbeddedPostgres } from '../warehouse/embedded-postgres.ts'
import { migrate } from '../warehouse/migrate.ts'
import { ensureRowSecurity } from '../warehouse/row-security.ts'
import { ensureTables } from '../warehouse/tables.ts'

const usage = '用法：npm run load -- --pack <数据包> [--data <目录>]'

interface Request {
  readonly pack: string
  readonly dataFolder?: string
}

/** What is asked for, or what is wrong with it in words; found out before anything is started. */
async function readRequest(given: readonly string[]): Promise<Request | string> {
  let values: { pack?: string; data?: string }
  try {
    values = parseArgs({
      args: [...given],
      options: { pack: { type: 'string' }, data: { type: 'string' } },
    }).values
  } catch {
    return `参数不认识：${given.join(' ')}`
  }
  const packs = await readPacks()
  const names = [...packs.keys()].join('、')
  if (values.pack === undefined) return `没有指定数据包；可用：${names}`
  const pack = packs.get(values.pack)
  if (pack === undefined) return `没有名为“${values.pack}”的数据包；可用：${names}`
  if (values.data === undefined)
    return pack.needsDataFolder
      ? `数据包“${pack.title}”需要数据目录：请加 --data <目录>`
      : { pack: values.pack }
  const dataFolder = path.resolve(values.data)
  const found = await stat(dataFolder).catch(() => null)
  return found?.isDirectory() === true ? { pack: values.pack, dataFolder } : `没有这个目录：${dataFolder}`
}

/** Loads a pack; also beside a running server, whose embedded database is then shared. */
async function main(): Promise<number> {
  const request = await readRequest(process.argv.slice(2))
  if (typeof request === 'string') {
    process.stderr.write(`${request}\n${usage}\n`)
    return 2
  }
  const config = readConfig(process.env)
  const embedded =
    config.databaseUrl === null
      ? await startEmbeddedPostgres(path.join(config.dataDirectory, 'postgres'))
      : null
  const stopped = new AbortController()
  process.once('SIGINT', () => stopped.abort(new Error('已中断')))
  try {
    const database = await openDatabase(embedded?.url ?? config.databaseUrl ?? '')
    try {
      await migrate(database)
      await ensureTables(database, datasets.values())
      await ensureRowSecurity(database, datasets.values(), await readGradeOf(database))
      const started = performance.now()
      const outcomes = await loadPack(
        database,
        request.pack,
        {
          dataDirectory: config.dataDirectory,
          ...(request.dataFolder !== undefined && { dataFolder: request.dataFolder }),
          loadedBy: 'npm run load',
          signal: stopped.signal,
        },
        process.stderr.isTTY ? showProgress : () => undefined,
      )
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
      process.stdout.write(resultTable(outcomes))
      await refreshAll(database, (stage) => process.stderr.write(`${stageTitles[stage]} …\n`))
      // A server on the same database gives up what it kept and pushes the new alerts.
      await notifyChange(database)
      process.stdout.write(`共 ${((performance.now() - started) / 1000).toFixed(1)} 秒\n`)
      return hasFailed(outcomes) ? 1 : 0
    } finally {
      await database.close()
    }
  } finally {
    await embedded?.stop()
  }
}

const phases = { storing: '留存原件', staging: '校验', merging: '入仓', done: '完成' } as const

function showProgress(progress: PackProgress): void {
  const { position, total, bytesRead, bytesTotal, rowsRead, phase, source } = progress
  const share = phase === 'done' ? 1 : bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal)
  const filled = Math.round(((position + share) / total) * 30)
  const bar = '█'.repeat(filled) + '░'.repeat(30 - filled)
  process.stderr.write(`\r\u001b[K${bar} ${position + 1}/${total} ${source} ${phases[phase]} ${rowsRead} 行`)
}

const headings = ['连接器', '文件', '结果', '读取', '新增', '更新', '未变', '重复', '隔离', '秒']

function resultTable(outcomes: readonly ConnectorOutcome[]): string {
  const rows: string[][] = []
  const notes: string[] = []
  for (const { connector, batches, error } of outcomes) {
    if (error !== null) {
      rows.push([connector, '', '失败', '', '', '', '', '', '', ''])
      notes.push(`${connector}：${error}`)
    }
    if (error === null && batches.length === 0)
      rows.push([connector, '', '无数据', '', '', '', '', '', '', ''])
    for (const batch of batches) {
      const { read, inserted, updated, unchanged, duplicate, quarantined } = batch
      const counts = [read, inserted, updated, unchanged, duplicate, quarantined].map(String)
      rows.push([
        connector,
        batch.fileName,
        results[batch.status],
        ...counts,
        (batch.durationMs / 1000).toFixed(1),
      ])
      if (batch.error !== null) notes.push(`${batch.fileName}：${batch.error.message}`)
      for (const warning of batch.warnings)
        notes.push(`${batch.fileName}：${warning.message}（${warning.count}）`)
    }
  }
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(width)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const blanks = ' '.repeat((widths[column] ?? 0) - width(cell))
        return column < 3 ? cell + blanks : blanks + cell
      })
      .join('  ')
      .trimEnd()
  return `${[headings, ...rows].map(line).join('\n')}\n${notes.map((note) => `· ${note}\n`).join('')}`
}

const results = { loaded: '已载入', repeated: '已载入过', failed: '失败' } as const

/** Columns a terminal gives the text: Chinese characters take two. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u1100-\uffdc]/u.test(character) ? 2 : 1), 0)
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return 1
})
