import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Job, JobAnswer, JobProgress, JobRequest, JobResult } from './jobs.ts'

/** The server's side of the background process. */
export interface Background {
  /** Jobs run one after another. @throws when the job fails or the process dies; a new one starts with the next job */
  run(
    job: Job,
    onProgress?: (progress: JobProgress) => void,
    /** Gives the job up; its reason says why, in words. */
    signal?: AbortSignal,
  ): Promise<JobResult>
  close(): Promise<void>
}

export function startBackground(databaseUrl: string, dataDirectory: string): Background {
  let child: ChildProcess | null = null
  let lastId = 0

  function worker(): ChildProcess {
    if (child === null || !child.connected) {
      child = fork(fileURLToPath(new URL('./background-process.ts', import.meta.url)), [
        databaseUrl,
        dataDirectory,
      ])
      child.setMaxListeners(0)
    }
    return child
  }

  return {
    run(job, onProgress = () => undefined, signal) {
      const id = ++lastId
      const running = worker()
      return new Promise((resolve, reject) => {
        const settle = (finish: () => void) => {
          running.off('message', onMessage)
          running.off('exit', onExit)
          signal?.removeEventListener('abort', onAbort)
          finish()
        }
        const onAbort = () => {
          const reason: unknown = signal?.reason
          running.send({
            id,
            cancel: reason instanceof Error ? reason.message : '已取消',
          } satisfies JobRequest)
        }
        const onExit = (code: number | null) =>
          settle(() =>
            reject(
              new Error(`后台进程意外结束（${code ?? '被终止'}），未完成的载入没有写入任何数据；请重试`),
            ),
          )
        const onMessage = (message: JobAnswer) => {
          if (message.id !== id) return
          if ('progress' in message) onProgress(message.progress)
          else if ('error' in message)
            settle(() => reject(Object.assign(new Error(message.error), { code: message.code })))
          else settle(() => resolve(message.result))
        }
        running.on('message', onMessage)
        running.once('exit', onExit)
        signal?.addEventListener('abort', onAbort)
        running.send({ id, job } satisfies JobRequest)
      })
    },
    async close() {
      const ending = child
      child = null
      if (ending === null || ending.exitCode !== null) return
      await new Promise<void>((resolve) => {
        ending.once('exit', () => resolve())
        if (ending.connected) ending.disconnect()
        else ending.kill()
      })
    },
  }
}
