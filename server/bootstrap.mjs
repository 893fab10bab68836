// Runs before every npm command, on whatever Node the machine has (plain JavaScript, Node 18 or later):
// installs exactly what package-lock.json names when node_modules differs, and makes sure that the
// command after it finds a Node that runs TypeScript.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const modules = path.join(root, 'node_modules')
const stamp = path.join(modules, '.stamp')
const oldestNode = { major: 24, minor: 12 }

const lock = readFileSync(path.join(root, 'package-lock.json'))
const wanted = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')

if (read(stamp) !== wanted) {
  if (!isInstalled()) install()
  requireNode()
  writeFileSync(stamp, wanted)
}

/** True after `npm install` by hand: npm's own record of node_modules agrees with the lockfile. */
function isInstalled() {
  const record = read(path.join(modules, '.package-lock.json'))
  if (record === undefined) return false
  const present = packagesOf(record)
  return Object.entries(packagesOf(lock.toString())).every(([location, entry]) => {
    if (location === '') return true
    const found = present[location]
    if (found) return found.version === entry.version
    // Packages for other platforms are left out.
    return entry.optional === true && !isForThisMachine(entry)
  })
}

/**
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Package
 * @param {string} text of a lockfile
 * @returns {Record<string, Package>} by location
 */
function packagesOf(text) {
  /** @type {unknown} */
  const parsed = JSON.parse(text)
  return /** @type {{ packages: Record<string, Package> }} */ (parsed).packages
}

/** @param {Package} entry */
function isForThisMachine({ os, cpu, libc }) {
  if (!os && !cpu) return false
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  const library = report.header.glibcVersionRuntime ? 'glibc' : 'musl'
  return (
    (!os || os.includes(process.platform)) &&
    (!cpu || cpu.includes(process.arch)) &&
    (!libc || libc.includes(library))
  )
}

function install() {
  console.log('正在按 package-lock.json 安装依赖（首次约一分钟）…')
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, PATH: pathOutsideModules() }
  // What npm passes to its scripts would reach the inner npm as its own options.
  for (const name of Object.keys(environment)) {
    if (/^npm_(lifecycle|package|command|node_execpath|config_local_prefix)/.test(name))
      delete environment[name]
  }
  // The outer command may ask for production packages only; the tools are needed all the same.
  const result = spawnSync('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (result.error)
    fail(`无法运行 npm：${result.error.message}。请安装 Node.js 与 npm（https://nodejs.org）后重试。`)
  if (result.status !== 0)
    fail(`npm ci 失败（退出码 ${result.status ?? result.signal}），请检查网络或镜像源设置后重试。`)
}

/** node_modules/.bin/node is replaced while npm runs, so npm itself must run on the machine's Node. */
function pathOutsideModules() {
  const bin = path.join('node_modules', '.bin')
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((directory) => !directory.endsWith(bin))
    .join(path.delimiter)
}

/** npm puts node_modules/.bin first in PATH; where the package has no Node for the platform, the machine's counts. */
function requireNode() {
  const bundled = path.join(modules, '.bin', 'node')
  const command = existsSync(bundled) ? bundled : 'node'
  const version = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: pathOutsideModules() },
  })
  const found = (version.stdout ?? '').trim().replace(/^v/, '')
  const [major = 0, minor = 0] = found.split('.').map(Number)
  if (major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)) return
  fail(
    `需要 Node.js ${oldestNode.major}.${oldestNode.minor} 或以上，当前是 ${found || '（无法运行）'}（${process.platform}-${process.arch}）。` +
      '请从 https://nodejs.org 安装后重试。',
  )
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** @param {string} message */
function fail(message) {
  console.error(message)
  process.exit(1)
}
