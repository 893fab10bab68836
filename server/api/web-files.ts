import { stat } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { anyone } from '../access/rule.ts'
import { notFound, Problem, sendProblem } from './problem.ts'

const year = 31_536_000

/**
 * Serves the built web. Files under assets/ carry a hash of their content in their name and are kept for
 * a year; every other address that is not a file is a screen, and gets index.html.
 */
export async function serveWebFiles(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, { root, serve: false, cacheControl: false })

  app.get('/*', { config: { access: anyone }, schema: { hide: true } }, async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (pathname.startsWith('/api/') || pathname === '/api') {
      return sendProblem(reply, notFound('接口', `${request.method} ${pathname}`))
    }
    const file = await findFile(root, pathname)
    if (file !== undefined) {
      const kept = file.startsWith('assets/') ? `public, max-age=${year}, immutable` : 'no-cache'
      return reply.header('cache-control', kept).sendFile(file)
    }
    // A missing asset is an error: a screen in its place would be read as a script.
    if (path.extname(pathname) !== '') return sendProblem(reply, notFound('文件', pathname))
    if ((await findFile(root, '/index.html')) === undefined) {
      const title = '界面尚未构建'
      return sendProblem(
        reply,
        new Problem(503, 'web-not-built', title, '界面尚未构建，请运行 npm run build；接口不受影响。'),
      )
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })

  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, notFound('接口', `${request.method} ${request.url.split('?')[0]}`)),
  )
}

/** Path below the root of a regular file; undefined when there is none, or the address leads out. */
async function findFile(root: string, pathname: string): Promise<string | undefined> {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  const relative = path.posix.normalize(decoded).replace(/^\/+/, '')
  if (relative === '' || relative.startsWith('..') || decoded.includes('\0')) return undefined
  // Names that begin with a dot are no part of the web.
  if (relative.split('/').some((name) => name.startsWith('.'))) return undefined
  const found = await stat(path.join(root, relative)).catch(() => undefined)
  return found?.isFile() === true ? relative : undefined
}
