import { once } from 'node:events'
import type { SignedIn } from '../access/sessions.ts'
import { alertReach } from '../api/alert-reach.ts'
import type { AlertServices } from '../api/services.ts'
import type { Realm } from '../domain/realm.ts'
import type { LiveSocket } from './events.ts'

/** Where the live stream of alerts stands. */
export interface Stream {
  readonly alerts: AlertServices
  readonly pageSize: number
  /** Sequence of the last alert sent live. */
  published: number
}

/**
 * Sends a client the alerts after the last it saw, up to what was sent live meanwhile, then calls `join`.
 * No turn of the event loop lies between the last look at the stream and the call: every alert is sent once.
 */
export async function sendMissed(
  stream: Stream,
  socket: LiveSocket,
  from: { readonly viewer: SignedIn; readonly realm: Realm | null; readonly after: number },
  join: () => void,
): Promise<void> {
  let last = from.after
  while (last < stream.published && socket.connected) {
    const { published } = stream
    const { items } = await stream.alerts.read({
      ...alertReach(from.viewer),
      ...(from.realm === null ? {} : { realm: from.realm }),
      after: last,
      limit: stream.pageSize,
    })
    // Later ones are on their way live.
    const missed = items.filter((alert) => alert.sequence <= published)
    for (const alert of missed) socket.emit('alert', alert)
    const full = items.length === stream.pageSize && missed.length === items.length
    last = full ? (missed.at(-1)?.sequence ?? published) : published
    if (full) await drained(socket)
  }
  join()
}

/** After a page of packets was handed over: a long absence is not piled up faster than the line takes it. */
async function drained(socket: LiveSocket): Promise<void> {
  if (!socket.connected) return
  const stop = new AbortController()
  const { signal } = stop
  try {
    await Promise.race([once(socket.conn, 'drain', { signal }), once(socket.conn, 'close', { signal })])
  } finally {
    stop.abort()
  }
}
