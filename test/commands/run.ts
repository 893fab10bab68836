import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { projectRoot } from '../imports.ts'

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** Runs a command of server/commands as its npm script does, with nothing but the given environment. */
export async function runCommand(
  name: string,
  given: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [`server/commands/${name}.ts`, ...given], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, output, errors }
}
