import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { refreshAll } from '../../server/composition/refresh.ts'
import { loadPack } from '../../server/ingest/pack.ts'
import { run as clock, settings } from './clock.ts'
import { run as corruptFiles } from './corrupt-files.ts'
import { openGround, type Ground, type Result } from './ground.ts'
import { run as killIngest } from './kill-ingest.ts'
import { run as killPostgres } from './kill-postgres.ts'
import { run as reconnects } from './reconnects.ts'
import { run as restoreDrill } from './restore-drill.ts'

// npm run reliability [-- name …] [--full]: each harness in turn, its figure beside the one asked for.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false } },
})
const { full } = values
const sized = (whole: number, short: number): number => (full ? whole : short)
const progress = (of: number) => (done: number) => {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001b[K${done} / ${of}${done === of ? '\r\u001b[K' : ''}`)
}

const harnesses: Readonly<Record<string, (ground: Ground) => Promise<Result>>> = {
  'kill-ingest': (ground) =>
    killIngest({ ground, kills: sized(1000, 20), onKill: progress(sized(1000, 20)) }),
  'kill-postgres': ({ folder }) =>
    killPostgres({
      folder: path.join(folder, 'server'),
      kills: sized(100, 6),
      onKill: progress(sized(100, 6)),
    }),
  'corrupt-files': (ground) =>
    corruptFiles({ ground, filesPerFormat: sized(240, 40), onFile: progress(sized(720, 120)) }),
  'api-fuzz': ({ folder }) => apiFuzz(path.join(folder, 'api-fuzz.json'), sized(10_000, 300)),
  clock: (ground) =>
    clock({ ground, pack: full ? 'demo' : null, settings: full ? settings : settings.slice(0, 4) }),
  'restore-drill': (ground) =>
    restoreDrill({
      ground,
      region: '370500',
      serve: full,
      async fill(database, dataDirectory) {
        await loadPack(database, 'demo', { dataDirectory })
        await refreshAll(database)
      },
    }),
  reconnects: (ground) => reconnects({ ground, sockets: sized(1000, 50), reconnects: sized(1000, 50) }),
}

/** Its server is that of the API's tests, which lives in the test runner. */
async function apiFuzz(resultFile: string, requestsPerRole: number): Promise<Result> {
  const vitest = path.resolve(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', 'test/reliability/api-fuzz.test.ts'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, API_FUZZ_REQUESTS: String(requestsPerRole), API_FUZZ_RESULT: resultFile },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await new Promise((resolve) => child.once('exit', resolve))
  return JSON.parse(await readFile(resultFile, 'utf8')) as Result
}

const unknown = positionals.filter((name) => !(name in harnesses))
if (unknown.length > 0) {
  console.error(`没有名为 ${unknown.join('、')} 的检验；可用：${Object.keys(harnesses).join('、')}`)
  process.exit(2)
}

let failed = 0
for (const [name, run] of Object.entries(harnesses)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const started = performance.now()
  // The program of kill-postgres brings its own server, the API's tests theirs.
  const ground = ['kill-postgres', 'api-fuzz'].includes(name) ? await bareFolder() : await openGround()
  try {
    const { title, asked, measured, violations } = await run(ground)
    const verdict = violations.length === 0 ? '合格' : '不合格'
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    console.log(`${name} | ${title}：${asked} | ${measured} | ${verdict}（${seconds} 秒）`)
    for (const violation of violations.slice(0, 20)) console.log(`  · ${violation}`)
    if (violations.length > 0) failed++
  } catch (error) {
    failed++
    console.log(
      `${name} | 没有完成：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  } finally {
    await ground.close()
  }
}
process.exitCode = failed === 0 ? 0 : 1

async function bareFolder(): Promise<Ground> {
  const folder = await mkdtemp(path.join(tmpdir(), 'industry-brain-reliability-'))
  return {
    folder,
    createDatabase: () => Promise.reject(new Error('这项检验没有数据库')),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
