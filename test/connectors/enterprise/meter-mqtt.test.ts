import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Aedes } from 'aedes'
import mqtt from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import connector from '../../../connectors/enterprise/meter-mqtt.ts'
import type { Connector, Delivery } from '../../../connectors/contract.ts'
import { readJsonl } from '../../../connectors/formats/jsonl.ts'
import { fetchContext, rowsOf } from '../records.ts'

const source: Connector = connector
let broker: Aedes
let server: Server
let url: string
let spool: string

beforeEach(async () => {
  broker = await Aedes.createBroker()
  server = createServer((socket) => broker.handle(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`
  spool = await mkdtemp(path.join(tmpdir(), 'spool-'))
})
afterEach(async () => {
  await new Promise<void>((resolve) => broker.close(resolve))
  server.close()
  await rm(spool, { recursive: true })
})

const context = (options: Record<string, string> = {}, signal = AbortSignal.timeout(20_000)) =>
  fetchContext({
    options: { url, topic: 'meters/+/+', spool, listenSeconds: '0.6', batchSize: '4', ...options },
    signal,
  })

const reading = (meter: number, value: number) =>
  JSON.stringify({
    meter_id: `M${meter}`,
    read_at: '2026-01-15 08:00:00',
    credit_code: '91370523DEM0000016',
    medium: '电',
    value,
    unit: '千瓦时',
  })

async function publish(payloads: readonly string[], topic = 'meters/91370523DEM0000016/M9'): Promise<void> {
  const client = await mqtt.connectAsync(url)
  for (const payload of payloads) await client.publishAsync(topic, payload, { qos: 1 })
  await client.endAsync()
}

async function linesOf(delivery: Delivery) {
  if (!('path' in delivery.content)) throw new Error('应为文件')
  return Array.fromAsync(readJsonl(delivery.content))
}

/** Takes deliveries as the engine does: the next is asked for when one is loaded. */
async function collect(given = context()): Promise<{ readonly values: string[]; readonly sizes: number[] }> {
  const values: string[] = []
  const sizes: number[] = []
  for await (const delivery of source.fetch(given)) {
    const records = await linesOf(delivery)
    sizes.push(records.length)
    values.push(...records.map((record) => record.value ?? ''))
  }
  return { values, sizes }
}

/** A first run subscribes; from then on the broker keeps what comes. */
const subscribe = () => collect(context({ listenSeconds: '0.1' }))

describe('meter readings', () => {
  it('come in batches, in order, and nothing stays behind', async () => {
    await subscribe()
    await publish(Array.from({ length: 10 }, (_, at) => reading(1, at)))
    const { values, sizes } = await collect()
    expect(values).toEqual(Array.from({ length: 10 }, (_, at) => String(at)))
    expect(sizes).toEqual([4, 4, 2])
    expect(await readdir(spool)).toEqual([])
  })

  it('come while the run listens', async () => {
    const running = collect(context({ listenSeconds: '1.5' }))
    await new Promise((resolve) => setTimeout(resolve, 500))
    await publish([reading(1, 1), reading(1, 2)])
    expect((await running).values).toEqual(['1', '2'])
  })

  it('of a batch that failed to load come again', async () => {
    await subscribe()
    await publish(Array.from({ length: 6 }, (_, at) => reading(1, at)))
    for await (const delivery of source.fetch(context())) {
      expect(await linesOf(delivery)).toHaveLength(4)
      break
    }
    expect((await collect()).values.toSorted()).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  it('left by a killed run come first, but for the line that was being written', async () => {
    await writeFile(
      path.join(spool, '20260101000000000-000001.part'),
      `${reading(1, 41)}\n${reading(1, 42)}\n{"meter_id":"M1","val`,
    )
    await writeFile(path.join(spool, '20260101000000001-000001.part'), '{"meter')
    expect((await collect()).values).toEqual(['41', '42'])
    expect(await readdir(spool)).toEqual([])
  })

  it('are on disk before they are acknowledged', async () => {
    await subscribe()
    await publish([reading(1, 7)])
    const acknowledged = new Promise<string>((resolve) => {
      broker.on('ack', () => {
        void readdir(spool)
          .then(async ([name = '']) => readFile(path.join(spool, name), 'utf8'))
          .then(resolve)
      })
    })
    await collect()
    expect(await acknowledged).toContain('"value":"7"')
  })

  it('stop when the run is stopped', async () => {
    const stop = new AbortController()
    const running = collect(context({ listenSeconds: '30' }, stop.signal))
    setTimeout(() => stop.abort(), 300)
    expect(await running).toEqual({ values: [], sizes: [] })
  })
})

describe('payloads', () => {
  const parsed = async (payload: string, topic?: string) => {
    await subscribe()
    await publish([payload], topic)
    const rows: unknown[] = []
    for await (const delivery of source.fetch(context())) {
      for (const record of await linesOf(delivery))
        rows.push(...rowsOf(source.parse?.(record, delivery) ?? []))
    }
    return rows
  }

  it('may be lists, and may leave meter and enterprise to the topic', async () => {
    const payload = '[{"read_at":"2026-01-15T08:00:00+08:00","medium":"水","value":12.50,"unit":"吨"}]'
    expect(await parsed(payload, 'meters/91370523DEM0000016/W1')).toEqual([
      {
        meter_id: 'W1',
        read_at: '2026-01-15T08:00:00+08:00',
        credit_code: '91370523DEM0000016',
        medium: '水',
        value: '12.50',
        unit: '吨',
      },
    ])
  })

  it('that are no JSON are kept and lack what the contract requires', async () => {
    expect(await parsed('12.5 kWh')).toEqual([
      {
        meter_id: 'M9',
        read_at: undefined,
        credit_code: '91370523DEM0000016',
        medium: undefined,
        value: undefined,
        unit: undefined,
      },
    ])
  })
})

it('says when the broker cannot be reached', async () => {
  await expect(collect(context({ url: 'mqtt://127.0.0.1:1' }))).rejects.toThrow(
    '无法连接消息代理 127.0.0.1:1',
  )
  await expect(collect(fetchContext())).rejects.toThrow('缺少选项 url')
})
