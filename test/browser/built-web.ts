import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { buildWeb } from '../../server/composition/web-build.ts'

const lock = path.join(import.meta.dirname, '../../node_modules/.cache/web-build.lock')
/** A build takes seconds: a lock this old was left by a run that was killed. */
const ABANDONED_MS = 120_000

/** Builds web/dist where it is out of date; test files that start together build it once. */
export async function builtWeb(): Promise<void> {
  await mkdir(path.dirname(lock), { recursive: true })
  for (;;) {
    try {
      await mkdir(lock)
      break
    } catch {
      const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }))
      if (Date.now() - mtimeMs > ABANDONED_MS) await rm(lock, { recursive: true, force: true })
      await wait(200)
    }
  }
  try {
    await buildWeb()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}
