import type { FastifyInstance } from 'fastify'

const lookAgainMs = 50
/** An upload or a slow reader is not waited for longer. */
const patienceMs = 10_000

/**
 * Lets answers under way go out when the server is closed. Their connections stay open for another request
 * that never comes; node closes only those that were idle when closing began.
 */
export function endConnectionsOnClose(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    const { server } = app
    if (!server.listening) return done()
    const idle = setInterval(() => server.closeIdleConnections(), lookAgainMs)
    const all = setTimeout(() => server.closeAllConnections(), patienceMs)
    server.once('close', () => {
      clearInterval(idle)
      clearTimeout(all)
    })
    done()
  })
}
