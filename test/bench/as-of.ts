import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { refreshAll } from '../../server/composition/refresh.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { loadPack } from '../../server/ingest/pack.ts'
import { openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureRowSecurity } from '../../server/warehouse/row-security.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import type { ServerStarted, StartRequest } from './route-server.ts'

const asOf = '2026-05'
/** Statements are planned and sessions opened at another date, so that nothing of `asOf` is kept yet. */
const warmUp = '2026-04'
const rounds = 24

/**
 * Reads of the demonstration data as of a past month, in turn with the same reads of the present: one after another,
 * each of another firm or page, so that no as-of answer was put together before.
 */
async function benchAsOf(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const server = fork(path.join(import.meta.dirname, 'route-server.ts'))
  try {
    const database = await openDatabase(postgres.url)
    await migrate(database)
    await ensureTables(database, datasets.values())
    await ensureRowSecurity(database, datasets.values())
    await loadPack(database, 'demo', { dataDirectory: home })
    await refreshAll(database)
    await database.pool.query('vacuum analyze')
    await database.close()
    const { port, headers } = await new Promise<ServerStarted>((resolve, reject) => {
      server.once('message', (message) => resolve(message as ServerStarted))
      server.once('exit', (code) => reject(new Error(`基准服务器意外结束（${code}）`)))
      server.send({
        kind: 'ours',
        url: postgres.url,
        queries: [],
        dataDirectory: home,
      } satisfies StartRequest)
    })
    const read = async (address: string): Promise<{ took: number; text: string }> => {
      const started = performance.now()
      const answer = await fetch(`http://127.0.0.1:${port}${address}`, { headers })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${address}: ${answer.status} ${text}`)
      return { took: performance.now() - started, text }
    }
    await compare(await chooseReads(async (address) => (await read(address)).text), async (address) => {
      return (await read(address)).took
    })
  } finally {
    server.kill()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

interface Read {
  readonly title: string
  /** Ends in ? or with parameters; another at every turn. */
  readonly address: (turn: number) => string
}

/** As many firms and pages as there are turns, warm-up included. */
async function chooseReads(read: (address: string) => Promise<string>): Promise<readonly Read[]> {
  const codes: string[] = []
  const cursors: string[] = []
  for (let cursor = ''; cursors.length < 2 * rounds;) {
    const page = JSON.parse(await read(`/api/enterprises?limit=50${cursor}`)) as {
      items: { creditCode: string }[]
      nextCursor: string | null
    }
    if (page.nextCursor === null) throw new Error(`演示企业不足 ${2 * rounds} 页`)
    codes.push(...page.items.map(({ creditCode }) => creditCode))
    cursor = `&cursor=${page.nextCursor}`
    cursors.push(cursor)
  }
  const firm = (turn: number) => `/api/enterprises/${codes[turn * 7]}`
  return [
    { title: '企业列表', address: (turn) => `/api/enterprises?limit=50${cursors[turn]}` },
    { title: '企业详情', address: (turn) => `${firm(turn)}?` },
    { title: '供应交易', address: (turn) => `${firm(turn)}/transactions?` },
    { title: '能源计量', address: (turn) => `${firm(turn)}/energy?` },
    { title: '指标', address: () => '/api/metrics/cluster-scale?region=370000&chain=rubber-tyre' },
    { title: '告警', address: (turn) => `/api/alerts?limit=${turn + 1}` },
  ]
}

async function compare(reads: readonly Read[], time: (address: string) => Promise<number>): Promise<void> {
  for (const { title, address } of reads) {
    for (let turn = rounds; turn < 2 * rounds; turn++) {
      await time(address(turn))
      await time(`${address(turn)}&asOf=${warmUp}`)
    }
    const now: number[] = []
    const then: number[] = []
    for (let turn = 0; turn < rounds; turn++) {
      now.push(await time(address(turn)))
      then.push(await time(`${address(turn)}&asOf=${asOf}`))
    }
    const [present, past] = [median(now), median(then)]
    console.log(
      `${title}：现行 ${present.toFixed(1)} ms，截至 ${asOf} ${past.toFixed(1)} ms，比 ${(past / present).toFixed(2)}（≤ 2）`,
    )
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

if (import.meta.main) await benchAsOf()
