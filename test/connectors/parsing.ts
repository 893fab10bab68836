import type { ContractRecord, Parsed, SourceRecord } from '../../connectors/contract.ts'
import { readConnectors } from '../../server/ingest/connectors.ts'
import { rowsOf } from './records.ts'

const connectors = await readConnectors()

export function parse(id: string, record: SourceRecord, name = ''): Parsed {
  const connector = connectors.get(id)
  if (connector?.parse === undefined) throw new Error(`${id} 没有 parse`)
  return connector.parse(record, { name })
}

/** The columns that a row has, absent and blank ones left out. */
export function values(row: ContractRecord | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row ?? {}).filter(([, value]) => value !== undefined && value !== ''),
  ) as Record<string, string>
}

/** The one row that a record gives. */
export const only = (id: string, record: SourceRecord, name?: string) =>
  values(rowsOf(parse(id, record, name))[0])
