import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery } from '../contract.ts'

export interface WatchedFolder {
  readonly folder: string
  /** A file is taken once size and time of change have stood still for so long. */
  readonly stableMilliseconds: number
  readonly signal: AbortSignal
  readonly now: Date
}

/** What programs put beside a file while they write it, and what the system puts anywhere. */
const unfinished = /^[.~]|\.(?:tmp|part|partial|crdownload|filepart)$/i

/**
 * One pass over the folder: each finished file, oldest first. Asking for the next says that the file is loaded, and
 * it is moved to done/; stopping at a file says that it failed, and it is moved to failed/, where it can be looked
 * at and put back. Files still being written wait for the next pass.
 */
export async function* watchedFiles(watched: WatchedFolder): AsyncGenerator<Delivery> {
  const { folder, signal } = watched
  for (const name of await finishedFiles(watched)) {
    if (signal.aborted) return
    const file = path.join(folder, name)
    let loaded = false
    try {
      yield { name, format: 'auto', content: { path: file } }
      loaded = true
    } finally {
      // A run that is stopped from outside says nothing about the file.
      if (loaded || !signal.aborted) await setAside(file, loaded ? 'done' : 'failed', watched.now)
    }
  }
}

interface Seen {
  readonly name: string
  readonly size: number
  readonly changed: number
}

async function finishedFiles({
  folder,
  stableMilliseconds,
  signal,
}: WatchedFolder): Promise<readonly string[]> {
  const before = await look(folder)
  if (before.length === 0) return []
  await sleep(stableMilliseconds, undefined, { signal })
  const after = new Map((await look(folder)).map((seen) => [seen.name, seen]))
  return before
    .filter(({ name, size, changed }) => {
      const now = after.get(name)
      return size > 0 && now?.size === size && now.changed === changed
    })
    .toSorted((a, b) => a.changed - b.changed || a.name.localeCompare(b.name))
    .map(({ name }) => name)
}

async function look(folder: string): Promise<readonly Seen[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Error(`无法读取监视文件夹 ${folder}`, { cause: error })
  })
  const files = entries.filter((entry) => entry.isFile() && !unfinished.test(entry.name))
  const seen = await Promise.all(
    files.map(async ({ name }): Promise<Seen | undefined> => {
      // A file may be taken away between the listing and the look.
      const found = await stat(path.join(folder, name)).catch(() => undefined)
      return found && { name, size: found.size, changed: found.mtimeMs }
    }),
  )
  return seen.filter((item) => item !== undefined)
}

/** Files of one name come again: each keeps its own, with the time of the run before it. */
async function setAside(file: string, where: 'done' | 'failed', now: Date): Promise<void> {
  const folder = path.join(path.dirname(file), where)
  await mkdir(folder, { recursive: true })
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14)
  await rename(file, path.join(folder, `${stamp}-${path.basename(file)}`))
}
