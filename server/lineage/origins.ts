import { sql } from 'kysely'
import type { Databases } from './figure.ts'
import { addDataset, addNode, type Graph, link } from './graph.ts'
import { knownConnectors } from './subject.ts'

/** Batches drawn by themselves; the rest stand together as one. */
const batchesShown = 6

/** @returns id of the node */
export async function addBatch({ platform }: Databases, graph: Graph, batchId: number, dataset: string) {
  const { rows } = await sql<{ source: string; file_name: string }>`
    select source, file_name from brain.batch where id = ${batchId}`.execute(platform.kysely)
  const node = `batch:${batchId}`
  const [batch] = rows
  addNode(graph, {
    id: node,
    layer: 'batch',
    title: `批次 ${batchId}`,
    summary: batch?.file_name ?? '',
    direct: true,
  })
  link(graph, node, dataset)
  if (batch !== undefined) await addOrigin(graph, batch.source, node)
  return node
}

/** The batches that gave the records of a number, the most first, and where they came from. */
export async function addBatches(
  { platform }: Databases,
  graph: Graph,
  batches: readonly { readonly dataset: string; readonly batchId: number; readonly records: number }[],
): Promise<void> {
  const { rows } = await sql<{ id: number; source: string; file_name: string }>`
    select id, source, file_name from brain.batch where id = any(${batches.map(({ batchId }) => batchId)})`.execute(
    platform.kysely,
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  for (const [dataset, group] of Map.groupBy(batches, (batch) => batch.dataset)) {
    const target = addDataset(graph, dataset, true)
    for (const { batchId } of group.slice(0, batchesShown)) {
      const batch = known.get(batchId)
      const node = `batch:${batchId}`
      addNode(graph, {
        id: node,
        layer: 'batch',
        title: `批次 ${batchId}`,
        summary: batch?.file_name ?? '',
        direct: true,
      })
      link(graph, node, target)
      if (batch !== undefined) await addOrigin(graph, batch.source, node)
    }
    const rest = group.slice(batchesShown)
    if (rest.length === 0) continue
    const node = `batches:${dataset}`
    const records = rest.reduce((sum, one) => sum + one.records, 0)
    addNode(graph, {
      id: node,
      layer: 'batch',
      title: `另有 ${rest.length} 批`,
      summary: `${records} 条记录`,
      direct: true,
    })
    link(graph, node, target)
    for (const source of new Set(rest.flatMap(({ batchId }) => known.get(batchId)?.source ?? [])))
      await addOrigin(graph, source, node)
  }
}

async function addOrigin(graph: Graph, source: string, to: string): Promise<void> {
  const connector = (await knownConnectors()).get(source)
  const node = `source:${source}`
  addNode(graph, {
    id: node,
    layer: 'source',
    title: connector?.title ?? (source.startsWith('upload/') ? `文件提交（${source.slice(7)}）` : source),
    summary: connector?.publisher ?? '提交单位',
    direct: true,
  })
  link(graph, node, to)
}

/** Connectors of the datasets in the graph. */
export async function addSources(graph: Graph): Promise<void> {
  for (const connector of (await knownConnectors()).values()) {
    const dataset = graph.nodes.get(`dataset:${connector.dataset}`)
    if (dataset?.direct !== true) continue
    const node = `source:${connector.id}`
    addNode(graph, {
      id: node,
      layer: 'source',
      title: connector.title,
      summary: connector.publisher,
      direct: true,
    })
    link(graph, node, dataset.id)
  }
}

/** Contracts in force under which the dataset is delivered; of a column, those that include it. */
export async function addContracts(
  { platform }: Databases,
  graph: Graph,
  dataset: string,
  from: string,
  subject: string,
): Promise<void> {
  const column = subject.startsWith('column:') ? (subject.split('#')[1] ?? null) : null
  const { rows } = await sql<{ number: string; purpose: string; valid_until: string }>`
    select contract.number, request.purpose_text as purpose, request.valid_until::text
    from brain.exchange_contract contract join brain.exchange_request request on request.id = contract.request_id
    where request.dataset = ${dataset} and request.valid_until >= current_date
      and (${column}::text is null or ${column} = any(request.columns))
      and not exists (select from brain.exchange_revocation revoked where revoked.contract_id = contract.id)
    order by contract.id`.execute(platform.kysely)
  for (const { number, purpose, valid_until: until } of rows) {
    const id = `contract:${number}`
    addNode(graph, {
      id,
      layer: 'use',
      title: `数据合约 ${number}`,
      summary: `${purpose}，至 ${until}`,
      direct: true,
    })
    link(graph, from, id)
  }
}
