import { fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ingestInto } from '../../server/ingest/ingest.ts'
import { recoverBatches } from '../../server/ingest/recover.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { checkRollup } from '../../server/warehouse/rollups.ts'
import { loadingDay, sample } from './sample-dataset.ts'

export interface KillReport {
  readonly kills: number
  /** Loads that were under way, not finished and not yet begun, when they were killed. */
  readonly interrupted: number
  /** Phase the killed loads were in. */
  readonly phases: Readonly<Record<string, number>>
  /** What was not as it must be, with the number of the kill. */
  readonly violations: readonly string[]
}

const loader = fileURLToPath(new URL('./loader-process.ts', import.meta.url))
const rows = 6_000

/** File `number`: some rows are new, some change, the rest are known; one is wrong. */
function fileText(number: number): string {
  const lines = ['code,month,name,amount,state']
  for (let row = 0; row < rows; row++) {
    const code = `${String.fromCharCode(65 + (row % 26))}${String(Math.floor(row / 26) % 100).padStart(2, '0')}`
    const month = `${2000 + Math.floor(row / 2600)}-0${1 + (number % 9)}`
    lines.push(
      `${code},${month},${row % 7 === number % 7 ? '改' : '甲'},${row % 11},${row % 3 === 0 ? '存续' : ''}`,
    )
  }
  lines.push('A01,2024-01,,,')
  return `${lines.join('\n')}\n`
}

/**
 * Kills loads with SIGKILL at random moments; after each, recovers as a start does and loads the file again. Whatever
 * happened before, the rows must then be those of an uninterrupted load: none lost, none double.
 */
export async function killLoads(
  database: Database,
  url: string,
  dataDirectory: string,
  kills: number,
  options: { readonly broken?: boolean; readonly random?: () => number } = {},
): Promise<KillReport> {
  const { random = Math.random } = options
  const phases: Record<string, number> = {}
  const violations: string[] = []
  const expected = new Map<string, string>()
  let interrupted = 0
  let typical = 600
  for (let kill = 1; kill <= kills; kill++) {
    const text = fileText(kill)
    const file = path.join(dataDirectory, `file-${kill}.csv`)
    await writeFile(file, text)
    const source = `kill/${kill}`
    const outcome = await runAndKill(
      url,
      file,
      source,
      dataDirectory,
      random() * typical,
      options.broken === true,
    )
    typical = outcome.finished ? Math.max(200, typical * 0.9) : Math.min(3000, typical * 1.1)
    phases[outcome.phase] = (phases[outcome.phase] ?? 0) + 1
    if (!outcome.finished && outcome.phase !== 'not begun') interrupted++

    await waitForSessions(database)
    await recoverBatches(database, dataDirectory)
    const again = await ingestInto(database, sample, {
      dataset: sample.id,
      source,
      delivery: { name: 'file.csv', format: 'csv', content: { path: file } },
      dataDirectory,
      now: loadingDay,
    })
    if (again.error !== null) violations.push(`${kill}: ${again.error.message}`)
    for (const line of text.trimEnd().split('\n').slice(1, -1)) {
      const [code, month, name, amount, state] = line.split(',')
      expected.set(`${code} ${month}`, `${name} ${Number(amount) * 100} ${state}`)
    }
    for (const violation of await check(database, expected, source)) violations.push(`${kill}: ${violation}`)
  }
  return { kills, interrupted, phases, violations }
}

function runAndKill(
  url: string,
  file: string,
  source: string,
  dataDirectory: string,
  afterMs: number,
  broken: boolean,
): Promise<{ readonly phase: string; readonly finished: boolean }> {
  return new Promise((resolve, reject) => {
    const child = fork(loader, [url, file, source, dataDirectory, ...(broken ? ['broken'] : [])])
    let phase = 'not begun'
    let timer: NodeJS.Timeout | undefined
    child.on('message', (message) => {
      if (typeof message === 'string') phase = message
      // Node's own start is no part of a load: the time runs from the first sign of it.
      timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs)
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve({ phase, finished: code === 0 })
    })
  })
}

/** The server notices a lost client at its next read; recovery may come before that only by its locks. */
async function waitForSessions(database: Database): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const { rows: busy } = await database.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and state <> 'idle' and backend_type = 'client backend'`,
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
