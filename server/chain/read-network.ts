import { to as copyTo } from 'pg-copy-streams'
import type { Database } from '../warehouse/database.ts'
import { createNetwork, type EdgeList, type Network } from './network.ts'

/** PostgreSQL's binary COPY: signature, flags, empty header extension. */
const headerLength = 19
/** Field count (2) and three fields, each with its length (4): int4, int4, float4. */
const recordLength = 2 + 8 + 8 + 8

/**
 * Reads the supply network. Binary COPY is three times faster than rows of text and makes no objects:
 * each record is 26 bytes with the numbers at fixed places.
 */
export async function readNetwork(
  database: Database,
  tables = { nodes: 'brain.network_node', edges: 'brain.supply_edge' },
): Promise<Network> {
  const client = await database.pool.connect()
  try {
    // One snapshot for the counts and the edges.
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ nodes: number; edges: number }>(
      `select (select coalesce(max(node) + 1, 0) from ${tables.nodes})::int as nodes,
              (select count(*) from (select 1 from ${tables.edges}) as counted)::int as edges`,
    )
    const { nodes, edges } = rows[0] ?? { nodes: 0, edges: 0 }
    const list = {
      suppliers: new Uint32Array(edges),
      buyers: new Uint32Array(edges),
      amounts: new Float32Array(edges),
      length: edges,
    }
    const stream = client.query(
      copyTo(
        `copy (select supplier_node, buyer_node, (amount / 100.0)::float4 from ${tables.edges}) to stdout (format binary)`,
      ),
    )
    await readEdges(stream, list)
    await client.query('commit')
    return createNetwork(nodes, list)
  } finally {
    client.release()
  }
}

async function readEdges(stream: AsyncIterable<Buffer>, list: EdgeList): Promise<void> {
  let rest: Buffer = Buffer.alloc(0)
  let position = -1
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    if (position === -1) {
      if (bytes.length < headerLength) {
        rest = bytes
        continue
      }
      at = headerLength
      position = 0
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    // The trailer (field count −1) is shorter than a record, so it never looks like one.
    for (; at + recordLength <= bytes.length && position < list.length; at += recordLength, position++) {
      list.suppliers[position] = view.getInt32(at + 6)
      list.buyers[position] = view.getInt32(at + 14)
      list.amounts[position] = view.getFloat32(at + 22)
    }
    rest = bytes.subarray(at)
  }
  if (position !== list.length)
    throw new Error(`供应网络应有 ${list.length} 条边，只读到 ${Math.max(position, 0)} 条；请重新计算`)
}
