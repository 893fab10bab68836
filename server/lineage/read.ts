import { sql } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import type { Databases, FigureScope } from './figure.ts'
import {
  addDataset,
  addDownstream,
  addNode,
  addScreens,
  addStage,
  addUpstream,
  emptyGraph,
  type Graph,
  layers,
  link,
  type Node,
  stageNode,
  stagesNext,
  stagesReading,
} from './graph.ts'
import { addBatch, addBatches, addContracts, addSources } from './origins.ts'
import { knownConnectors, readSubject, type Sample, type SourceSubject, type Subject } from './subject.ts'

export type Direction = 'upstream' | 'downstream' | 'both'

/**
 * Where something comes from and what uses it. Stages, metrics and rules are followed by what they declare;
 * what single numbers rest on is counted in their records. Null = the subject names nothing.
 */
export async function readLineage(
  databases: Databases,
  id: string,
  direction: Direction | undefined,
  scope: FigureScope,
) {
  const subject = await readSubject(databases, id, scope)
  if (subject === null) return null
  const way = direction ?? (subject.kind === 'source' ? 'downstream' : 'upstream')
  const graph = emptyGraph()
  const start = await addSubject(databases, graph, id, subject, way)
  const counts = subject.kind === 'number' ? recordsByNode(subject.batches) : new Map<string, number>()
  const facts = await readFacts(databases, [...graph.nodes.keys()])
  const connectors = await knownConnectors()
  const order = layers.map((layer) => layer.id)
  const nodes = [...graph.nodes.values()]
    .toSorted(
      (a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || Number(b.direct) - Number(a.direct),
    )
    .map((node) => ({
      ...node,
      ...describe(node, facts, connectors.get(node.id.replace(/^source:/, ''))?.publisher ?? null),
      records: counts.get(node.id) ?? null,
      samples: subject.kind === 'number' ? samplesOf(node, subject.samples) : [],
    }))
  return {
    subject: {
      id,
      node: start,
      title: subject.title,
      summary: subject.summary,
      value: subject.kind === 'number' ? subject.value : null,
      unit: subject.kind === 'number' ? subject.unit : '',
      digits: subject.kind === 'number' ? subject.digits : 0,
      period: subject.kind === 'number' ? subject.period : null,
      records: subject.kind === 'number' ? subject.records : null,
    },
    direction: way,
    layers: layers.map((layer) => ({ ...layer })),
    nodes,
    links: [...graph.links].flatMap((text) => {
      const [from = '', to = ''] = text.split('>')
      return graph.nodes.has(from) && graph.nodes.has(to) ? [{ from, to }] : []
    }),
    impact: way === 'upstream' ? null : impactOf(subject, nodes),
  }
}

/** @returns id of the node that stands for the subject */
async function addSubject(
  databases: Databases,
  graph: Graph,
  id: string,
  subject: Subject,
  way: Direction,
): Promise<string> {
  if (subject.kind === 'source') return addSource(databases, graph, id, subject, way)
  const { stage } = subject
  const known = subject.kind === 'stage' || (stage !== null && stageNode(stage) === id)
  const node = known && stage !== null ? addStage(graph, stage, true) : id
  if (!known) {
    addNode(graph, { id, layer: 'figure', title: subject.title, summary: subject.summary, direct: true })
  }
  if (way !== 'downstream') {
    if (stage !== null && known) addUpstream(graph, stage, node)
    else if (stage !== null) {
      const of = addStage(graph, stage, true)
      link(graph, of, node)
      addUpstream(graph, stage, of, false)
    }
    if (subject.kind === 'number') {
      for (const dataset of subject.datasets) link(graph, addDataset(graph, dataset, true), node)
      await addBatches(databases, graph, subject.batches)
    } else await addSources(graph)
  }
  if (known && stage !== null) {
    addScreens(graph, node)
    if (way !== 'upstream') addDownstream(graph, node, stagesNext(stage))
  }
  return node
}

async function addSource(
  databases: Databases,
  graph: Graph,
  id: string,
  { dataset, connector, batchId, naming, title, summary }: SourceSubject,
  way: Direction,
): Promise<string> {
  const node = addDataset(graph, dataset, true)
  let start = node
  if (batchId !== null) {
    start = await addBatch(databases, graph, batchId, node)
  } else if (connector !== null) {
    start = `source:${connector}`
    addNode(graph, { id: start, layer: 'source', title, summary, direct: true })
    link(graph, start, node)
  }
  if (way !== 'upstream') {
    addScreens(graph, node)
    addDownstream(graph, node, naming ?? stagesReading(dataset))
    await addContracts(databases, graph, dataset, node, id)
  }
  if (way !== 'downstream') await addSources(graph)
  return start
}

function recordsByNode(
  batches: readonly { readonly dataset: string; readonly batchId: number; readonly records: number }[],
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { dataset, batchId, records } of batches) {
    counts.set(`batch:${batchId}`, records)
    counts.set(`dataset:${dataset}`, (counts.get(`dataset:${dataset}`) ?? 0) + records)
  }
  return counts
}

function samplesOf(node: Node, samples: readonly Sample[]): Sample[] {
  return samples.filter(
    ({ source }) => node.id === `dataset:${source.dataset}` || node.id === `batch:${source.batchId}`,
  )
}

interface Facts {
  readonly rows: number
  readonly lastLoadedAt: Date
}

/** Rows and last load of the datasets among the nodes. */
async function readFacts(
  { platform }: Databases,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Facts>> {
  const named = ids.flatMap((id) => (id.startsWith('dataset:') ? [id.slice('dataset:'.length)] : []))
  const { rows } = await sql<Facts & { id: string }>`
    select 'dataset:' || dataset as id, sum(inserted)::bigint as rows, max(finished_at) as "lastLoadedAt"
    from brain.batch where status = 'loaded' and dataset = any(${named}) group by dataset
    union all
    select 'source:' || source, sum(inserted)::bigint, max(finished_at)
    from brain.batch where status = 'loaded' and 'source:' || source = any(${ids}) group by source
    union all
    select 'batch:' || id, inserted + updated, finished_at
    from brain.batch where 'batch:' || id = any(${ids}) and finished_at is not null`.execute(platform.kysely)
  return new Map(rows.map((row) => [row.id, row]))
}

function describe(node: Node, facts: ReadonlyMap<string, Facts>, publisher: string | null) {
  const found = facts.get(node.id)
  const dataset = datasets.get(node.id.replace(/^dataset:/, ''))
  return {
    rows: found?.rows ?? null,
    lastLoadedAt: found?.lastLoadedAt.toISOString() ?? null,
    steward: dataset?.steward ?? publisher,
    grade: dataset?.grade ?? null,
  }
}

/** What no longer moves when the subject comes no more. */
function impactOf(subject: Subject, nodes: readonly Node[]) {
  const titles = (test: (node: Node) => boolean) => nodes.filter(test).map(({ title }) => title)
  const groups = [
    { title: '指标', items: titles(({ id }) => id.startsWith('metric:')) },
    {
      title: '预警规则与评分',
      items: titles(({ id }) => id.startsWith('alert:') || id === 'stage:migration-watch'),
    },
    { title: '融合与产业链', items: titles(({ layer }) => layer === 'stage') },
    { title: '页面', items: titles(({ id }) => id.startsWith('screen:')) },
    { title: '数据合约', items: titles(({ id }) => id.startsWith('contract:')) },
  ].filter(({ items }) => items.length > 0)
  return {
    sentence:
      groups.length === 0
        ? `“${subject.title}”目前没有被任何指标、预警、页面或合约使用。`
        : `如果“${subject.title}”停更，受影响的是${groups.map(({ title, items }) => `${title} ${items.length} 项`).join('、')}。`,
    groups,
  }
}
