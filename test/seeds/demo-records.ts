import { Readable } from 'node:stream'
import type { Connector, Delivery, FetchContext, SourceRecord } from '../../connectors/contract.ts'
import pack from '../../seeds/packs/demo.ts'

/** Connectors of the demonstration pack that this generator feeds. */
export const demoConnectorIds: readonly string[] = pack.connectors
  .map(({ id }) => id)
  .filter((id) => id.includes('/demo-'))

const context: FetchContext = {
  options: {},
  now: new Date('2026-11-15T00:00:00+08:00'),
  signal: new AbortController().signal,
  http: () => Promise.reject(new Error('演示数据不访问网络')),
}

export async function readConnector(id: string): Promise<Connector> {
  const module = (await import(`../../connectors/${id}.ts`)) as { default: Connector }
  return module.default
}

export async function readDeliveries(id: string): Promise<readonly Delivery[]> {
  const connector = await readConnector(id)
  return Array.fromAsync(connector.fetch(context))
}

export async function recordsOf(delivery: Delivery): Promise<readonly SourceRecord[]> {
  if (!('records' in delivery.content)) throw new Error(`${delivery.name} 不是内存记录`)
  return Readable.from(delivery.content.records()).toArray() as Promise<SourceRecord[]>
}

const read = new Map<string, Promise<readonly SourceRecord[]>>()

/** All records of a connector in the order of its deliveries; read once a test file. */
export function readRecords(id: string): Promise<readonly SourceRecord[]> {
  const known = read.get(id)
  if (known !== undefined) return known
  const records = readDeliveries(id).then(async (deliveries) => {
    const parts = await Promise.all(deliveries.map(recordsOf))
    return parts.flat()
  })
  read.set(id, records)
  return records
}

/** Column of a record; '' where absent. */
export function column(record: SourceRecord, name: string): string {
  return record[name] ?? ''
}
