import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const username = 'keeper'
const password = 'Harbour-71-window'

/** The whole program as it is started in operation, with an operator and no data. */
export interface ServerProcess {
  readonly address: string
  readonly child: ChildProcess
  readonly cookie: string
  readonly output: () => string
  /** Process id of its PostgreSQL at this moment; NaN while there is none. */
  postgres(): Promise<number>
  databaseUrl(): Promise<string>
  stop(): Promise<void>
}

export async function startServerProcess(
  dataDirectory: string,
  { databaseUrl }: { readonly databaseUrl?: string } = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDirectory,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      PORT: '0',
      LOG_LEVEL: 'fatal',
      DEMONSTRATION: 'off',
      SECURE_COOKIES: 'off',
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      BRAIN_ADMIN_USERNAME: username,
      BRAIN_ADMIN_PASSWORD: password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      const found = /http:\/\/localhost:\d+/.exec(output)
      if (found !== null) resolve(found[0].replace('localhost', '127.0.0.1'))
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('exit', (code) => reject(new Error(`服务没有启动（${code}）：${output}`)))
  })
  const lockLines = async () =>
    (
      await readFile(path.join(dataDirectory, 'postgres/cluster/data/postmaster.pid'), 'utf8').catch(() => '')
    ).split('\n')
  return {
    address,
    child,
    cookie: await signIn(address),
    output: () => output,
    postgres: async () => Number.parseInt((await lockLines())[0] ?? '', 10),
    async databaseUrl() {
      const secret = await readFile(path.join(dataDirectory, 'postgres/cluster/password'), 'utf8')
      return `postgres://brain:${secret}@127.0.0.1:${(await lockLines())[3]}/brain`
    },
    async stop() {
      if (child.exitCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`登录失败：${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
