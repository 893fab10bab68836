import type { Server, Socket } from 'socket.io'
import type { SignedIn } from '../access/sessions.ts'
import type { Alert } from '../api/schemas/alert.ts'
import type { Progress } from '../api/schemas/dataset.ts'

/** What the server pushes; clients send nothing but their handshake. */
interface ServerEvents {
  alert: (alert: Alert) => void
  progress: (progress: Progress) => void
}
type NoEvents = Record<never, never>
export type LiveServer = Server<NoEvents, ServerEvents, NoEvents, { viewer: SignedIn }>
export type LiveSocket = Socket<NoEvents, ServerEvents, NoEvents, { viewer: SignedIn }>
