import type {
  Connector,
  ContractRecord,
  Delivery,
  FetchContext,
  Parsed,
  SourceRecord,
} from '../../connectors/contract.ts'

/** A context without network, folder or options; a test gives what its connector needs. */
export function fetchContext(given: Partial<FetchContext> = {}): FetchContext {
  return {
    options: {},
    now: new Date('2026-01-15T00:00:00Z'),
    signal: AbortSignal.timeout(60_000),
    http: () => Promise.reject(new Error('此测试不使用网络')),
    ...given,
  }
}

/** Records of a delivery that carries records. */
export async function recordsOf(delivery: Delivery): Promise<SourceRecord[]> {
  if (!('records' in delivery.content)) throw new Error(`交付物 ${delivery.name} 不是记录`)
  return Array.fromAsync(delivery.content.records())
}

export async function deliveriesOf(connector: Connector, context: FetchContext): Promise<Delivery[]> {
  return Array.fromAsync(connector.fetch(context))
}

/** What `parse` makes of a record, always as a list; [] where it was left out by name. */
export function rowsOf(parsed: Parsed): readonly ContractRecord[] {
  if (Array.isArray(parsed)) return parsed as readonly ContractRecord[]
  return 'ignored' in parsed && typeof parsed.ignored === 'string' ? [] : [parsed as ContractRecord]
}
