import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { isAlive } from './postgres-cluster.ts'

export interface Supervision {
  /** The server has died, or could not be started again; the words say which. Once for each try. */
  readonly onLost: (message: string) => void
  /** It serves again, at the same address; sessions and their locks are gone. */
  readonly onRestored: () => Promise<void>
}

const lookEveryMs = 200
const longestPauseMs = 5000

/**
 * The embedded server kept running: when it dies (killed, out of memory, crashed) it is started again on the
 * same port, as often as it takes, and pools of this and other processes find it again by themselves.
 */
export async function startSupervisedPostgres(
  dataDirectory: string,
  { onLost, onRestored }: Supervision,
): Promise<EmbeddedPostgres> {
  const directory = path.resolve(dataDirectory)
  const first = await startEmbeddedPostgres(directory)
  const port = Number(new URL(first.url).port)
  const stopping = new AbortController()
  const { signal } = stopping
  let current = first

  async function restart(): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        const next = await startEmbeddedPostgres(directory, { port })
        if (next.url !== first.url) {
          await next.stop()
          throw new Error(`另一个程序已在别的端口启动它（${new URL(next.url).port}，原为 ${port}）`)
        }
        current = next
        return
      } catch (error) {
        onLost(
          `数据库未能重新启动（第 ${attempt} 次）：${error instanceof Error ? error.message : String(error)}`,
        )
        await sleep(Math.min(longestPauseMs, 500 * attempt), undefined, { signal }).catch(() => undefined)
      }
    }
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted || isAlive(current.processId)) continue
      onLost(`数据库进程 ${current.processId} 意外结束，正在重新启动`)
      await restart()
      if (signal.aborted) return
      // Not waited for: it may die again meanwhile.
      onRestored().catch((error: unknown) =>
        onLost(`数据库恢复后的清理没有完成：${error instanceof Error ? error.message : String(error)}`),
      )
    }
  }

  const watching = watch()
  return {
    url: first.url,
    get processId() {
      return current.processId
    },
    async stop() {
      stopping.abort()
      await watching
      await current.stop()
    },
  }
}
