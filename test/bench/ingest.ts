import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { datasets } from '../../server/datasets/registry.ts'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { bareCopy, pgloaderCopy } from './ingest/bare-copy.ts'
import { benchRollups } from './ingest/rollup-figures.ts'
import { runImporter, type ImporterAnswer } from './ingest/run-importer.ts'
import { writeRegistrations } from './registration-file.ts'

// node test/bench/ingest.ts [--rows 1000000] [--rounds 3] [--facts 10000000] [--skip rollups,pgloader,large]
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    facts: { type: 'string', default: '10000000' },
    skip: { type: 'string', default: '' },
  },
})
const rows = Number(values.rows)
const skipped = new Set(values.skip.split(','))

const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'))
const database = await openDatabase(postgres.url)
try {
  await migrate(database)
  await ensureTables(database, datasets.values())
  const file = (name: string): string => path.join(home, `${name}.csv`)
  const bytes = await writeRegistrations(file('first'), rows)
  await writeRegistrations(file('same'), rows, { trailingLine: true })
  await writeRegistrations(file('changed'), rows, { changedEvery: 10 })
  console.log(`企业登记 ${rows} 行，${(bytes / 1e6).toFixed(0)} MB；同一台服务器上与 psql \\copy 交替进行`)
  await compare(file)
  if (!skipped.has('pgloader')) await comparePgloader(file('first'))
  if (!skipped.has('large')) await measureLarge()
  if (!skipped.has('rollups')) await benchRollups(database, Number(values.facts))
} finally {
  await database.close()
  await postgres.stop()
  await rm(home, { recursive: true, force: true })
}

interface Step {
  readonly title: string
  readonly limit: number
  readonly ratios: number[]
  readonly answers: ImporterAnswer[]
}

/** Each step beside a \copy before and one after it. */
async function compare(file: (name: string) => string): Promise<void> {
  const step = (title: string, limit: number): Step => ({ title, limit, ratios: [], answers: [] })
  const steps = {
    stage: step('校验并写入暂存', 1),
    first: step('首次载入到底（含历史、台账、索引）', 2.5),
    same: step('内容未变的文件再载入', 1.5),
    changed: step('一成行有变', 2.5),
  }
  const copy = () => bareCopy(database, postgres.url, file('first'))
  await copy()
  for (let round = 0; round < Number(values.rounds); round++) {
    await clear(database)
    let before = await copy()
    for (const [name, { ratios, answers }] of Object.entries(steps)) {
      const answer = await runImporter(
        postgres.url,
        name === 'stage' ? 'stage' : 'load',
        file(name === 'stage' ? 'first' : name),
        home,
      )
      const after = await copy()
      ratios.push(answer.milliseconds / ((before + after) / 2))
      answers.push(answer)
      console.log(
        `  第 ${round + 1} 轮 ${name}：${answer.milliseconds.toFixed(0)} 毫秒（处理器 ${answer.cpuSeconds.toFixed(1)} 秒，${answer.megabytes.toFixed(0)} MB，${JSON.stringify(answer.phases)}），\\copy ${before.toFixed(0)} 与 ${after.toFixed(0)} 毫秒`,
      )
      before = after
    }
    check(steps)
  }
  for (const { title, limit, ratios, answers } of Object.values(steps)) {
    const memory = Math.max(...answers.map((answer) => answer.megabytes))
    console.log(
      `${title}：\\copy 的 ${median(ratios).toFixed(2)} 倍（上限 ${limit}；各轮 ${ratios.map((ratio) => ratio.toFixed(2)).join('、')}），内存最多 ${memory.toFixed(0)} MB（上限 300）`,
    )
  }
}

function check(steps: Readonly<Record<'stage' | 'first' | 'same' | 'changed', Step>>): void {
  const last = ({ answers }: Step): string => {
    const { read, inserted, updated, unchanged } = answers.at(-1)!
    return [read, inserted, updated, unchanged].join()
  }
  const changed = Math.ceil(rows / 10)
  const found = [last(steps.first), last(steps.same), last(steps.changed)].join(' ')
  const expected = `${rows},${rows},0,0 ${rows},0,0,${rows} ${rows},0,${changed},${rows - changed}`
  if (found !== expected) throw new Error(`载入的行数不对：${found}，应为 ${expected}`)
}

async function clear(target: Database): Promise<void> {
  await target.pool.query(
    `truncate public_warehouse.enterprise_registration, public_warehouse.enterprise_registration_history,
     brain.quarantine, brain.batch cascade`,
  )
}

async function comparePgloader(file: string): Promise<void> {
  await clear(database)
  const own = await runImporter(postgres.url, 'load', file, home)
  const other = await pgloaderCopy(database, postgres.url, file, home)
  if (other === null) console.log('缺少 pgloader（Debian：apt-get install pgloader），未比较')
  else {
    console.log(
      `pgloader ${(other / 1000).toFixed(1)} 秒，本引擎载入到底 ${(own.milliseconds / 1000).toFixed(1)} 秒：快 ${(other / own.milliseconds).toFixed(1)} 倍（下限 5）`,
    )
  }
}

/** Memory does not follow the size of the file. */
async function measureLarge(): Promise<void> {
  const large = path.join(home, 'large.csv')
  const bytes = await writeRegistrations(large, rows * 4)
  const { megabytes, read } = await runImporter(postgres.url, 'stage', large, home)
  await rm(large)
  console.log(
    `${read} 行、${(bytes / 1e6).toFixed(0)} MB 的文件：内存最多 ${megabytes.toFixed(0)} MB（上限 300）`,
  )
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
