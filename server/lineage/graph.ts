import { dataset as datasetOf, datasets } from '../datasets/registry.ts'
import { stages } from './stages.ts'
import { screens, shows } from './screens.ts'

export const layers = [
  { id: 'source', title: '来源' },
  { id: 'batch', title: '批次与文件' },
  { id: 'dataset', title: '数据集' },
  { id: 'stage', title: '融合与产业链' },
  { id: 'figure', title: '指标与预警' },
  { id: 'use', title: '页面与交付' },
] as const
export type LayerId = (typeof layers)[number]['id']

export interface Node {
  /** 'dataset:public/honour', 'stage:fusion', 'metric:cluster-scale', 'screen:government/cockpit' */
  readonly id: string
  readonly layer: LayerId
  readonly title: string
  readonly summary: string
  /** Read by the subject itself, not through a stage in between; for what comes after likewise. */
  readonly direct: boolean
}

export interface Graph {
  readonly nodes: Map<string, Node>
  /** 'from>to' by ids of nodes. */
  readonly links: Set<string>
}

export const emptyGraph = (): Graph => ({ nodes: new Map(), links: new Set() })

/** A node known already keeps its place; once direct, always direct. */
export function addNode(graph: Graph, node: Node): void {
  const known = graph.nodes.get(node.id)
  if (known === undefined || (node.direct && !known.direct)) graph.nodes.set(node.id, node)
}

export function link(graph: Graph, from: string, to: string): void {
  if (from !== to) graph.links.add(`${from}>${to}`)
}

export function addDataset(graph: Graph, id: string, direct: boolean): string {
  const { title, summary } = datasetOf(id)
  const node = `dataset:${id}`
  addNode(graph, { id: node, layer: 'dataset', title, summary, direct })
  return node
}

/** Node id of a stage: metrics and rules are figures, the others stages of their own. */
export function stageNode(id: string): string {
  return id.startsWith('metric:') || id.startsWith('alert:') ? id : `stage:${id}`
}

export function addStage(graph: Graph, id: string, direct: boolean): string {
  const stage = stages.get(id)
  const node = stageNode(id)
  addNode(graph, {
    id: node,
    layer: node.startsWith('stage:') && id !== 'migration-watch' ? 'stage' : 'figure',
    title: stage?.title ?? id,
    summary: stage?.summary ?? '',
    direct,
  })
  return node
}

/** What a stage rests on: its datasets, the stages before it and theirs. */
export function addUpstream(graph: Graph, stageId: string, to: string, direct = true): void {
  const stage = stages.get(stageId)
  if (stage === undefined) return
  for (const id of stage.datasets) link(graph, addDataset(graph, id, direct), to)
  for (const before of stage.after) {
    const known = graph.nodes.has(stageNode(before))
    const node = addStage(graph, before, direct)
    link(graph, node, to)
    if (!known) addUpstream(graph, before, node, false)
  }
}

/** What is computed from a dataset or a stage, and the pages that show it. */
export function addDownstream(graph: Graph, from: string, stageIds: readonly string[], direct = true): void {
  for (const id of stageIds) {
    const known = graph.nodes.has(stageNode(id))
    const node = addStage(graph, id, direct)
    link(graph, from, node)
    if (known) continue
    addDownstream(graph, node, stagesNext(id), false)
    addScreens(graph, node)
  }
}

/** Stages computed from this one, with none in between. */
export function stagesNext(id: string): string[] {
  return [...stages.values()].filter(({ after }) => after.includes(id)).map((stage) => stage.id)
}

/** Pages that show what a node stands for. */
export function addScreens(graph: Graph, node: string): void {
  const { direct } = graph.nodes.get(node) ?? { direct: true }
  for (const screen of screens) {
    if (!shows(screen, node.replace(/^stage:/, ''))) continue
    const id = `screen:${screen.id}`
    addNode(graph, { id, layer: 'use', title: screen.title, summary: `/${screen.id}`, direct })
    link(graph, node, id)
  }
}

/** Stages that read a dataset themselves. */
export function stagesReading(datasetId: string): string[] {
  if (!datasets.has(datasetId)) return []
  return [...stages.values()].filter((stage) => stage.datasets.includes(datasetId)).map(({ id }) => id)
}
