/** Where the cards of the layers stand: columns from left to right, what is linked directly first. */
import type { Lineage, LineageNode } from '../../../../server/api/schemas/lineage.ts'

export const cardHeight = 58
const cardGap = 10
export const headHeight = 28
/** Between columns, where the links run: narrower on a desk. */
const alleys = { wide: 44, narrow: 26, from: 1100 } as const
const leastWidth = 108

/** Indirect nodes of a layer stand together as one card, unless they are few or opened. */
const fewNodes = 2

export interface Placed {
  readonly id: string
  /** Null for the card of those that stand together. */
  readonly node: LineageNode | null
  readonly title: string
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly columns: readonly { readonly title: string; readonly x: number; readonly count: number }[]
  readonly cards: readonly Placed[]
  readonly lines: readonly {
    readonly id: string
    readonly from: string
    readonly to: string
    readonly path: string
  }[]
  readonly cardWidth: number
  readonly width: number
  readonly height: number
}

export const gathered = (layer: string) => `more:${layer}`

export function layOut(lineage: Lineage, width: number, opened: ReadonlySet<string>): Layout {
  const layers = lineage.layers.filter(({ id }) => lineage.nodes.some(({ layer }) => layer === id))
  const alley = width < alleys.from ? alleys.narrow : alleys.wide
  const room = width - alley * (layers.length - 1)
  const cardWidth = Math.max(leastWidth, Math.floor(room / layers.length))
  const cards: Placed[] = []
  /** Which card a node is drawn as. */
  const drawnAs = new Map<string, string>()
  const columns = layers.map((layer, column) => {
    const x = column * (cardWidth + alley)
    const nodes = lineage.nodes.filter((node) => node.layer === layer.id)
    const indirect = nodes.filter(({ direct }) => !direct)
    const together = indirect.length > fewNodes && !opened.has(layer.id)
    const shown = together ? nodes.filter(({ direct }) => direct) : nodes
    const place = (id: string, node: LineageNode | null, title: string) =>
      cards.push({
        id,
        node,
        title,
        x,
        y: headHeight + cards.filter((card) => card.x === x).length * (cardHeight + cardGap),
      })
    for (const node of shown) {
      place(node.id, node, node.title)
      drawnAs.set(node.id, node.id)
    }
    if (together) {
      const id = gathered(layer.id)
      place(id, null, `间接相关 ${indirect.length} 项`)
      for (const node of indirect) drawnAs.set(node.id, id)
    }
    return { title: layer.title, x, count: nodes.length }
  })
  const at = new Map(cards.map((card) => [card.id, card]))
  const seen = new Set<string>()
  const lines = lineage.links.flatMap(({ from, to }) => {
    const [start, end] = [at.get(drawnAs.get(from) ?? ''), at.get(drawnAs.get(to) ?? '')]
    if (start === undefined || end === undefined || start.x >= end.x) return []
    const id = `${start.id}>${end.id}`
    if (seen.has(id)) return []
    seen.add(id)
    return [{ id, from: start.id, to: end.id, path: curve(start, end, cardWidth) }]
  })
  const lowest = cards.reduce((most, { y }) => Math.max(most, y + cardHeight), 0)
  return {
    columns,
    cards,
    lines,
    cardWidth,
    width: layers.length * cardWidth + (layers.length - 1) * alley,
    height: lowest + cardGap,
  }
}

function curve(start: Placed, end: Placed, cardWidth: number): string {
  const [x1, y1] = [start.x + cardWidth, start.y + cardHeight / 2]
  const [x2, y2] = [end.x, end.y + cardHeight / 2]
  const bend = Math.min(60, (x2 - x1) / 2)
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}

/** Cards on a way from or to the chosen one. */
export function connected(lines: Layout['lines'], chosen: string | null): ReadonlySet<string> {
  const found = new Set<string>(chosen === null ? [] : [chosen])
  for (const [near, far] of [
    ['from', 'to'],
    ['to', 'from'],
  ] as const) {
    const open = chosen === null ? [] : [chosen]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const line of lines) {
        if (line[near] !== next || (found.has(line[far]) && line[far] !== chosen)) continue
        found.add(line[far])
        open.push(line[far])
      }
    }
  }
  return found
}
