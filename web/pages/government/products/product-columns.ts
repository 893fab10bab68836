/** The products of a picture in columns by the steps goods take, and which of their links are drawn. */
import type { ProductNeighbourhood } from '../../../../server/api/schemas/product.ts'
import type { ColumnGroup, ColumnLayout } from '../../../charts/chain-diagram/column-layout.ts'

/** A wider block of one step hides its own links. */
const MOST_COLUMNS = 2

export interface StepColumn extends ColumnGroup {
  readonly hop: number
  /** Products of this step in the whole network. */
  readonly total: number
}

/** Farthest materials to the left. Columns that are left go to the steps with the most products. */
export function stepColumns(
  { nodes, steps }: ProductNeighbourhood,
  room: { readonly columns: number; readonly rows: number },
): readonly StepColumn[] {
  const byHop = [...Map.groupBy(nodes, ({ hop }) => hop)].toSorted(([a], [b]) => a - b)
  const columns = new Map(byHop.map(([hop]) => [hop, 1]))
  for (let left = room.columns - byHop.length; left > 0; left -= 1) {
    const [first] = byHop
      .filter(([hop]) => (columns.get(hop) ?? 1) < MOST_COLUMNS)
      .map(([hop, members]) => ({ hop, over: members.length - (columns.get(hop) ?? 1) * room.rows }))
      .toSorted((a, b) => b.over - a.over)
    if (first === undefined || first.over <= 0) break
    columns.set(first.hop, (columns.get(first.hop) ?? 1) + 1)
  }
  return byHop.map(([hop, members]) => ({
    id: String(hop),
    hop,
    total: hop === 0 ? 1 : (steps.find((step) => step.hop === hop)?.total ?? members.length),
    members: members.slice(0, (columns.get(hop) ?? 1) * room.rows).map(({ id }) => id),
  }))
}

/** One link by which each product hangs on the step nearer to the centre, and every link of the selection. */
export function linksDrawn(
  { nodes, links }: ProductNeighbourhood,
  drawn: ReadonlySet<string>,
  selected: string | null,
): ProductNeighbourhood['links'] {
  const hops = new Map(nodes.map(({ id, hop }) => [id, hop]))
  const held = new Set<string>()
  return links.filter(({ source, target }) => {
    if (!drawn.has(source) || !drawn.has(target)) return false
    if (source === selected || target === selected) return true
    const far = (hops.get(target) ?? 0) > 0 ? target : source
    if (held.has(far)) return false
    held.add(far)
    return true
  })
}

/** Short columns in the middle of their height: the product stands between its materials and its uses. */
export function centreColumns(layout: ColumnLayout): ColumnLayout {
  const cards = [...layout.cards.values()]
  const rows = Math.max(0, ...cards.map(({ row }) => row + 1))
  const used = new Map<string, number>()
  for (const { group, row } of cards) used.set(group, Math.max(used.get(group) ?? 0, row + 1))
  return {
    ...layout,
    cards: new Map(
      cards.map((card) => {
        const shift = Math.floor((rows - (used.get(card.group) ?? rows)) / 2)
        const moved = { ...card, row: card.row + shift, y: card.y + shift * (layout.cardHeight + layout.gap) }
        return [card.id, moved]
      }),
    ),
  }
}

export function stepTitle(hop: number): string {
  if (hop === 0) return '产品'
  if (hop === -1) return '上游材料'
  if (hop === 1) return '下游产品'
  return hop < 0 ? `上游第 ${-hop} 层` : `下游第 ${hop} 层`
}
