import type { Progress } from '../api/schemas/dataset.ts'
import { dataset } from '../datasets/registry.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import type { JobProgress } from './jobs.ts'
import { stageTitles } from './refresh.ts'

/** How long what has ended is still shown. */
const keptMilliseconds = 5 * 60_000

/** What the background process is doing, as operators see it. */
export interface Activity {
  readonly note: (progress: JobProgress) => void
  /** The computation has ended. */
  readonly computed: () => void
  /** The source's run has ended, also one that brought nothing. */
  readonly done: (source: string) => void
  /** The source, or computation, that failed, in words. */
  readonly fail: (source: string, message: string) => void
  readonly list: () => Progress[]
}

export function createActivity(
  connectors: ReadonlyMap<string, NamedConnector>,
  onProgress: (progress: Progress) => void,
  clock: () => Date = () => new Date(),
): Activity {
  const known = new Map<string, Progress>()

  function keep(progress: Progress): void {
    known.set(`${progress.source} ${progress.fileName}`, progress)
    onProgress(progress)
  }

  function describe(source: string, datasetId: string, fileName: string): Progress {
    const now = clock().toISOString()
    const before = known.get(`${source} ${fileName}`)
    return {
      source,
      sourceTitle: connectors.get(source)?.title ?? source,
      dataset: datasetId,
      datasetTitle: datasetId === '' ? '' : dataset(datasetId).title,
      fileName,
      phase: 'reading',
      bytesRead: 0,
      bytesTotal: null,
      rowsRead: 0,
      startedAt: before?.phase === 'done' ? now : (before?.startedAt ?? now),
      at: now,
      message: null,
    }
  }

  return {
    note(progress) {
      if (progress.kind === 'compute') {
        keep({
          ...describe('compute', '', ''),
          sourceTitle: '计算',
          phase: 'computing',
          message: stageTitles[progress.stage],
        })
        return
      }
      const { source, dataset: id, fileName, phase, bytesRead, bytesTotal, rowsRead } = progress
      keep({
        ...describe(source, id, fileName),
        phase: phase === 'done' ? 'done' : phase === 'merging' ? 'merging' : 'reading',
        bytesRead,
        bytesTotal: bytesTotal === 0 ? null : bytesTotal,
        rowsRead,
      })
    },
    computed() {
      keep({ ...describe('compute', '', ''), sourceTitle: '计算', phase: 'done' })
    },
    done(source) {
      const at = clock().toISOString()
      for (const progress of known.values()) {
        if (progress.source === source && progress.phase !== 'done' && progress.phase !== 'failed')
          keep({ ...progress, phase: 'done', at })
      }
    },
    fail(source, message) {
      keep({ ...describe(source, connectors.get(source)?.dataset ?? '', ''), phase: 'failed', message })
    },
    list() {
      const since = clock().getTime() - keptMilliseconds
      for (const [key, progress] of known) if (Date.parse(progress.at) < since) known.delete(key)
      return [...known.values()].sort((a, b) => b.at.localeCompare(a.at))
    },
  }
}
