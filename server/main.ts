import path from 'node:path'
import process from 'node:process'
import { sql } from 'kysely'
import {
  bindDemonstrationEnterprise,
  demonstrationAccounts,
  demonstrationPassword,
  syncDemonstrationAccounts,
} from './access/accounts.ts'
import { ensureFirstAdministrators, ensureInitialOperator } from './access/first-accounts.ts'
import { currentViewer } from './access/viewing.ts'
import { readAlerts } from './alerts/read.ts'
import { createServer } from './api/server.ts'
import { readGradeOf } from './catalogue/grade-overrides.ts'
import { createActivity } from './composition/activity.ts'
import { type Background, startBackground } from './composition/background.ts'
import { createIngestServices } from './composition/ingest-services.ts'
import { createReadServices } from './composition/read-services.ts'
import { readConnectorOptions } from './composition/connector-options.ts'
import { createConsoleProgress } from './composition/console-progress.ts'
import { type Schedule, startSchedule } from './composition/schedule.ts'
import { buildWeb } from './composition/web-build.ts'
import { type Config, readConfig } from './config.ts'
import { datasets } from './datasets/registry.ts'
import { readConnectors, readPacks } from './ingest/connectors.ts'
import { recoverBatches } from './ingest/recover.ts'
import { attachRealtime } from './realtime/realtime.ts'
import { type Database, openDatabase } from './warehouse/database.ts'
import { startSupervisedPostgres } from './warehouse/supervised-postgres.ts'
import { readSourceRow } from './composition/source-row.ts'
import { migrate } from './warehouse/migrate.ts'
import { ensureRowSecurity } from './warehouse/row-security.ts'
import { ensureTables } from './warehouse/tables.ts'
import { openViewerDatabase } from './warehouse/viewer-database.ts'

const demonstrationPack = 'demo'

/** What ends the parts, in the order they were started. */
type Closers = (() => Promise<unknown> | void)[]

/** collect → write → fuse → build → measure → check → serve → publish; undone in reverse on the way out. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const closers: Closers = []
  const close = closeOnce(closers)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit()))
  try {
    const afterLoss: (() => Promise<unknown>)[] = []
    const databaseUrl = config.databaseUrl ?? (await startOwnDatabase(config, closers, afterLoss))
    const database = await openDatabase(databaseUrl, { maximumConnections: 16 })
    closers.push(() => database.close())
    await migrate(database)
    await ensureTables(database, datasets.values())
    await ensureRowSecurity(database, datasets.values(), await readGradeOf(database))
    await recoverBatches(database, config.dataDirectory)
    afterLoss.push(() => recoverBatches(database, config.dataDirectory, 'before the database'))
    closers.push(keepRecovering(database, config.dataDirectory))

    const background = startBackground(databaseUrl, config.dataDirectory)
    closers.push(() => background.close())
    // A process of its own: a file handed in must not wait for figures being computed.
    const compute = startBackground(databaseUrl, config.dataDirectory)
    closers.push(() => compute.close())
    const [webRoot] = await Promise.all([
      buildWeb(() => console.log('正在构建页面…')),
      loadDemonstration(config, database, { background, compute }),
    ])
    await syncDemonstrationAccounts(database, config.demonstration)
    await ensureFirstAccounts(config, database)
    await serve({ config, database, databaseUrl, background, compute, webRoot, closers, afterLoss })
  } catch (error) {
    await close()
    throw error
  }
}

/** What lets people in outside demonstration mode; in it the demonstration accounts serve. */
async function ensureFirstAccounts({ operator, demonstration }: Config, database: Database): Promise<void> {
  if (operator === null) return
  await ensureInitialOperator(database, operator)
  if (demonstration) return
  const created = await ensureFirstAdministrators(database, operator)
  if (created.length > 0)
    console.log(`首任管理员账号：${created.join('、')}；口令为 BRAIN_ADMIN_PASSWORD，首次登录须修改。`)
}

const recoverEveryMs = 60_000

/**
 * A session of a killed process may outlive it by the statement it is in, and its batch with it; one that is
 * killed alone leaves its batch behind too.
 * @returns how to stop
 */
function keepRecovering(database: Database, dataDirectory: string): () => void {
  const timer = setInterval(() => {
    recoverBatches(database, dataDirectory, 'a minute ago').catch(() => undefined)
  }, recoverEveryMs)
  return () => clearInterval(timer)
}

/** @param afterLoss run in order when the database had died and serves again. */
async function startOwnDatabase(
  config: Config,
  closers: Closers,
  afterLoss: readonly (() => Promise<unknown>)[],
): Promise<string> {
  const postgres = await startSupervisedPostgres(path.join(config.dataDirectory, 'postgres'), {
    onLost: (message) => console.error(message),
    onRestored: async () => {
      for (const step of afterLoss) await step()
      console.error('数据库已恢复')
    },
  })
  closers.push(() => postgres.stop())
  return postgres.url
}

/** Loads the demonstration pack once; a first start that was interrupted is taken up where it ended. */
async function loadDemonstration(
  config: Config,
  database: Database,
  { background, compute }: Pick<Parts, 'background' | 'compute'>,
): Promise<void> {
  const progress = createConsoleProgress()
  if (config.demonstration && !(await isLoaded(database, demonstrationPack))) {
    console.log('首次启动：正在载入示范数据包（虚构数据）')
    const { failures, batches } = await background.run(
      { kind: 'pack', pack: demonstrationPack },
      progress.show,
    )
    progress.clear()
    for (const { connector, error } of failures) console.error(`· ${connector} 未能运行：${error}`)
    for (const batch of batches)
      if (batch.error !== null) console.error(`· ${batch.fileName}：${batch.error.message}`)
  }
  await compute.run({ kind: 'refresh' }, progress.show)
  progress.clear()
}

/** Every connector of the pack has ended well at least once. */
async function isLoaded(database: Database, name: string): Promise<boolean> {
  const pack = (await readPacks()).get(name)
  if (pack === undefined) throw new Error(`缺少数据包 seeds/packs/${name}.ts`)
  const { rows } = await sql<{ missing: number }>`
    select count(*)::int as missing from unnest(${pack.connectors.map(({ id }) => id)}::text[]) as wanted(source)
    where not exists (select from brain.source_state state
      where state.source = wanted.source and state.last_status in ('loaded', 'repeated', 'empty'))`.execute(
    database.kysely,
  )
  return rows[0]?.missing === 0
}

interface Parts {
  readonly config: Config
  readonly database: Database
  readonly databaseUrl: string
  /** Loads. */
  readonly background: Background
  /** Computes what follows loads. */
  readonly compute: Background
  readonly webRoot: string
  readonly closers: Closers
  readonly afterLoss: (() => Promise<unknown>)[]
}

async function serve(parts: Parts): Promise<void> {
  const { config, database, databaseUrl, background, compute, webRoot, closers, afterLoss } = parts
  const connectors = await readConnectors()
  const options = await readConnectorOptions(config.dataDirectory)
  const viewers = openViewerDatabase(databaseUrl, currentViewer, { maximumConnections: 16 })
  closers.push(() => viewers.close())
  let publish = async (): Promise<void> => undefined
  let push: Parameters<typeof createActivity>[1] = () => undefined
  const activity = createActivity(connectors, (progress) => push(progress))

  // Asked for again while it runs, it runs once more: what came meanwhile may have been missed.
  let refreshing: Promise<void> | null = null
  let again: Promise<void> | null = null
  const refreshOnce = async (): Promise<void> => {
    try {
      await compute.run({ kind: 'refresh' }, activity.note)
      activity.computed()
    } catch (error) {
      activity.fail('compute', error instanceof Error ? error.message : String(error))
    } finally {
      refreshing = null
    }
    await bindDemonstrationEnterprise(database)
    await publish()
  }
  const refresh = (): Promise<void> => {
    if (refreshing === null) return (refreshing = refreshOnce())
    again ??= refreshing.then(() => {
      again = null
      return (refreshing = refreshOnce())
    })
    return again
  }
  // What was being computed when the database died.
  afterLoss.push(refresh)

  let schedule: Schedule | null = null
  const nextRun = (connector: string) => schedule?.nextRun(connector) ?? null
  const ingest = createIngestServices({
    database,
    background,
    activity,
    connectors,
    options,
    refresh,
    nextRun,
  })
  const read = await createReadServices({ platform: database, database: viewers }, refresh)
  const app = await createServer({
    config,
    database: viewers,
    platform: database,
    webRoot,
    services: {
      ...read,
      ingest,
      lineage: {
        row: (query) => readSourceRow(viewers, { connectors, dataDirectory: config.dataDirectory }, query),
      },
    },
  })
  closers.push(() => app.close())
  const realtime = await attachRealtime({
    app,
    database,
    alerts: { read: (query) => readAlerts(database, query) },
    trustProxy: config.trustProxy,
  })
  closers.push(() => realtime.close())
  publish = () => realtime.publish()
  push = (progress) => realtime.progress(progress)

  schedule = startSchedule(database, { connectors, options }, (connector, start) =>
    ingest.runToEnd(connector, '定时', start),
  )
  closers.push(() => schedule?.stop())

  await app.listen({ port: config.port, host: config.host })
  const address = app.server.address()
  announce(config, typeof address === 'object' && address !== null ? address.port : config.port)
}

function announce(config: Config, port: number): void {
  const host = config.host === '0.0.0.0' || config.host === '127.0.0.1' ? 'localhost' : config.host
  console.log(`\n产业大脑已启动：http://${host}:${port}`)
  if (!config.demonstration) return
  const accounts = demonstrationAccounts
    .map(({ username, displayName }) => `${username}（${displayName}）`)
    .join('、')
  console.log(
    `演示账号：${accounts}\n演示口令：${demonstrationPassword}\n示范数据为虚构，页面均标注“演示数据”。按 Ctrl-C 停止。\n`,
  )
}

/** Undoes everything started, last first; a part that fails to close does not hold the others. */
function closeOnce(closers: Closers): () => Promise<void> {
  let closing: Promise<void> | null = null
  return () =>
    (closing ??= (async () => {
      for (const step of closers.toReversed())
        try {
          await step()
        } catch (error) {
          console.error(`停止时出错：${error instanceof Error ? error.message : String(error)}`)
        }
    })())
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
