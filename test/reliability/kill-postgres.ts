import { setTimeout as sleep } from 'node:timers/promises'
import { Check } from 'typebox/value'
import { Batch } from '../../server/api/schemas/dataset.ts'
import { Problem } from '../../server/api/schemas/shared.ts'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { sequence, type Result } from './ground.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'

export interface KillPostgresOptions {
  /** Data directory of the server to be started; made where it is missing. */
  readonly folder: string
  readonly kills: number
  readonly seed?: number
  readonly onKill?: (done: number) => void
}

const dataset = 'public/honour'
const rows = 400
/** Files in turn say something else about the same records. */
const kinds = 4
const readers = 3
const longestAwayMs = 60_000
const reads = [
  '/api/health',
  '/api/session',
  '/api/sources',
  '/api/batches?limit=5',
  '/api/enterprises?limit=5',
]

/**
 * Kills PostgreSQL under the running program while files come in and pages are read: the postmaster, and every
 * third time a single one of its sessions. The program must stay, answer 503 with a problem document meanwhile, and
 * come back by itself with every file that it had confirmed, once.
 */
export async function run({ folder, kills, seed = 7_031, onKill }: KillPostgresOptions): Promise<Result> {
  const server = await startServerProcess(folder)
  const random = sequence(seed)
  const violations: string[] = []
  const traffic = new Traffic(server, violations)
  const away: number[] = []
  let underWay = 0
  try {
    traffic.start()
    // The first load is under way.
    await sleep(200)
    for (let kill = 1; kill <= kills; kill++) {
      await sleep(random() * 600)
      const killed = kill % 3 === 0 ? await sessionOf(server) : await server.postgres()
      if (traffic.loading) underWay++
      const killedAt = performance.now()
      if (!Number.isNaN(killed)) process.kill(killed, 'SIGKILL')
      if (!(await isBack(server))) {
        violations.push(`${kill}: the server is not back after ${longestAwayMs / 1000} s`)
        break
      }
      away.push(performance.now() - killedAt)
      await traffic.settle()
      for (const found of await check(server, traffic)) violations.push(`${kill}: ${found}`)
      traffic.go()
      onKill?.(kill)
    }
  } finally {
    await traffic.stop()
    await server.stop()
  }
  if (!/数据库已恢复/.test(server.output())) violations.push('nothing was restored: no postmaster was hit')
  const longest = Math.max(...away, 0) / 1000
  const median = (away.toSorted((a, b) => a - b)[Math.floor(away.length / 2)] ?? 0) / 1000
  return {
    title: 'kill -9 数据库',
    asked: `${kills} 次：违反 0，服务不重启`,
    measured:
      `${kills} 次，${underWay} 次正在载入；违反 ${violations.length} 次；恢复中位 ${median.toFixed(1)} 秒、最长 ${longest.toFixed(1)} 秒；` +
      `确认的文件 ${traffic.confirmed} 份；读 ${traffic.answered} 次，其中 503 ${traffic.unavailable} 次`,
    violations,
  }
}

/** Files one after another and readers beside them. */
class Traffic {
  /** What the rows must be: key → level. */
  readonly expected = new Map<string, string>()
  confirmed = 0
  answered = 0
  unavailable = 0
  loading = false
  readonly #server: ServerProcess
  readonly #violations: string[]
  readonly #tasks: Promise<void>[] = []
  #stopped = false
  #paused = false
  #idle = false

  constructor(server: ServerProcess, violations: string[]) {
    this.#server = server
    this.#violations = violations
  }

  start(): void {
    this.#tasks.push(this.#load())
    for (let reader = 0; reader < readers; reader++) this.#tasks.push(this.#read(reader))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#tasks)
  }

  /** Until the file under way is in, and no next one comes. */
  async settle(): Promise<void> {
    this.#paused = true
    while (!this.#idle) await sleep(10)
  }

  go(): void {
    this.#paused = false
  }

  async #load(): Promise<void> {
    for (let number = 0; !this.#stopped; number++) {
      while (this.#paused && !this.#stopped) {
        this.#idle = true
        await sleep(5)
      }
      this.#idle = false
      const level = ['国家级', '省级', '市级'][number % 3] ?? '省级'
      const lines = Array.from({ length: rows }, (_, row) => [
        `演示压力企业${row}有限公司`,
        `演示称号${number % kinds}`,
        '2024',
        level,
        // Makes every file another one.
        `第${number}批`,
      ])
      // One record of each file cannot be accepted.
      lines.push(['演示压力企业有限公司', '演示称号', '二〇二四', level, ''])
      const text = [
        '企业名称,荣誉名称,年份,认定级别,批次或项目',
        ...lines.map((cells) => cells.join(',')),
      ].join('\n')
      for (;;) {
        const status = await this.#upload(`${number}.csv`, text)
        if (status === 'loaded') break
        if (this.#stopped) return
        await sleep(50)
      }
      this.confirmed++
      for (const [name, kind, , level_, batch] of lines.slice(0, -1))
        this.expected.set(`${name} ${kind}`, `${level_} ${batch}`)
    }
  }

  async #upload(name: string, text: string): Promise<'loaded' | 'again'> {
    const form = new FormData()
    form.set('file', new Blob([text]), name)
    this.loading = true
    const answer = await this.#ask(`/api/datasets/${dataset}/batches`, { method: 'POST', body: form })
    this.loading = false
    if (answer === null || answer.status === 503) return 'again'
    if ((answer.status === 201 || answer.status === 200) && Check(Batch, answer.body)) return 'loaded'
    this.#violations.push(`upload: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
    return 'again'
  }

  async #read(reader: number): Promise<void> {
    for (let number = reader; !this.#stopped; number++) {
      const url = reads[number % reads.length] ?? '/api/health'
      const answer = await this.#ask(url)
      if (answer !== null && answer.status !== 200 && answer.status !== 503)
        this.#violations.push(`${url}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
      await sleep(20)
    }
  }

  /** Null where the program itself did not answer, which it must. */
  async #ask(url: string, init: RequestInit = {}): Promise<{ status: number; body: unknown } | null> {
    const { address, cookie } = this.#server
    try {
      const answer = await fetch(`${address}${url}`, { ...init, headers: { cookie, origin: address } })
      const body: unknown = await answer.json()
      this.answered++
      if (answer.status === 503) this.unavailable++
      if (answer.status >= 400 && !Check(Problem, body))
        this.#violations.push(`${url}: ${answer.status} without a problem document`)
      return { status: answer.status, body }
    } catch (error) {
      this.#violations.push(`${url}: ${reasonOf(error)}`)
      await sleep(100)
      return null
    }
  }
}

/** fetch says only that it failed; the cause says why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return [error, cause].map((each) => (each instanceof Error ? each.message : '')).join(' ')
}

async function isBack({ address }: ServerProcess): Promise<boolean> {
  const deadline = performance.now() + longestAwayMs
  // The loss has to be felt first.
  await sleep(100)
  while (performance.now() < deadline) {
    const answer = await fetch(`${address}/api/health`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status === 200) return true
    await sleep(50)
  }
  return false
}

async function inspect<T>(server: ServerProcess, look: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(await server.databaseUrl(), { maximumConnections: 1 })
  try {
    return await look(database)
  } finally {
    await database.close()
  }
}

/** One session that is at work, else any. */
async function sessionOf(server: ServerProcess): Promise<number> {
  return inspect(server, async ({ pool }) => {
    const { rows: sessions } = await pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       order by state = 'active' desc, state = 'idle in transaction' desc limit 1`,
    )
    return sessions[0]?.pid ?? NaN
  }).catch(() => NaN)
}

async function check(server: ServerProcess, { expected }: Traffic): Promise<string[]> {
  return inspect(server, async ({ pool }) => {
    const query = async (text: string) => (await pool.query<Record<string, unknown>>(text)).rows
    const found: string[] = []
    const current = await query(
      `select enterprise_name || ' ' || kind as key, level || ' ' || batch as value from public_warehouse.honour`,
    )
    if (current.length !== expected.size) found.push(`${current.length} rows, expected ${expected.size}`)
    const wrong = current.filter((row) => expected.get(String(row.key)) !== row.value)
    if (wrong.length > 0) found.push(`${wrong.length} rows differ, e.g. ${JSON.stringify(wrong[0])}`)
    const [ledger] = await query(`
      select count(*) filter (where status = 'running') as running,
        count(*) filter (where status = 'loaded') - count(distinct file_sha256) filter (where status = 'loaded') as twice,
        count(*) filter (where status = 'loaded' and quarantined <> 1) as quarantine,
        (select count(*) from brain.quarantine q join brain.batch b on b.id = q.batch_id and b.status <> 'loaded') as stray,
        (select count(*) from public_warehouse.honour h left join brain.batch b on b.id = h.batch_id and b.status = 'loaded'
         where b.id is null) as orphans
      from brain.batch`)
    for (const [name, count] of Object.entries(ledger ?? {}))
      if (count !== 0) found.push(`ledger: ${String(count)} ${name}`)
    return found
  })
}
