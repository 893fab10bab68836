/** A chain laid out for paper by the grid of the screen: its proportions about A4 landscape, cards with room for two lines. */
import type { ChainGraph } from '../../../../server/api/schemas/chain.ts'
import { layColumns, supplyDepths, type ColumnLayout } from '../../../charts/chain-diagram/column-layout.ts'
import type { DiagramLink } from '../../../charts/chain-diagram/graph-data.ts'
import { chooseLinks, linkId, linkWidth, type LinkLimit } from './links-shown.ts'

const sheet = { width: 1500, height: 820 }
const limits = { minimumWidth: 132, minimumHeight: 66, maximumWidth: 224, maximumHeight: 84 }

export function layChain(
  graph: ChainGraph,
  wanted: { readonly links: LinkLimit; readonly essentialOnly: boolean },
): { readonly layout: ColumnLayout; readonly links: readonly DiagramLink[] } {
  const shown = chooseLinks(graph.links, graph.segments, {
    limit: wanted.links,
    essentialOnly: wanted.essentialOnly,
    selected: null,
  })
  const most = Math.max(0, ...shown.links.map(({ amount }) => amount ?? 0))
  const groups = graph.stages
    .toSorted((a, b) => a.order - b.order)
    .map(({ id }) => {
      const members = graph.segments
        .filter(({ stage }) => stage === id)
        .toSorted((a, b) => a.order - b.order)
        .map((segment) => segment.id)
      return { id, members, depths: supplyDepths(members, graph.links) }
    })
    .filter(({ members }) => members.length > 0)
  return {
    layout: layColumns(groups, sheet, limits),
    links: shown.links.map((link) => ({
      id: linkId(link),
      source: link.supplier,
      target: link.buyer,
      width: linkWidth(link.amount, most),
      inferred: link.inferred,
      tone: 'plain',
    })),
  }
}
