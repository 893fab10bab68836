import path from 'node:path'
import fastifyCompress from '@fastify/compress'
import fastifyRateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { LogController, type FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { glob } from 'node:fs/promises'
import { policyOf } from '../access/policy.ts'
import { createSessions, type Sessions } from '../access/sessions.ts'
import { currentViewer, reachKey } from '../access/viewing.ts'
import type { Database } from '../warehouse/database.ts'
import { createAuditTrail } from '../audit/trail.ts'
import { createAnswers } from './answers.ts'
import { auditRequests } from './audit-hook.ts'
import type { ApiContext, Resource, ServerConfig } from './context.ts'
import { answerErrors, toProblem } from './errors.ts'
import { guardRoutes } from './guard.ts'
import { describeApi } from './openapi.ts'
import { Problem, sendProblem } from './problem.ts'
import { createRealms } from './realms.ts'
import { setSecurityHeaders } from './security-headers.ts'
import type { Services } from './services.ts'
import { endConnectionsOnClose } from './shutdown.ts'
import { compileValidator } from './validation.ts'
import { createVersions, type Versions } from './versions.ts'
import { serveWebFiles } from './web-files.ts'

/** One file a resource, found by its folder. */
async function readResources(): Promise<readonly Resource[]> {
  const files = await Array.fromAsync(glob('routes/*.ts', { cwd: import.meta.dirname }))
  if (files.length === 0) throw new Error('server/api/routes 中没有路由')
  return Promise.all(
    files.toSorted().map(async (file) => ((await import(`./${file}`)) as { default: Resource }).default),
  )
}
const resources = await readResources()

declare module 'fastify' {
  interface FastifyInstance {
    readonly sessions: Sessions
    /** To be touched when something was computed or loaded. */
    readonly versions: Versions
  }
}

export interface ServerOptions {
  readonly config: ServerConfig
  /** Bound to the one who asks (warehouse/viewer-database.ts). */
  readonly database: Database
  readonly platform: Database
  readonly services: Services
  readonly clock?: () => Date
  /** Folder of the built web. */
  readonly webRoot?: string
}

const builtWeb = path.resolve(import.meta.dirname, '../../web/dist')

/** JSON bodies; files go another way. */
const bodyLimit = 256 * 1024

/** The HTTP side, ready to listen. Closing it ends open connections once their answers are out. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { config, database, platform, services, clock = () => new Date() } = options
  const app = fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests: only failures are logged, and they name their request.
    childLoggerFactory: (logger) => logger,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit,
    trustProxy: config.trustProxy ?? false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 400 },
    // Before a route is found, so before any hook.
    frameworkErrors: (error, _request, reply) => {
      void sendProblem(reply, toProblem(error))
    },
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.setValidatorCompiler(compileValidator)
  // Answers are checked against their schemas by tests; at run time they are only written.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  answerErrors(app)
  endConnectionsOnClose(app)

  const sessions = createSessions(platform, config.sessionSecret, clock, policyOf(config))
  const versions = createVersions(platform, clock)
  app.decorate('sessions', sessions)
  app.decorate('versions', versions)
  const context: ApiContext = {
    config,
    database,
    platform,
    services,
    sessions,
    answers: createAnswers(versions, () => reachKey(currentViewer())),
    realms: createRealms(platform, versions),
    clock,
  }

  setSecurityHeaders(app, config.secureCookies)
  guardRoutes(app, sessions)
  auditRequests(app, createAuditTrail(platform, clock))
  await app.register(fastifyRateLimit, {
    max: 60_000,
    timeWindow: 60_000,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem(429, 'too-many-requests', '请求过于频繁', '请求过于频繁，请稍候再试。', {
        retryAfterSeconds: Math.ceil(ttl / 1000),
      }),
  })
  await app.register(fastifyCompress, { encodings: ['br', 'gzip'], threshold: 1400 })
  await describeApi(app)
  for (const resource of resources) {
    await app.register(async (scope) => resource(scope.withTypeProvider<TypeBoxTypeProvider>(), context))
  }
  await serveWebFiles(app, options.webRoot ?? builtWeb)
  await app.ready()
  return app
}
