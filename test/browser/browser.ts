import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser } from 'playwright-core'

const run = promisify(execFile)
const modules = path.join(import.meta.dirname, '../../node_modules')
const cache = path.join(modules, '.cache/browser')

/** Web security stays on: these flags only keep the browser quiet and independent of the machine. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

/**
 * A headless Chromium with a Chinese font: CHROMIUM_PATH, else the system's, else the one packed in
 * @sparticuz/chromium, unpacked on first use (about 3 s, 250 MB in node_modules/.cache).
 * @throws Error saying what to install when there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, libraries } = await findChromium()
  const environment: Record<string, string> = { FONTCONFIG_FILE: await writeFontConfiguration() }
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined) environment[name] ??= value
  if (libraries)
    environment['LD_LIBRARY_PATH'] = [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':')
  return await chromium.launch({
    executablePath,
    headless: true,
    // Containers and root have no user namespaces for the sandbox; only our own pages are opened.
    chromiumSandbox: false,
    args: flags,
    env: environment,
  })
}

interface Chromium {
  readonly executablePath: string
  /** Folder with shared libraries that the machine lacks. */
  readonly libraries?: string
}

async function findChromium(): Promise<Chromium> {
  const chosen = process.env['CHROMIUM_PATH']
  if (chosen) {
    if (await answers({ executablePath: chosen })) return { executablePath: chosen }
    throw new Error(`CHROMIUM_PATH 指向 ${chosen}，但它不能运行。${howToInstall}`)
  }
  for (const executablePath of systemCandidates()) {
    if (existsSync(executablePath) && (await answers({ executablePath }))) return { executablePath }
  }
  const packed = await unpackChromium()
  if (packed && (await answers(packed))) return packed
  throw new Error(`没有可用的 Chromium 浏览器。${howToInstall}`)
}

const howToInstall =
  '请安装后重试：Debian/Ubuntu 执行 apt-get install chromium，macOS 执行 brew install --cask chromium，' +
  '或设 CHROMIUM_PATH 为 Chromium / Chrome 的可执行文件。'

function systemCandidates(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)
  return [
    ...folders.flatMap((folder) => names.map((name) => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ]
}

async function answers({ executablePath, libraries }: Chromium): Promise<boolean> {
  const env = libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env
  try {
    await run(executablePath, ['--version', '--no-sandbox'], { env, timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

async function unpackChromium(): Promise<Chromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const manifest = JSON.parse(
    readFileSync(path.join(modules, '@sparticuz/chromium/package.json'), 'utf8'),
  ) as {
    version: string
  }
  const home = path.join(cache, `chromium-${manifest.version}`)
  if (!existsSync(home)) {
    await mkdir(cache, { recursive: true })
    const draft = await mkdtemp(path.join(cache, 'draft-'))
    // The named environment makes the package unpack its shared libraries as well.
    const env = { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
    await run(process.execPath, [path.join(import.meta.dirname, 'unpack-chromium.ts')], { env })
    // Another test file may have finished the same work first.
    await rename(draft, home).catch(() => rm(draft, { recursive: true, force: true }))
  }
  const executablePath = path.join(home, 'chromium')
  const linked = await run('ldd', [executablePath]).catch(() => ({ stdout: 'not found' }))
  const complete = !linked.stdout.includes('not found')
  return complete ? { executablePath } : { executablePath, libraries: path.join(home, 'al2023/lib') }
}

/** Headless machines carry no Chinese font: text would be measured and drawn as empty boxes. */
async function writeFontConfiguration(): Promise<string> {
  await mkdir(cache, { recursive: true })
  const file = path.join(cache, 'fonts.conf')
  const family = 'Noto Sans S Chinese'
  const aliases = ['sans-serif', 'serif', 'monospace', 'system-ui', 'PingFang SC', 'Microsoft YaHei']
  const draft = `${file}.${process.pid}`
  await writeFile(
    draft,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(modules, '@embedpdf/fonts-sc/fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path.join(cache, 'fontconfig')}</cachedir>
${aliases.map((alias) => `  <alias binding="same"><family>${alias}</family><prefer><family>${family}</family></prefer></alias>`).join('\n')}
</fontconfig>
`,
  )
  await rename(draft, file)
  return file
}
