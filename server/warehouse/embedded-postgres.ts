import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, openSync, closeSync } from 'node:fs'
import { mkdir, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isAlive, prepareCluster, postgresIdentity, type Cluster } from './postgres-cluster.ts'

export interface EmbeddedPostgres {
  /** Connection string of the application's own role, not a superuser, on loopback. */
  readonly url: string
  /** Process id of the postmaster. */
  readonly processId: number
  /** Clean shutdown, unless another process of this machine still uses the same server. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Loopback port; by default any free one. */
  readonly port?: number
  /** False trades crash safety for speed: only for data that is thrown away. */
  readonly durable?: boolean
}

const startAttempts = 8
const readyWithinMs = 120_000
const stopWithinMs = 60_000

/**
 * Starts the bundled PostgreSQL over `dataDirectory`, creating the cluster on first use.
 * A server already running there (`npm run load` beside `npm start`) is shared; one left behind by a
 * killed process is taken over; after a crash PostgreSQL replays its log.
 * @throws Error with the tail of the server log when it cannot be started.
 */
export async function startEmbeddedPostgres(
  dataDirectory: string,
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(path.resolve(dataDirectory))
  for (let attempt = 1; ; attempt++) {
    try {
      return await use(cluster, (await findRunning(cluster)) ?? (await launch(cluster, options)))
    } catch (error) {
      // The free port may be taken meanwhile, another process may have won the start, or sessions of a
      // killed postmaster may still be ending.
      if (attempt === startAttempts) throw error
      await sleep(200 * attempt)
    }
  }
}

interface Running {
  readonly processId: number
  readonly port: number
}

async function launch(cluster: Cluster, options: EmbeddedPostgresOptions): Promise<Running> {
  const port = options.port ?? (await freePort(await portBefore(cluster)))
  await removeForeignLock(cluster)
  const logPath = path.join(cluster.directory, 'postgres.log')
  await rotateLog(logPath)
  const log = openSync(logPath, 'a', 0o600)
  const settings = serverSettings(port, options.durable ?? true)
  const child = spawn(
    path.join(cluster.binaries, 'bin', 'postgres'),
    ['-D', cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Its own process group, so that Ctrl-C in a terminal reaches the application first.
    { ...postgresIdentity(), cwd: cluster.data, detached: true, stdio: ['ignore', log, log] },
  )
  closeSync(log)
  child.unref()
  let exit: string | undefined
  child.once('error', (error) => (exit = error.message))
  child.once('exit', (code, signal) => (exit ??= `exit ${code ?? signal}`))
  const deadline = Date.now() + readyWithinMs
  while (exit === undefined && Date.now() < deadline) {
    const running = await findRunning(cluster)
    if (running) return running
    await sleep(25)
  }
  if (exit === undefined) child.kill('SIGQUIT')
  throw new Error(
    `内置 PostgreSQL 未能启动（${exit ?? '等待超时'}）。日志 ${logPath}：\n${await tail(logPath)}`,
  )
}

/** Sized for a small machine (2 cores): memory follows what there is. Values in the server's own units. */
function serverSettings(port: number, durable: boolean): Record<string, string | number> {
  const megabytes = Math.floor(totalmem() / 1024 / 1024)
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: 100,
    shared_buffers: `${Math.max(64, Math.min(512, Math.floor(megabytes / 8)))}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(megabytes / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '256MB',
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    // No replicas: a table filled in the transaction that emptied it needs no log.
    wal_level: 'minimal',
    max_wal_senders: 0,
    // pglz, the only method in these binaries, costs a mass update more time than the bytes it saves.
    wal_compression: 'off',
    checkpoint_completion_target: 0.9,
    random_page_cost: 1.1,
    // Queries here are short; compiling them costs more than it saves.
    jit: 'off',
    synchronous_commit: durable ? 'on' : 'off',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    // A statement of a client that is gone ends, and its locks with it.
    client_connection_check_interval: '2s',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    log_min_duration_statement: '5s',
    timezone: 'Asia/Shanghai',
    log_timezone: 'Asia/Shanghai',
  }
}

/** The postmaster that postmaster.pid names, if it accepts this cluster's password and serves its data. */
async function findRunning(cluster: Cluster): Promise<Running | undefined> {
  const lines = (await readFile(path.join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '')).split(
    '\n',
  )
  const processId = Number(lines[0])
  const port = Number(lines[3])
  // The eighth line is written once connections are accepted; a dead process leaves the file behind.
  if (!lines[7]?.startsWith('ready') || !isAlive(processId) || !(port > 0)) return undefined
  try {
    await asSuperuser(cluster, port, (client) => client.query('select 1'))
    return { processId, port }
  } catch {
    return undefined
  }
}

/**
 * After a reboot or in a new container the process id in postmaster.pid may belong to another program.
 * PostgreSQL would then refuse to start; it still checks its shared memory once the file is gone.
 */
async function removeForeignLock(cluster: Cluster): Promise<void> {
  const lock = path.join(cluster.data, 'postmaster.pid')
  const processId = Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10)
  if (process.platform !== 'linux' || !isAlive(processId)) return
  const workingDirectory = await readlink(`/proc/${processId}/cwd`).catch(() => undefined)
  if (workingDirectory !== cluster.data) await rm(lock, { force: true })
}

/** Notes this use of the server in a file, so that only the last user to leave stops it. */
async function use(cluster: Cluster, running: Running): Promise<EmbeddedPostgres> {
  await createApplicationDatabase(cluster, running.port)
  await mkdir(usersDirectory(cluster), { recursive: true })
  const mark = path.join(usersDirectory(cluster), `${running.processId}-${process.pid}-${randomUUID()}`)
  await writeFile(mark, '')
  let stopping: Promise<void> | undefined
  return {
    url: `postgres://brain:${cluster.password}@127.0.0.1:${running.port}/brain`,
    processId: running.processId,
    stop: () => (stopping ??= release(cluster, running, mark)),
  }
}

async function release(cluster: Cluster, running: Running, mark: string): Promise<void> {
  await rm(mark, { force: true })
  for (const user of await readdir(usersDirectory(cluster))) {
    const [server, program] = user.split('-').map(Number)
    if (server === running.processId && isAlive(program ?? 0)) return
    await rm(path.join(usersDirectory(cluster), user), { force: true })
  }
  if (!isAlive(running.processId)) return
  // SIGINT is PostgreSQL's fast shutdown: sessions end, a checkpoint is written.
  process.kill(running.processId, 'SIGINT')
  const deadline = Date.now() + stopWithinMs
  while (existsSync(path.join(cluster.data, 'postmaster.pid')) && isAlive(running.processId)) {
    if (Date.now() > deadline) throw new Error(`内置 PostgreSQL（进程 ${running.processId}）未在 60 秒内停止`)
    await sleep(20)
  }
}

/** The application connects as an ordinary role that owns its database, as it would on an outside server. */
async function createApplicationDatabase(cluster: Cluster, port: number): Promise<void> {
  await asSuperuser(cluster, port, async (client) => {
    // Held to the end of the session: another process may be doing the same.
    await client.query('select pg_advisory_lock(1)')
    const role = await client.query(`select from pg_roles where rolname = 'brain'`)
    if (role.rowCount === 0) {
      await client.query(`create role brain login createdb password ${pg.escapeLiteral(cluster.password)}`)
      await client.query('grant pg_checkpoint, pg_read_all_stats, pg_signal_backend to brain')
    }
    // See roles.ts: who owns the tables, who reads for a user, and that loading passes row-level security.
    const roles = await client.query(`select from pg_roles where rolname in ('brain_owner', 'brain_viewer')`)
    if (roles.rowCount !== 2) {
      await client.query('create role brain_owner nologin')
      await client.query('create role brain_viewer nologin')
      await client.query('grant brain_owner, brain_viewer to brain')
      await client.query('alter role brain bypassrls')
    }
    const database = await client.query(`select from pg_database where datname = 'brain'`)
    if (database.rowCount === 0) await client.query('create database brain owner brain')
  })
}

async function asSuperuser<T>(
  cluster: Cluster,
  port: number,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: cluster.password,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  })
  // The server may be killed while the connection is open; the query then rejects as well.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function usersDirectory(cluster: Cluster): string {
  return path.join(cluster.directory, 'users')
}

/** Of a server that crashed: programs that used it look for it there again. 0 where it was shut down. */
async function portBefore(cluster: Cluster): Promise<number> {
  const lock = await readFile(path.join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '')
  return Number(lock.split('\n')[3] ?? 0) || 0
}

/** @param wanted taken where it is free; 0 = any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))))
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('没有可用的本机端口')),
      )
    })
  })
}

async function rotateLog(logPath: string): Promise<void> {
  const text = await readFile(logPath, 'utf8').catch(() => '')
  if (text.length > 8_000_000) await writeFile(logPath, text.slice(-1_000_000))
}

async function tail(logPath: string): Promise<string> {
  const text = await readFile(logPath, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-12).join('\n')
}
