import { fork, type ChildProcess } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ingestInto } from '../../server/ingest/ingest.ts'
import { recoverBatches } from '../../server/ingest/recover.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { checkRollup } from '../../server/warehouse/rollups.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { loadingDay, sample } from '../ingest/sample-dataset.ts'
import { sequence, type Ground, type Result } from './ground.ts'
import type { LoaderFault, LoadOrder } from './loader-process.ts'

export interface KillIngestOptions {
  readonly ground: Ground
  readonly kills: number
  /** A loader that is wrong on purpose: the harness has to notice. */
  readonly fault?: LoaderFault
  readonly seed?: number
  readonly onKill?: (done: number) => void
}

const loader = fileURLToPath(new URL('./loader-process.ts', import.meta.url))
const rows = 3000
const months = 4
const loaderName = 'killed-loader'
const phasesAimedAt = ['connected', 'staging', 'merging'] as const

/** File `number`: some rows are new, some change, the rest are known; one is wrong. */
function fileText(number: number): string {
  const lines = ['code,month,name,amount,state']
  for (let row = 0; row < rows; row++) {
    const code = `${String.fromCharCode(65 + (row % 26))}${String(Math.floor(row / 26) % 100).padStart(2, '0')}`
    const month = `${2000 + Math.floor(row / 2600)}-0${1 + (number % months)}`
    // Seven names in turn over the rows of a month: no two files are alike.
    const name = row % 7 === number % 7 ? `改${number}` : '甲'
    lines.push(`${code},${month},${name},${row % 11},${row % 3 === 0 ? '存续' : ''}`)
  }
  lines.push('A01,2024-01,,,')
  return `${lines.join('\n')}\n`
}

/**
 * Kills loads with SIGKILL at random moments; after each, recovers as a start does and loads the file again. Whatever
 * happened before, the rows must then be those of an uninterrupted load: none lost, none double.
 */
export async function run(options: KillIngestOptions): Promise<Result> {
  const { ground, kills, fault = null, seed = 20_260_315, onKill = () => undefined } = options
  const { url, database } = await ground.createDatabase()
  await migrate(database)
  await ensureTables(database, [sample])
  const random = sequence(seed)
  const phases: Record<string, number> = {}
  const violations: string[] = []
  const expected = new Map<string, string>()
  let interrupted = 0
  let typical = 120
  let next = start()
  try {
    for (let kill = 1; kill <= kills; kill++) {
      const text = fileText(kill)
      const file = path.join(ground.folder, 'file.csv')
      await writeFile(file, text)
      const source = `kill/${kill}`
      const order: LoadOrder = {
        url: `${url}?application_name=${loaderName}`,
        file,
        source,
        dataDirectory: ground.folder,
        fault,
      }
      const running = await next
      // Node starts while this one is being checked.
      next = start()
      // Some of the time falls into the merge, which is short.
      const from = phasesAimedAt[Math.floor(random() * phasesAimedAt.length)] ?? 'connected'
      const outcome = await tellAndKill(running, order, from, random() * typical)
      typical = outcome.finished ? Math.max(30, typical * 0.9) : Math.min(3000, typical * 1.1)
      phases[outcome.phase] = (phases[outcome.phase] ?? 0) + 1
      if (!outcome.finished && outcome.phase !== 'ready' && outcome.phase !== 'connected') interrupted++

      await waitForSessions(database)
      await recoverBatches(database, ground.folder)
      const again = await ingestInto(database, sample, {
        dataset: sample.id,
        source,
        delivery: { name: 'file.csv', format: 'csv', content: { path: file } },
        dataDirectory: ground.folder,
        now: loadingDay,
      })
      if (again.error !== null) violations.push(`${kill}: ${again.error.message}`)
      for (const line of text.trimEnd().split('\n').slice(1, -1)) {
        const [code, month, name, amount, state] = line.split(',')
        expected.set(`${code} ${month}`, `${name} ${Number(amount) * 100} ${state}`)
      }
      for (const found of await check(database, expected, source)) violations.push(`${kill}: ${found}`)
      await rm(path.join(ground.folder, 'originals'), { recursive: true, force: true })
      onKill(kill)
    }
  } finally {
    ;(await next).kill('SIGKILL')
  }
  const share = ((interrupted / kills) * 100).toFixed(0)
  return {
    title: 'kill -9 载入进程',
    asked: `${kills} 次：丢失 0，重复 0`,
    measured: `${kills} 次，打断进行中的载入 ${interrupted} 次（${share} %）；违反 ${violations.length} 次；阶段 ${JSON.stringify(phases)}`,
    violations,
  }
}

async function start(): Promise<ChildProcess> {
  const child = fork(loader)
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`载入进程没有启动（${code}）`)))
  })
  return child
}

function tellAndKill(
  child: ChildProcess,
  order: LoadOrder,
  from: string,
  afterMs: number,
): Promise<{ readonly phase: string; readonly finished: boolean }> {
  return new Promise((resolve) => {
    let phase = 'ready'
    let timer: NodeJS.Timeout | undefined
    child.on('message', (message) => {
      if (typeof message === 'string') phase = message
      if (phase === from) timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve({ phase, finished: code === 0 })
    })
    child.send(order)
  })
}

/** The server notices a lost client at its next read; until then its locks say that the batch is being worked on. */
async function waitForSessions(database: Database): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const { rows: busy } = await database.pool.query(
      'select from pg_stat_activity where datname = current_database() and application_name = $1',
      [loaderName],
    )
    if (busy.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('sessions of the killed process do not end')
}

async function check(
  database: Database,
  expected: ReadonlyMap<string, string>,
  source: string,
): Promise<string[]> {
  const query = async (text: string, values: unknown[] = []) =>
    (await database.pool.query<Record<string, unknown>>(text, values)).rows
  const found: string[] = []
  const current = await query(
    `select code || ' ' || month as key, name || ' ' || amount || ' ' || coalesce(state, '') as value
     from public_warehouse.sample`,
  )
  if (current.length !== expected.size) found.push(`${current.length} rows, expected ${expected.size}`)
  const wrong = current.filter((row) => expected.get(String(row.key)) !== row.value)
  if (wrong.length > 0) found.push(`${wrong.length} rows differ, e.g. ${JSON.stringify(wrong[0])}`)
  const ledger = await query('select status, quarantined from brain.batch where source = $1', [source])
  const loaded = ledger.filter((row) => row.status === 'loaded')
  if (loaded.length !== 1) found.push(`${loaded.length} loaded batches of one file`)
  if (ledger.some((row) => row.status === 'running')) found.push('a batch is still running')
  const [quarantine] = await query(
    'select count(*) as n from brain.quarantine q join brain.batch b on b.id = q.batch_id where b.source = $1',
    [source],
  )
  if (quarantine?.n !== 1) found.push(`${String(quarantine?.n)} quarantined records, expected 1`)
  const [orphans] = await query(
    `select count(*) as n from public_warehouse.sample s left join brain.batch b on b.id = s.batch_id and b.status = 'loaded'
     where b.id is null`,
  )
  if (orphans?.n !== 0) found.push(`${String(orphans?.n)} rows of no loaded batch`)
  const staging = await query(`select relname from pg_class where relname like 'staging\\_%'`)
  if (staging.length > 0) found.push(`staging left: ${staging.map((row) => String(row.relname)).join()}`)
  const indexes = await query(
    `select 1 from pg_indexes where schemaname = 'public_warehouse' and tablename = 'sample'`,
  )
  if (indexes.length !== 4) found.push(`${indexes.length} indexes, expected 4`)
  for (const rollup of sample.rollups ?? []) {
    const differences = await checkRollup(database, sample, rollup)
    if (differences > 0) found.push(`${differences} groups of roll-up ${rollup.name} differ`)
  }
  return found
}
