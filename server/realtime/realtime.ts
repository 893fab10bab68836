import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import { readers } from '../access/rule.ts'
import type { SignedIn } from '../access/sessions.ts'
import { isSameOrigin } from '../api/origin.ts'
import type { Progress } from '../api/schemas/dataset.ts'
import type { AlertServices } from '../api/services.ts'
import { readSessionToken } from '../api/session-cookie.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { listenForChanges } from './changes.ts'
import type { LiveServer } from './events.ts'
import { sendMissed, type Stream } from './missed-alerts.ts'
import { audienceOf, operatorRoom, roomsOf } from './rooms.ts'

/** Live push over socket.io: websocket only, signed in by the session cookie. */
export interface Realtime {
  /**
   * To be called when something was loaded or computed: gives up answers computed before, and sends the
   * alerts stored since the last call, in order, each to those who may read it. Runs by itself after a
   * notifyChange of any process.
   */
  publish(): Promise<void>
  /** To operators only. */
  progress(progress: Progress): void
  /** Ends all connections; to be called before the HTTP server is closed. */
  close(): Promise<void>
}

export interface RealtimeOptions {
  /** As made by createServer. */
  readonly app: FastifyInstance
  readonly database: Database
  readonly alerts: AlertServices
  /** As given to createServer: the host that a browser asked for is in X-Forwarded-Host. */
  readonly trustProxy?: boolean
}

const pageSize = 500
const recheckMs = 60_000
/** Clients send nothing but their handshake. */
const largestMessage = 16 * 1024

export async function attachRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { app, database, alerts, trustProxy = false } = options
  const { sessions } = app
  const viewers = new WeakMap<IncomingMessage, SignedIn>()
  const io: LiveServer = new Server(app.server, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: largestMessage,
    allowRequest: (request, decide) => {
      identify(request).then(
        (viewer) => {
          if (viewer !== null) viewers.set(request, viewer)
          decide(viewer === null ? '请先登录' : null, viewer !== null)
        },
        () => decide('服务暂不可用', false),
      )
    },
  })

  async function identify(request: IncomingMessage): Promise<SignedIn | null> {
    // Browsers let any page open a websocket with our cookie.
    const { host = '', 'x-forwarded-host': forwarded } = request.headers
    const asked = trustProxy && typeof forwarded === 'string' ? forwarded : host
    if (!isSameOrigin(request.headers, asked)) return null
    const token = readSessionToken(request.headers.cookie)
    if (token === undefined) return null
    const session = sessions.recall(token) ?? (await sessions.find(token))
    // Until a password is changed or a second factor enrolled nothing else is allowed; administrators read no data.
    return session === null || session.duties.length > 0 || !readers.includes(session.role) ? null : session
  }

  const { latest } = await alerts.read({ limit: 1 })
  const stream: Stream = { alerts, pageSize, published: latest }

  io.use((socket, next) => {
    const viewer = viewers.get(socket.request)
    if (viewer === undefined) return next(new Error('请先登录'))
    socket.data.viewer = viewer
    next()
  })

  io.on('connection', (socket) => {
    const { viewer } = socket.data
    const { after, realm } = readHandshake(socket.handshake.auth)
    const join = () =>
      void socket.join(roomsOf(viewer, realm === null ? ['demonstration', 'actual'] : [realm]))
    if (after === null) return join()
    sendMissed(stream, socket, { viewer, realm, after }, join).catch((error: unknown) => {
      app.log.error({ err: error }, '补发告警失败')
      // The client connects again and asks from the same place.
      socket.disconnect(true)
    })
  })

  let queue = Promise.resolve()
  function publish(): Promise<void> {
    app.versions.touch()
    sessions.forget()
    queue = queue.catch(() => undefined).then(publishStored)
    return queue
  }

  async function publishStored(): Promise<void> {
    for (;;) {
      const { items } = await alerts.read({ after: stream.published, limit: pageSize })
      for (const alert of items) {
        stream.published = alert.sequence
        // One packet is encoded and framed once, whatever the number of sockets.
        io.to(audienceOf(alert)).emit('alert', alert)
      }
      if (items.length < pageSize) return
    }
  }

  async function endSignedOut(): Promise<void> {
    const open = [...io.sockets.sockets.values()]
    const hashes = [...new Set(open.map((socket) => socket.data.viewer.tokenHash))]
    const inForce = await sessions.inForce(hashes)
    for (const socket of open) if (!inForce.has(socket.data.viewer.tokenHash)) socket.disconnect(true)
  }

  const report = (error: unknown) => app.log.error({ err: error }, '实时推送出错')
  const listener = await listenForChanges(database, () => void publish().catch(report))
  const recheck = setInterval(() => void endSignedOut().catch(report), recheckMs)
  recheck.unref()
  const stopWatching = sessions.onClosed((tokenHash) => {
    for (const socket of io.sockets.sockets.values()) {
      if (socket.data.viewer.tokenHash === tokenHash) socket.disconnect(true)
    }
  })

  return {
    publish,
    progress: (progress) => void io.to(operatorRoom).emit('progress', progress),
    async close() {
      clearInterval(recheck)
      stopWatching()
      await listener.close()
      await queue.catch(() => undefined)
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

/** What the client says when it connects: the last alert it saw, and the realm it shows. */
function readHandshake(auth: Readonly<Record<string, unknown>>): {
  after: number | null
  realm: Realm | null
} {
  const { after, realm } = auth
  return {
    after: typeof after === 'number' && Number.isSafeInteger(after) && after >= 0 ? after : null,
    realm: realm === 'demonstration' || realm === 'actual' ? realm : null,
  }
}
