import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ImporterAnswer {
  /** From the opened database to the closed ledger. */
  readonly milliseconds: number
  /** Largest resident set of the importing process. */
  readonly megabytes: number
  readonly cpuSeconds: number
  readonly phases: Readonly<Record<string, number>>
  readonly read: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
}

const importer = fileURLToPath(new URL('./importer.ts', import.meta.url))

/** Loads a registration file to the end, or into staging only, in a process of its own. */
export function runImporter(
  url: string,
  mode: 'load' | 'stage',
  file: string,
  dataDirectory: string,
): Promise<ImporterAnswer> {
  return new Promise((resolve, reject) => {
    const child = fork(importer, [url, mode, file, dataDirectory])
    let answer: ImporterAnswer | undefined
    child.on('message', (message) => (answer = message as ImporterAnswer))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (answer !== undefined && code === 0) resolve(answer)
      else reject(new Error(`载入进程结束于 ${code}`))
    })
  })
}
