import { setTimeout as sleep } from 'node:timers/promises'

/** Code of errors that crossed a process: what they were there, they no longer say themselves. */
export const unavailableCode = 'database-unavailable'

/**
 * SQLSTATE: connection exceptions, resources used up, shut down, crashed or starting, system errors; and what
 * node says of a connection that is refused or lost.
 */
const codes = /^(08...|53...|57P0[1-5]|58...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|database-unavailable)$/

/** pg gives these no code. */
const messages =
  /^(Connection terminated|Client was closed and is not queryable|Client has encountered a connection error|timeout exceeded when trying to connect)/

/** Whether an error says that the database is away for the moment: the same may succeed when it is back. */
export function isUnavailable(error: unknown): boolean {
  for (let reason = error, depth = 0; depth < 4 && typeof reason === 'object' && reason !== null; depth++) {
    const { code, message, cause } = reason as { code?: unknown; message?: unknown; cause?: unknown }
    if (typeof code === 'string' && codes.test(code)) return true
    if (typeof message === 'string' && messages.test(message)) return true
    reason = cause
  }
  return false
}

const lookAgainMs = 500
const patienceMs = 30_000

/** Runs a statement once the database is there again: it is being started anew for a few seconds at most. */
export async function whenReachable(run: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await run()
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > deadline) throw error
      await sleep(lookAgainMs)
    }
  }
}
