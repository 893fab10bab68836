import { Worker } from 'node:worker_threads'
import type { CascadeModel } from './cascade-model.ts'
import { type CascadeOptions, createCascade } from './cascade.ts'

/** What a thread of the sweep gets; the arrays lie in shared memory and are not copied. */
export interface SweepShare {
  readonly model: CascadeModel
  readonly options: CascadeOptions
  /** Result by firm. */
  readonly esri: Float64Array
  /** [0] = the next firm nobody has taken. */
  readonly next: Int32Array
}

/** Firms taken at a time: large enough that threads seldom meet, small enough that none ends long after the others. */
const chunk = 16

interface SweepOptions extends CascadeOptions {
  /** 0 = in this thread. */
  readonly workers: number
  /** Firms done so far. */
  readonly onProgress?: (done: number) => void
}

const progressEveryMs = 250

/**
 * ESRI of every firm: the share of the network's output lost when it alone stops wholly (Diem et al. 2022).
 * @throws when a thread fails
 */
export async function sweepCascade(model: CascadeModel, options: SweepOptions): Promise<Float64Array> {
  const { workers, onProgress, ...cascade } = options
  const esri = new Float64Array(new SharedArrayBuffer(8 * model.nodes))
  const next = new Int32Array(new SharedArrayBuffer(4))
  const share: SweepShare = { model, options: cascade, esri, next }
  if (workers === 0) {
    sweepShare(share, onProgress)
    return esri
  }
  const timer = setInterval(() => onProgress?.(Math.min(model.nodes, Atomics.load(next, 0))), progressEveryMs)
  try {
    await Promise.all(Array.from({ length: workers }, () => runWorker(share)))
  } finally {
    clearInterval(timer)
  }
  onProgress?.(model.nodes)
  return esri
}

/** Takes chunks of firms until none is left. */
export function sweepShare(
  { model, options, esri, next }: SweepShare,
  onProgress?: (done: number) => void,
): void {
  const cascade = createCascade(model, options)
  for (;;) {
    const from = Atomics.add(next, 0, chunk)
    if (from >= model.nodes) return
    const end = Math.min(model.nodes, from + chunk)
    for (let firm = from; firm < end; firm++) esri[firm] = cascade.run([[firm, 0]]).total
    onProgress?.(end)
  }
}

function runWorker(share: SweepShare): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./cascade-sweep-worker.ts', import.meta.url), { workerData: share })
    worker.once('error', reject)
    worker.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`扫描线程意外结束（${code}）`))
    })
  })
}
