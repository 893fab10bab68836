/**
 * What happens while a screen is open: stored alerts and ingest progress, over socket.io (websocket
 * only). The socket alone delivers at most once; so the last sequence seen is kept, and after every
 * (re)connection GET /api/alerts?after= is asked until nothing is left. Listeners get each alert once.
 */
import { io, type Socket } from 'socket.io-client'
import type { Alert, AlertList } from '../../server/api/schemas/alert.ts'
import type { Progress } from '../../server/api/schemas/dataset.ts'
import { request } from './api.ts'

export type LiveState = 'connecting' | 'connected' | 'disconnected'

interface LiveEvents {
  readonly alert: (alert: Alert) => void
  readonly progress: (progress: Progress) => void
  readonly state: (state: LiveState) => void
}

const CATCH_UP_LIMIT = 500
const RETURN_MS = 1_000
/** Enough to recognise an alert that comes both by socket and by catching up. */
const REMEMBERED = 5_000

export class LiveConnection {
  state: LiveState = 'connecting'
  #socket: Socket
  #fetchAlerts: (after: number) => Promise<AlertList>
  #listeners: { [Name in keyof LiveEvents]: Set<LiveEvents[Name]> } = {
    alert: new Set(),
    progress: new Set(),
    state: new Set(),
  }
  /**
   * Everything up to here has been read in order. Only catching up moves it: an alert that comes by
   * socket may overtake one that was missed. Null until the first list says where the stream stands.
   */
  #last: number | null = null
  #seen = new Set<number>()
  #catchingUp = false
  #again = false

  constructor(
    socket: Socket = io({ transports: ['websocket'], reconnectionDelayMax: 10_000 }),
    fetchAlerts = (after: number) =>
      request<AlertList>('/api/alerts', { query: { after, limit: CATCH_UP_LIMIT } }),
  ) {
    this.#socket = socket
    this.#fetchAlerts = fetchAlerts
    socket.on('connect', () => {
      this.#setState('connected')
      void this.#catchUp()
    })
    socket.on('disconnect', (reason) => {
      this.#setState('disconnected')
      // The only end after which socket.io does not try again by itself.
      if (reason === 'io server disconnect') setTimeout(() => socket.connect(), RETURN_MS)
    })
    socket.on('connect_error', () => this.#setState('disconnected'))
    socket.on('alert', (alert: Alert) => this.#hand(alert))
    socket.on('progress', (progress: Progress) => {
      for (const listener of this.#listeners.progress) listener(progress)
    })
  }

  /** Where the stream stood when the first list was read: nothing before it is handed out. */
  startAfter(sequence: number): void {
    if (this.#last !== null) return
    this.#last = sequence
    if (this.state === 'connected') void this.#catchUp()
  }

  on<Name extends keyof LiveEvents>(name: Name, listener: LiveEvents[Name]): () => void {
    this.#listeners[name].add(listener)
    return () => this.#listeners[name].delete(listener)
  }

  close(): void {
    this.#socket.disconnect()
  }

  #setState(state: LiveState): void {
    this.state = state
    for (const listener of this.#listeners.state) listener(state)
  }

  #hand(alert: Alert): void {
    if (this.#seen.has(alert.sequence)) return
    this.#seen.add(alert.sequence)
    if (this.#seen.size > REMEMBERED) {
      const [oldest] = this.#seen
      if (oldest !== undefined) this.#seen.delete(oldest)
    }
    for (const listener of this.#listeners.alert) listener(alert)
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) {
      this.#again = true
      return
    }
    this.#catchingUp = true
    try {
      while (this.#last !== null) {
        const { items, latest } = await this.#fetchAlerts(this.#last)
        for (const alert of items) this.#hand(alert)
        const reached = items.at(-1)?.sequence
        if (reached === undefined) break
        this.#last = reached
        if (reached >= latest) break
      }
    } catch {
      // The next connection asks again from the same place.
    } finally {
      this.#catchingUp = false
      if (this.#again) {
        this.#again = false
        void this.#catchUp()
      }
    }
  }
}
