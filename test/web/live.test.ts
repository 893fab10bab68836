import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import type { Socket } from 'socket.io-client'
import { expect, test } from 'vitest'
import type { Alert, AlertList } from '../../server/api/schemas/alert.ts'
import { LiveConnection } from '../../web/data/live.ts'

/** The part of a socket that the connection uses, driven by the test. */
class ScriptedSocket {
  #listeners = new Map<string, (payload?: unknown) => void>()

  on(name: string, listener: (payload?: unknown) => void): this {
    this.#listeners.set(name, listener)
    return this
  }

  disconnect(): this {
    return this
  }

  emit(name: string, payload?: unknown): void {
    this.#listeners.get(name)?.(payload)
  }
}

const alert = (sequence: number) => ({ sequence }) as Alert

interface World {
  readonly socket: ScriptedSocket
  readonly stored: Alert[]
  readonly seen: number[]
  failing: boolean
}

function openWorld(pageSize: number): World {
  const socket = new ScriptedSocket()
  const world: World = { socket, stored: [], seen: [], failing: false }
  const fetchAlerts = async (after: number): Promise<AlertList> => {
    if (world.failing) throw new Error('no connection')
    const items = world.stored.filter(({ sequence }) => sequence > after).slice(0, pageSize)
    return { items, nextCursor: null, latest: world.stored.at(-1)?.sequence ?? 0 }
  }
  const connection = new LiveConnection(socket as unknown as Socket, fetchAlerts)
  connection.on('alert', ({ sequence }) => world.seen.push(sequence))
  connection.startAfter(0)
  return world
}

test('hands out every stored alert exactly once, whatever the connection does', async () => {
  const step = fc.constantFrom('pushed', 'lost', 'twice', 'reconnect', 'reconnect while the API is down')
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      async (steps, pageSize) => {
        const world = openWorld(pageSize)
        world.socket.emit('connect')
        for (const name of steps) {
          if (name === 'reconnect' || name === 'reconnect while the API is down') {
            world.failing = name !== 'reconnect'
            world.socket.emit('disconnect')
            world.socket.emit('connect')
            await setImmediate()
            world.failing = false
            continue
          }
          const made = alert(world.stored.length + 1)
          world.stored.push(made)
          if (name !== 'lost') world.socket.emit('alert', made)
          if (name === 'twice') world.socket.emit('alert', made)
        }
        world.socket.emit('connect')
        await setImmediate()
        expect(world.seen.toSorted((a, b) => a - b)).toEqual(world.stored.map(({ sequence }) => sequence))
      },
    ),
  )
})

test('hands out nothing of before the screen was opened', async () => {
  const socket = new ScriptedSocket()
  const asked: number[] = []
  const connection = new LiveConnection(socket as unknown as Socket, async (after) => {
    asked.push(after)
    return { items: [], nextCursor: null, latest: 7 }
  })
  socket.emit('connect')
  await setImmediate()
  expect(asked).toEqual([])
  connection.startAfter(7)
  await setImmediate()
  expect(asked).toEqual([7])
})
