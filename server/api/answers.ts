import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Versions } from './versions.ts'

/** An answer as it goes out: JSON text, plain and compressed. */
export interface Answer {
  readonly body: Buffer
  /** Null where compressing gains nothing. */
  readonly compressed: Buffer | null
  readonly etag: string
}

/** Answers kept as long as their inputs are unchanged: computed once, written once. */
export interface Answers {
  /** @param key names the answer: route, scope and everything else it depends on. */
  read(key: string, compute: () => Promise<unknown>): Promise<Answer>
  /** The same for JSON that is text already. */
  readText(key: string, compute: () => Promise<string>): Promise<Answer>
  readonly versions: Versions
}

const compress = promisify(gzip)
const worthCompressing = 1400
const mostBytes = 64 * 1024 * 1024

interface Kept {
  readonly answer: Promise<Answer>
  /** 0 while it is computed. */
  bytes: number
}

/** @param reach names what the one who asks may see: answers are shared among those who see the same. */
export function createAnswers(versions: Versions, reach: () => string): Answers {
  const kept = new Map<string, Kept>()
  let total = 0
  let version: string | undefined

  function keep(key: string, answer: Promise<Answer>): Promise<Answer> {
    const entry: Kept = { answer, bytes: 0 }
    kept.set(key, entry)
    return answer.then(
      (ready) => {
        if (kept.get(key) !== entry) return ready
        entry.bytes = sizeOf(ready)
        total += entry.bytes
        // The oldest go first; a screen asks again for what it needs.
        for (const [oldest, { bytes }] of kept) {
          if (total <= mostBytes || oldest === key) break
          kept.delete(oldest)
          total -= bytes
        }
        return ready
      },
      (error: unknown) => {
        if (kept.get(key) === entry) kept.delete(key)
        throw error
      },
    )
  }

  async function readText(key: string, compute: () => Promise<string>): Promise<Answer> {
    const current = await versions.current()
    if (current !== version) {
      kept.clear()
      total = 0
      version = current
    }
    const name = `${reach()} ${key}`
    return kept.get(name)?.answer ?? keep(name, compute().then(toAnswer))
  }

  return {
    versions,
    readText,
    read: (key, compute) => readText(key, async () => JSON.stringify(await compute())),
  }
}

async function toAnswer(text: string): Promise<Answer> {
  const body = Buffer.from(text)
  const compressed = body.length < worthCompressing ? null : await compress(body, { level: 6 })
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  return { body, compressed, etag }
}

function sizeOf(answer: Answer): number {
  return answer.body.length + (answer.compressed?.length ?? 0) + 500
}

/** Names an answer by its route and everything asked for, in whatever order it was given. */
export function answerKey(route: string, query: object): string {
  const entries = Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `${route} ${JSON.stringify(entries)}`
}

/** Sends JSON that is text already; as bytes, which sockets take faster than text. */
export function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(Buffer.from(text))
}

/** The browser asks each time whether its copy is still right. */
const keptHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'private, no-cache',
  vary: 'accept-encoding, cookie',
}

/** Sends a kept answer; 304 when the client has it already. */
export function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  const { headers } = request
  void reply.headers({ ...keptHeaders, etag: answer.etag })
  const matches = headers['if-none-match']
  if (matches !== undefined && matches.split(/,\s*/).some((tag) => tag.replace(/^W\//, '') === answer.etag)) {
    return reply.code(304).send()
  }
  if (answer.compressed !== null && acceptsGzip(headers['accept-encoding'])) {
    return reply.header('content-encoding', 'gzip').send(answer.compressed)
  }
  return reply.send(answer.body)
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$|\s))/.test(header)
}
