import process from 'node:process'
import type { JobProgress } from './jobs.ts'
import { stageTitles } from './refresh.ts'

/** A progress bar on a terminal; elsewhere a line whenever the source or stage changes. */
export interface ConsoleProgress {
  readonly show: (progress: JobProgress) => void
  readonly clear: () => void
}

const width = 30

export function createConsoleProgress(output: NodeJS.WriteStream = process.stderr): ConsoleProgress {
  let last = ''
  return {
    show(progress) {
      const { share, title } = describe(progress)
      if (output.isTTY) {
        const filled = Math.round(share * width)
        output.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${title}`)
      } else if (title !== last) output.write(`${String(Math.round(share * 100)).padStart(3)} % ${title}\n`)
      last = title
    },
    clear() {
      if (output.isTTY) output.write('\r\u001b[K')
    },
  }
}

const stages = Object.keys(stageTitles)

function describe(progress: JobProgress): { share: number; title: string } {
  if (progress.kind === 'compute')
    return { share: stages.indexOf(progress.stage) / stages.length, title: stageTitles[progress.stage] }
  const { position, total, phase, bytesRead, bytesTotal, source } = progress
  const within = phase === 'done' ? 1 : bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal)
  return { share: (position + within) / total, title: source }
}
