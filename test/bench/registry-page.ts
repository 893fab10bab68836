import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { columnsOf, dataset as datasetOf, datasets, tableName } from '../../server/datasets/registry.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import { runConnector } from '../../server/ingest/run-connector.ts'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureRowSecurity } from '../../server/warehouse/row-security.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { loadHttp, type LoadResult, type LoadTarget } from './http-load.ts'
import type { PageServerRequest } from './page-server.ts'
import type { ServerStarted } from './route-server.ts'

const users = 50
const rounds = 5
const seconds = 4
const addresses = 4000
const registry = datasetOf('public/enterprise-registration')
/** What a correction of a tenth of the register is said to hold from. */
const corrected = new Date('2026-06-01T00:00:00+08:00')
const before = '2026-05-01'

/**
 * A page of 50 rows of the register of Shandong, filtered by up to two columns and sorted by any: every user asks
 * for one page after another, each another filter, sort and page. Then the same pages as of a day before a tenth
 * of the rows were corrected, in turn with the current ones.
 */
export async function benchRegistryPage(dataFolder: string): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const server = fork(path.join(import.meta.dirname, 'page-server.ts'))
  try {
    const database = await openDatabase(postgres.url)
    const asked = await prepare(database, home, dataFolder)
    await database.close()
    const { port, headers } = await new Promise<ServerStarted>((resolve, reject) => {
      server.once('message', (message) => resolve(message as ServerStarted))
      server.once('exit', (code) => reject(new Error(`基准服务器意外结束（${code}）`)))
      server.send({ url: postgres.url, dataDirectory: home } satisfies PageServerRequest)
    })
    const current: LoadTarget = { port, headers, paths: asked }
    const past: LoadTarget = { port, headers, paths: asked.map((address) => `${address}&asOf=${before}`) }
    await coldReads(current)
    for (const target of [current, past]) await loadHttp(target, users, 3)
    const results: { current: LoadResult[]; past: LoadResult[] } = { current: [], past: [] }
    for (let round = 0; round < rounds; round++) {
      results.current.push(await loadHttp(current, users, seconds))
      results.past.push(await loadHttp(past, users, seconds))
    }
    report('登记信息一页（任一列筛选、任一列排序）', results.current)
    report(`同样的页，${before} 时点`, results.past)
    const ratio = median(results.past.map(({ p50 }, round) => p50 / (results.current[round]?.p50 ?? NaN)))
    console.log(`时点读取与当前读取的中位耗时之比 ${ratio.toFixed(2)}（≤ 2）`)
  } finally {
    server.kill()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** The first read by each column builds its order; nobody else is waiting then. */
async function coldReads({ port, headers = {} }: LoadTarget): Promise<void> {
  const took: number[] = []
  for (const [name] of columnsOf(registry)) {
    const started = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}${pathOf({ sort: name })}`, { headers })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
    took.push(performance.now() - started)
  }
  console.log(
    `各列首次排序（建立次序）${Math.min(...took).toFixed(0)}–${Math.max(...took).toFixed(0)} ms，共 ${(took.reduce((sum, value) => sum + value, 0) / 1000).toFixed(1)} 秒`,
  )
}

function report(title: string, results: readonly LoadResult[]): void {
  const middle = (read: (result: LoadResult) => number) => median(results.map(read)).toFixed(0)
  const failures = results.reduce((sum, result) => sum + result.failures, 0)
  console.log(
    `${title}：${users} 个用户，p50 ${middle(({ p50 }) => p50)} ms，p95 ${middle(({ p95 }) => p95)} ms（< 100），` +
      `p99 ${middle(({ p99 }) => p99)} ms，${middle(({ perSecond }) => perSecond)} 次/秒` +
      (failures > 0 ? `；${failures} 次失败` : ''),
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

function pathOf(parameters: Readonly<Record<string, string>>): string {
  return `/api/datasets/${registry.id}/rows?${new URLSearchParams({ limit: '50', ...parameters }).toString()}`
}

async function prepare(database: Database, home: string, dataFolder: string): Promise<string[]> {
  await migrate(database)
  await ensureTables(database, datasets.values())
  await ensureRowSecurity(database, datasets.values())
  console.log('准备：载入山东企业登记信息，并更正其中十分之一…')
  await runConnector(database, 'public/shandong-registry', { dataDirectory: home, dataFolder })
  await correctSome(database, home)
  await database.pool.query('vacuum analyze')
  return chooseAddresses(database)
}

/** Every tenth row once more, with another address and capital. */
async function correctSome(database: Database, home: string): Promise<void> {
  const names = columnsOf(registry).map(([name]) => name)
  const { rows } = await database.pool.query<Record<string, string | number | boolean | null>>(
    `select ${names.map((name) => `"${name}"`).join(', ')} from ${tableName(registry)} where row_id % 10 = 0`,
  )
  const records = rows.map((row) =>
    Object.fromEntries(
      names.map((name) => {
        const value = row[name]
        if (value === null || value === undefined) return [name, '']
        if (registry.columns[name]?.type === 'money') return [name, String(Number(value) / 100 + 1)]
        if (typeof value === 'boolean') return [name, value ? '是' : '否']
        return [name, name === 'address' ? `${String(value)}（更正）` : String(value)]
      }),
    ),
  )
  const result = await ingest(database, {
    dataset: registry.id,
    source: 'bench/correction',
    delivery: {
      name: '更正.csv',
      format: 'records',
      effectiveAt: corrected,
      content: { records: () => records },
    },
    dataDirectory: home,
  })
  if (result.updated < rows.length / 2) throw new Error(`更正没有载入：${JSON.stringify(result)}`)
}

/** Filters with values and words that occur, picked at random. */
async function chooseAddresses(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<Record<string, string | number | boolean | null>>(
    `select ${columnsOf(registry)
      .map(([name]) => `"${name}"`)
      .join(', ')} from ${tableName(registry)} order by md5(row_id::text) limit ${addresses}`,
  )
  const columns = columnsOf(registry)
  const random = seeded(20_261_101)
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const conditionOf = (
    name: string,
    type: string,
    value: string | number | boolean | null | undefined,
  ): string | null => {
    if (value === null || value === undefined) return null
    const text = String(value)
    if (type === 'boolean') return value === true ? '是' : '否'
    if (type === 'date') return pick([`${text}..`, `..${text}`, `${text.slice(0, 4)}-01-01..${text}`])
    if (type === 'money') return `${Math.floor(Number(value) / 200)}..${Math.ceil(Number(value) / 50)}`
    if (/_code$|_currency$|enterprise_type/.test(name)) return `=${text}`
    const characters = [...text]
    const at = random(Math.max(1, characters.length - 2))
    return characters
      .slice(at, at + 2)
      .join('')
      .replace(/^=/, '')
  }
  return rows.map((row) => {
    const parameters: Record<string, string> = {}
    const [sorted] = pick(columns)
    parameters['sort'] = `${pick(['', '-'])}${sorted}`
    for (let filters = random(3); filters > 0; filters--) {
      const [name, { type }] = pick(columns)
      const condition = conditionOf(name, type, row[name])
      if (condition !== null && condition !== '') parameters[`filter.${name}`] = condition
    }
    const page = pick([0, 0, 0, 1, 2, 5, 20])
    if (page > 0) parameters['cursor'] = String(page * 50)
    return pathOf(parameters)
  })
}

/** The same addresses at every run. */
function seeded(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647
    return state % bound
  }
}

if (import.meta.main) await benchRegistryPage(process.argv[2] ?? '../shared/data')
