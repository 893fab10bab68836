/** Which links of a firm's network are drawn, and its firms in columns by the way goods take to and from it. */
import type { Neighbourhood } from '../../../../server/api/schemas/enterprise.ts'
import type { ColumnGroup } from '../../../charts/chain-diagram/column-layout.ts'

export type NetworkLink = Neighbourhood['links'][number]

/** Two firms may trade in several segments: one line for all of them. */
export interface FirmLink {
  readonly id: string
  readonly supplier: string
  readonly buyer: string
  /** 元, trailing 12 months */
  readonly amount: number
  readonly parts: readonly NetworkLink[]
}

export function firmLinks(links: readonly NetworkLink[]): readonly FirmLink[] {
  const pairs = Map.groupBy(links, ({ supplier, buyer }) => JSON.stringify([supplier, buyer]))
  return [...pairs].flatMap(([id, parts]) => {
    const [first] = parts
    if (first === undefined) return []
    const amount = parts.reduce((sum, part) => sum + part.amount, 0)
    return { id, supplier: first.supplier, buyer: first.buyer, amount, parts }
  })
}

/**
 * The strongest link by which each firm hangs on the one before it, toward the centre; and every link of
 * the selection. All of them would be a hairball.
 */
export function linksDrawn(
  { nodes }: Neighbourhood,
  links: readonly FirmLink[],
  selected: string | null,
): readonly FirmLink[] {
  const hops = new Map(nodes.map(({ id, hop }) => [id, hop]))
  const strongest = new Map<string, FirmLink>()
  for (const link of links) {
    const [supplier, buyer] = [hops.get(link.supplier), hops.get(link.buyer)]
    if (supplier === undefined || buyer === undefined || buyer !== supplier + 1) continue
    const far = buyer > 0 ? link.buyer : link.supplier
    const known = strongest.get(far)
    if (known === undefined || known.amount < link.amount) strongest.set(far, link)
  }
  const shown = new Set(strongest.values())
  return links.filter((link) => shown.has(link) || link.supplier === selected || link.buyer === selected)
}

/** A wider block of one distance hides its own links. */
const MOST_COLUMNS = 2

export interface HopColumn extends ColumnGroup {
  readonly hop: number
  /** Firms of this distance, of which the first ones are members. */
  readonly total: number
}

/**
 * Farthest suppliers to the left, farthest customers to the right; within a distance by trade. Every
 * distance has a column; columns that are left go to the distances with the most firms.
 */
export function firmColumns(
  { nodes }: Neighbourhood,
  links: readonly FirmLink[],
  room: { readonly columns: number; readonly rows: number },
): readonly HopColumn[] {
  const trade = new Map<string, number>()
  for (const { supplier, buyer, amount } of links) {
    trade.set(supplier, (trade.get(supplier) ?? 0) + amount)
    trade.set(buyer, (trade.get(buyer) ?? 0) + amount)
  }
  const byHop = [...Map.groupBy(nodes, ({ hop }) => hop)].toSorted(([a], [b]) => a - b)
  const columns = new Map(byHop.map(([hop]) => [hop, 1]))
  for (let left = room.columns - byHop.length; left > 0; left -= 1) {
    const [first] = byHop
      .filter(([hop]) => (columns.get(hop) ?? 1) < MOST_COLUMNS)
      .map(([hop, firms]) => ({ hop, over: firms.length - (columns.get(hop) ?? 1) * room.rows }))
      .toSorted((a, b) => b.over - a.over)
    if (first === undefined || first.over <= 0) break
    columns.set(first.hop, (columns.get(first.hop) ?? 1) + 1)
  }
  return byHop.map(([hop, firms]) => ({
    id: String(hop),
    hop,
    total: firms.length,
    members: firms
      .toSorted((a, b) => (trade.get(b.id) ?? 0) - (trade.get(a.id) ?? 0) || a.id.localeCompare(b.id))
      .slice(0, (columns.get(hop) ?? 1) * room.rows)
      .map(({ id }) => id),
  }))
}

export function hopTitle(hop: number): string {
  if (hop === 0) return '中心企业'
  return hop < 0 ? `上游第 ${-hop} 层` : `下游第 ${hop} 层`
}
