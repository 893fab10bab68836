import type { Versions } from './versions.ts'

const mostKept = 2000

/**
 * Small results kept while the data is unchanged; callers that ask at once share one computation.
 * @param most results kept; fewer for large ones
 */
export function createMemo<T>(
  versions: Versions,
  most = mostKept,
): (key: string, compute: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, Promise<T>>()
  let version: string | undefined
  return async (key, compute) => {
    const current = await versions.current()
    if (current !== version || kept.size >= most) {
      kept.clear()
      version = current
    }
    const found = kept.get(key)
    if (found !== undefined) return found
    const computing = compute()
    kept.set(key, computing)
    computing.catch(() => {
      if (kept.get(key) === computing) kept.delete(key)
    })
    return computing
  }
}
