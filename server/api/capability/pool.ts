import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Problem } from '../problem.ts'
import type { DivisionRows, FromWorker, Task } from './messages.ts'

/** Seconds a task may compute; waiting does not count. */
export const secondsAllowed = 180
/** Most memory of one worker's JavaScript heap, in MB. */
const heapMegabytes = 1024
const workersAtMost = 2
const waitingAtMost = 64
const waitingOfOneAtMost = 16
/** Bodies above it, in bytes, share one worker, so that the other is there for the quick ones. */
const largeBody = 64 * 1024
const wordsKept = 4000

type Answer = Extract<FromWorker, { kind: 'output' | 'verified' }>

export interface PoolOptions {
  readonly divisions: (known: number | null) => Promise<DivisionRows>
  readonly onFailure: (error: unknown) => void
  /** In milliseconds. */
  readonly timeLimit?: number
  /** Most memory of one worker's JavaScript heap, in MB. */
  readonly heapLimit?: number
}

export interface Pool {
  /**
   * @param owner whose task it is: one owner may not fill the queue alone.
   * @throws Problem 429 or 503 when too much is waiting, 422 when time or memory run out.
   */
  perform(task: Task, owner: string, signal?: AbortSignal): Promise<Answer>
  /** Starts the workers before the first task. */
  warm(): void
  close(): void
}

interface Job {
  readonly task: Task
  readonly owner: string
  readonly large: boolean
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

interface Slot {
  readonly worker: ChildProcess
  /** Last words of a process that ends. */
  words: string
  job: Job | null
  timer: NodeJS.Timeout | null
}

/**
 * Processes that run capability components one task each at a time, kept for the next one. Not threads: V8 aborts
 * the whole process where a thread runs out of memory within JSON.parse, and the server with it.
 */
export function createPool({
  divisions,
  onFailure,
  timeLimit = secondsAllowed * 1000,
  heapLimit = heapMegabytes,
}: PoolOptions): Pool {
  const slots = new Set<Slot>()
  const waiting: Job[] = []
  let closed = false

  function start(): Slot {
    const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${heapLimit}`],
      // It computes: it needs no key and no password of the server.
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const slot: Slot = { worker, words: '', job: null, timer: null }
    slots.add(slot)
    rest(slot)
    worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
      slot.words = (slot.words + text).slice(-wordsKept)
    })
    worker.on('message', (message) => receive(slot, message as FromWorker))
    worker.on('error', (error) => end(slot, crashed(error)))
    // Once its last words are in.
    worker.on('close', (code, signal) => {
      const starved = signal === 'SIGKILL' || /out of memory|Allocation failed/i.test(slot.words)
      end(slot, starved ? starvedProblem(heapLimit) : crashed(`${code ?? signal ?? ''} ${slot.words}`))
    })
    return slot
  }

  function receive(slot: Slot, message: FromWorker): void {
    if (message.kind === 'need-divisions') {
      divisions(message.version).then(
        (rows) => slot.worker.send(rows),
        (error: unknown) => end(slot, error),
      )
      return
    }
    const { job } = slot
    clear(slot)
    if (message.kind === 'problem') {
      const { status, code, title, detail, options } = message.problem
      job?.reject(new Problem(status, code, title, detail, options))
    } else if (message.kind === 'failure') {
      job?.reject(new Error(message.error))
    } else job?.resolve(message)
    next()
  }

  function clear(slot: Slot): void {
    if (slot.timer !== null) clearTimeout(slot.timer)
    slot.timer = null
    slot.job = null
    rest(slot)
  }

  /** Gives a worker up; another takes its place when there is work. */
  function end(slot: Slot, error: unknown): void {
    if (!slots.delete(slot)) return
    const { job } = slot
    clear(slot)
    slot.worker.kill('SIGKILL')
    if (error instanceof Problem && error.code === 'capability-crashed') onFailure(error)
    job?.reject(error)
    next()
  }

  function next(): void {
    if (closed) return
    const largeRuns = [...slots].some(({ job }) => job?.large === true)
    const position = waiting.findIndex(({ large }) => !(large && largeRuns))
    if (position < 0) return
    const idle = [...slots].find(({ job }) => job === null)
    const slot = idle ?? (slots.size < workersAtMost ? start() : undefined)
    const [job] = slot === undefined ? [] : waiting.splice(position, 1)
    if (slot === undefined || job === undefined) return
    slot.job = job
    slot.worker.ref()
    slot.worker.channel?.ref()
    slot.timer = setTimeout(() => end(slot, tooSlow(timeLimit)), timeLimit)
    slot.worker.send(job.task)
    next()
  }

  function abandon(job: Job): void {
    const position = waiting.indexOf(job)
    if (position >= 0) waiting.splice(position, 1)
    const slot = [...slots].find((one) => one.job === job)
    const given = new Problem(499, 'abandoned', '请求已取消', '请求方已断开，计算已停止。')
    if (slot === undefined) job.reject(given)
    else end(slot, given)
  }

  return {
    perform(task, owner, signal) {
      if (waiting.length >= waitingAtMost) return Promise.reject(busy())
      if (waiting.filter((job) => job.owner === owner).length >= waitingOfOneAtMost)
        return Promise.reject(tooMany())
      const { promise, resolve, reject } = Promise.withResolvers<Answer>()
      const large = task.kind === 'run' && task.body.byteLength > largeBody
      const job: Job = { task, owner, large, resolve, reject }
      const stop = () => abandon(job)
      signal?.addEventListener('abort', stop, { once: true })
      waiting.push(job)
      next()
      return promise.finally(() => signal?.removeEventListener('abort', stop))
    },
    warm() {
      if (!closed && slots.size === 0) start()
    },
    close() {
      closed = true
      const stopped = new Problem(503, 'shutting-down', '服务正在停止', '服务正在停止，计算没有完成。')
      for (const job of waiting.splice(0)) job.reject(stopped)
      for (const slot of slots) end(slot, stopped)
    },
  }
}

/** A pool that nobody closes does not keep the server's process alive. */
function rest({ worker }: Slot): void {
  worker.unref()
  worker.channel?.unref()
}

function starvedProblem(heapLimit: number): Problem {
  const detail = `计算所需内存超过 ${heapLimit} MB，已停止。请缩小输入后重试。`
  return new Problem(422, 'capability-out-of-memory', '输入过大', detail)
}

function crashed(cause: unknown): Problem {
  return new Problem(500, 'capability-crashed', '计算中断', '计算进程意外停止，已记录。请稍后重试。', {
    retry: true,
    cause,
  })
}

function tooSlow(limit: number): Problem {
  const detail = `计算用时超过 ${limit / 1000} 秒，已停止。请缩小输入后重试。`
  return new Problem(422, 'capability-too-slow', '计算超时', detail)
}

function busy(): Problem {
  const detail = `已有 ${waitingAtMost} 项计算在等待，请稍后重试。`
  return new Problem(503, 'capability-busy', '计算繁忙', detail, { retryAfterSeconds: 10 })
}

function tooMany(): Problem {
  const detail = `您已有 ${waitingOfOneAtMost} 项计算在等待，请待其完成后再提交。`
  return new Problem(429, 'too-many-requests', '请求过于频繁', detail, { retryAfterSeconds: 5 })
}
