import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { expect, test } from 'vitest'
import { attachRealtime } from '../../server/realtime/realtime.ts'
import { fakeServices } from './fake-services.ts'
import { startTestServer } from './test-server.ts'

test('a server that is closed gives the answers under way, ends its connections and takes no more', async () => {
  const services = fakeServices()
  let asked: () => void = () => undefined
  const underWay = new Promise<void>((resolve) => {
    asked = resolve
  })
  const server = await startTestServer({
    services: {
      chain: {
        ...services.chain,
        async list() {
          asked()
          await sleep(300)
          return []
        },
      },
    },
  })
  const cookie = await server.signIn('province')
  const realtime = await attachRealtime({
    app: server.app,
    database: server.database,
    alerts: services.alerts,
  })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  const socket = io(address, {
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { cookie },
  })
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  const ended = new Promise((resolve) => socket.once('disconnect', resolve))

  const answer = fetch(`${address}/api/chains`, { headers: { cookie } })
  await underWay
  await realtime.close()
  await server.close()

  const { status } = await answer
  expect(status).toBe(200)
  await ended
  await expect(fetch(`${address}/api/health`)).rejects.toThrow('fetch failed')
})
