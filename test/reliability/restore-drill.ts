import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createAuditTrail } from '../../server/audit/trail.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import type { StoredTable } from '../../server/backup/manifest.ts'
import { checkBackup, restoreBackup } from '../../server/backup/restore-backup.ts'
import { fixSettings, hashRows } from '../../server/backup/tables.ts'
import { writeBackup } from '../../server/backup/write-backup.ts'
import { createReadServices } from '../../server/composition/read-services.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureRowSecurity } from '../../server/warehouse/row-security.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import type { Ground, Result } from './ground.ts'
import { startServerProcess } from './server-process.ts'

export interface RestoreDrillOptions {
  readonly ground: Ground
  /** Puts in what is to be backed up. */
  readonly fill: (database: Database, dataDirectory: string) => Promise<void>
  readonly region: string
  /** Also starts the whole program over the restored data. */
  readonly serve?: boolean
}

/**
 * Backs up a database while files keep coming in, restores it into an empty one, and compares: every table's rows,
 * the audit chain, the ledger, and what screens are answered.
 */
export async function run({ ground, fill, region, serve = false }: RestoreDrillOptions): Promise<Result> {
  const violations: string[] = []
  const home = (name: string) => path.join(ground.folder, name)
  const source = await ground.createDatabase()
  await mkdir(home('source'), { recursive: true })
  await migrate(source.database)
  await ensureTables(source.database, datasets.values())
  await ensureRowSecurity(source.database, datasets.values())
  await fill(source.database, home('source'))
  await writeAudit(source.database, 40)
  const before = await readAnswers(source.database, region)

  const coming = keepLoading(source.database, home('source'))
  const started = performance.now()
  const { manifest } = await writeBackup(
    { database: source.database, dataDirectory: home('source') },
    home('backup'),
  )
  const backupMs = performance.now() - started
  const loadedMeanwhile = await coming.stop()

  const { manifest: checked } = await checkBackup(home('backup'))
  const target = await ground.createDatabase()
  await mkdir(home('target'), { recursive: true })
  const restoring = performance.now()
  await restoreBackup(
    { database: target.database, dataDirectory: home('target'), datasets: [...datasets.values()] },
    home('backup'),
    checked,
  )
  const restoreMs = performance.now() - restoring

  violations.push(...(await compareTables(target.database, manifest.tables)))
  violations.push(...(await checkLedger(target.database)))
  const { broken, count } = await verifyAudit(target.database)
  if (broken !== null) violations.push(`审计链在第 ${broken.sequence} 条断开：${broken.reason}`)
  if (count < 40) violations.push(`审计记录只有 ${count} 条`)
  const after = await readAnswers(target.database, region)
  for (const [name, answer] of before)
    if (after.get(name) !== answer) violations.push(`${name} 的回答不同：${after.get(name)?.slice(0, 200)}`)
  // What is added to the restored data continues where it ended.
  await writeAudit(target.database, 3)
  const further = await verifyAudit(target.database)
  if (further.broken !== null || further.count !== count + 3) violations.push('恢复后的审计链不能续写')
  const again = await loadOne(target.database, home('target'), 999_999)
  if (again !== null) violations.push(`恢复后不能载入：${again}`)
  if (serve) violations.push(...(await startOver(target.url, home('target'))))

  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  return {
    title: '恢复演练',
    asked: '逐表行散列一致，审计链成立，回答一致',
    measured:
      `${manifest.tables.length} 张表 ${rows} 行，${manifest.files.length} 个文件，备份期间另载入 ${loadedMeanwhile} 批；` +
      `备份 ${(backupMs / 1000).toFixed(1)} 秒、恢复 ${(restoreMs / 1000).toFixed(1)} 秒；` +
      `审计 ${count} 条；${before.size} 个回答；不符 ${violations.length}`,
    violations,
  }
}

async function writeAudit(database: Database, entries: number): Promise<void> {
  const trail = createAuditTrail(database, () => new Date())
  for (let number = 0; number < entries; number++)
    await trail.write({
      username: 'operator',
      role: 'operator',
      event: '恢复演练',
      object: `第 ${number} 项`,
      result: '200',
      address: '127.0.0.1',
      requestId: `drill-${number}`,
      beforeDigest: null,
      afterDigest: null,
    })
  await trail.close()
}

/** Files that come in one after another; a fault of one is thrown when they are stopped. */
function keepLoading(database: Database, dataDirectory: string): { stop(): Promise<number> } {
  let coming = true
  const loading = (async () => {
    let number = 0
    while (coming) {
      const fault = await loadOne(database, dataDirectory, number)
      if (fault !== null) throw new Error(fault)
      number++
    }
    return number
  })()
  return {
    stop() {
      coming = false
      return loading
    },
  }
}

/** @returns what went wrong. */
async function loadOne(database: Database, dataDirectory: string, number: number): Promise<string | null> {
  const lines = Array.from(
    { length: 60 },
    (_, row) => `演示演练企业${row}有限公司,演示称号${number},2024,省级`,
  )
  const { error, accepted } = await ingest(database, {
    dataset: 'public/honour',
    source: 'drill',
    delivery: {
      name: `${number}.csv`,
      format: 'csv',
      content: { records: () => lines.map((line) => recordOf(line)) },
    },
    dataDirectory,
  })
  return error?.message ?? (accepted === lines.length ? null : `接受 ${accepted} 行，应为 ${lines.length}`)
}

function recordOf(line: string): Record<string, string> {
  const [name = '', kind = '', year = '', level = ''] = line.split(',')
  return { 企业名称: name, 荣誉名称: kind, 年份: year, 认定级别: level }
}

async function compareTables(database: Database, tables: readonly StoredTable[]): Promise<string[]> {
  const client = await database.pool.connect()
  const differing: string[] = []
  try {
    await client.query('begin')
    await fixSettings(client)
    for (const table of tables) {
      // Later structure may record itself.
      if (table.name.startsWith('kysely_migration')) continue
      const { rows, rowHash } = await hashRows(client, table)
      if (rows !== table.rows || rowHash !== table.rowHash)
        differing.push(`${table.schema}.${table.name}：${rows} 行，备份 ${table.rows} 行`)
    }
    return differing
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** One moment: a batch that is not loaded has no rows, one that is has all of them. */
async function checkLedger(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{
    id: number
    status: string
    inserted: number
    present: number
  }>(
    `select b.id, b.status, b.inserted, (select count(*) from public_warehouse.honour h where h.batch_id = b.id) as present
     from brain.batch b where b.source = 'drill'`,
  )
  return rows
    .filter(({ status, inserted, present }) => present !== (status === 'loaded' ? inserted : 0))
    .map(({ id, status, present }) => `批次 ${id}（${status}）有 ${present} 行`)
}

/** What screens show, as JSON by name. */
async function readAnswers(database: Database, region: string): Promise<ReadonlyMap<string, string>> {
  const services = await createReadServices({ platform: database, database }, () => Promise.resolve())
  const answers = new Map<string, string>()
  for (const realm of ['demonstration', 'actual'] as const) {
    for (const { id } of services.metrics.list())
      answers.set(
        `${realm} ${id}`,
        JSON.stringify(await services.metrics.read({ metric: id, region, realm })),
      )
    for (const { id } of await services.chain.list())
      answers.set(`${realm} ${id}`, JSON.stringify(await services.chain.graph({ chain: id, region, realm })))
  }
  answers.set('alerts', JSON.stringify((await services.alerts.read({ limit: 100 })).items))
  return answers
}

async function startOver(databaseUrl: string, dataDirectory: string): Promise<string[]> {
  const server = await startServerProcess(dataDirectory, { databaseUrl })
  try {
    const found: string[] = []
    for (const url of ['/api/health', '/api/batches?limit=5', '/api/metrics', '/api/enterprises?limit=5']) {
      const answer = await fetch(`${server.address}${url}`, { headers: { cookie: server.cookie } })
      if (answer.status !== 200) found.push(`${url}: ${answer.status} ${(await answer.text()).slice(0, 200)}`)
    }
    return found
  } finally {
    await server.stop()
  }
}
