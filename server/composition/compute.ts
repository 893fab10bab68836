import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Stage } from './refresh.ts'

export interface ComputeRequest {
  readonly id: number
}

export type ComputeAnswer =
  | { readonly id: number; readonly stage: Stage }
  | { readonly id: number; readonly alerts: number }
  | { readonly id: number; readonly error: string }

/** Computes what follows ingest in a process of its own, one run at a time. */
export interface Compute {
  /** Resolves after a run that began later than the call; calls during a run share the next one. */
  refresh(): Promise<{ readonly alerts: number }>
  close(): void
}

export function startCompute(
  databaseUrl: string,
  onStage: (stage: Stage) => void = () => undefined,
): Compute {
  let child: ChildProcess | null = null
  let lastId = 0
  let running: Promise<{ alerts: number }> | null = null
  let next: Promise<{ alerts: number }> | null = null

  function process(): ChildProcess {
    if (child === null || !child.connected) {
      child = fork(fileURLToPath(new URL('./compute-process.ts', import.meta.url)), [databaseUrl])
      // It must not keep a server alive that has closed everything else.
      child.unref()
      child.channel?.unref()
    }
    return child
  }

  function run(): Promise<{ alerts: number }> {
    const id = ++lastId
    const worker = process()
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        worker.off('message', onMessage)
        worker.off('exit', onExit)
        worker.channel?.unref()
        finish()
      }
      const onExit = (code: number | null) =>
        settle(() =>
          reject(new Error(`计算进程意外结束（${code ?? '被终止'}），数据不受影响；下次载入后重新计算`)),
        )
      const onMessage = (message: ComputeAnswer) => {
        if (message.id !== id) return
        if ('stage' in message) onStage(message.stage)
        else if ('error' in message) settle(() => reject(new Error(message.error)))
        else settle(() => resolve({ alerts: message.alerts }))
      }
      worker.channel?.ref()
      worker.on('message', onMessage)
      worker.once('exit', onExit)
      worker.send({ id } satisfies ComputeRequest)
    })
  }

  function start(): Promise<{ alerts: number }> {
    const started = run().finally(() => {
      running = null
    })
    running = started
    return started
  }

  return {
    refresh() {
      if (running === null) return start()
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null
          return start()
        })
      return next
    },
    close() {
      child?.disconnect()
      child = null
    },
  }
}
