import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

const root = path.resolve(import.meta.dirname, '../..')

/** First start after install to a usable dashboard, later starts, and the script a cockpit loads first. */
export async function benchStart(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  try {
    await rm(path.join(root, 'web/dist'), { recursive: true, force: true })
    const first = await startAndStop(home)
    const later = []
    for (let run = 0; run < 3; run++) later.push(await startAndStop(home))
    console.log(`首次启动（含构建页面、载入示范数据包、计算）：${first.toFixed(1)} 秒（上限 90）`)
    console.log(`再次启动：${later.map((seconds) => seconds.toFixed(1)).join('、')} 秒（上限 5）`)
    const size = await firstLoad()
    console.log(`驾驶舱首屏脚本（gzip，不含延迟的图表）：${(size / 1024).toFixed(0)} KB（上限 350）`)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Seconds until the dashboard answers. */
async function startAndStop(home: string): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: home, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /http:\/\/localhost:\d+/.exec(output)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`服务没有启动（${code}）：${output}`)))
  })
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`首页答复 ${answer.status}`)
  const seconds = (performance.now() - started) / 1000
  child.kill('SIGINT')
  await new Promise((resolve) => child.once('exit', resolve))
  return seconds
}

/** Bytes of the scripts index.html names, of what they import statically, and of the cockpit's own page. */
async function firstLoad(): Promise<number> {
  const assets = path.join(root, 'web/dist/assets')
  const html = await readFile(path.join(root, 'web/dist/index.html'), 'utf8')
  const cockpit = (await readdir(assets)).filter((file) => /^cockpit.*\.js$/.test(file))
  const wanted = [...html.matchAll(/assets\/([^"']+\.js)/g)].map((match) => match[1] ?? '').concat(cockpit)
  const seen = new Set<string>()
  let bytes = 0
  while (wanted.length > 0) {
    const file = wanted.pop()
    if (file === undefined || seen.has(file)) continue
    seen.add(file)
    const source = await readFile(path.join(assets, file))
    bytes += gzipSync(source).length
    for (const [, name] of source.toString().matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g))
      if (name !== undefined) wanted.push(name)
  }
  return bytes
}

if (import.meta.main) await benchStart()
