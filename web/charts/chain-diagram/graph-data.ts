/** What G6 is given: a band behind each group, a place for each card and head, the links with their paths. */
import type { GraphData } from '@antv/g6'
import type { Palette } from '../palette.ts'
import type { ColumnLayout } from './column-layout.ts'
import { routeLinks } from './link-routes.ts'

/** How much a link stands out: `chosen` belongs to the selection, `faint` to what surrounds it. */
export type LinkTone = 'plain' | 'faint' | 'chosen'

export interface DiagramLink {
  readonly id: string
  readonly source: string
  readonly target: string
  /** Stroke width, px. */
  readonly width: number
  /** From the chain standard only, no trade seen (推断). */
  readonly inferred: boolean
  readonly tone: LinkTone
}

export const headId = (group: string): string => `head ${group}`
const bandId = (group: string): string => `band ${group}`

/** Opaque, so that links that share a stretch look like one. */
export function linkStroke(tone: LinkTone, { colour }: Palette): string {
  if (tone === 'chosen') return colour.accent
  return tone === 'faint' ? colour.line : colour['line-2']
}

const zOrder: Readonly<Record<LinkTone, number>> = { faint: 0, plain: 1, chosen: 2 }
/** Of a band beyond its columns. */
export const BAND_PAD = 6

export function graphData(
  layout: ColumnLayout,
  links: readonly DiagramLink[],
  hosts: ReadonlyMap<string, HTMLElement>,
  palette: Palette,
): GraphData {
  const routes = routeLinks(layout, links)
  const bands = layout.groups.map((group) => ({
    id: bandId(group.id),
    type: 'rect',
    style: {
      x: group.x + group.width / 2,
      y: layout.height / 2,
      size: [group.width + 2 * BAND_PAD, layout.height] as [number, number],
      radius: 8,
      fill: palette.colour.ground,
      lineWidth: 0,
      pointerEvents: 'none' as const,
      zIndex: -2,
    },
  }))
  const heads = layout.groups.map((group) =>
    element(headId(group.id), hosts, group.x, 0, group.width, layout.head),
  )
  const cards = [...layout.cards.values()].map(({ id, x, y }) =>
    element(id, hosts, x, y, layout.cardWidth, layout.cardHeight),
  )
  const edges = links.flatMap((link) => {
    const route = routes.get(link.id)
    if (route === undefined) return []
    return {
      id: link.id,
      source: link.source,
      target: link.target,
      style: {
        route,
        stroke: linkStroke(link.tone, palette),
        lineWidth: link.width,
        lineDash: link.inferred ? [5, 4] : [],
        lineCap: 'round' as const,
        increasedLineWidthForHitTesting: 6,
        zIndex: zOrder[link.tone],
      },
    }
  })
  return { nodes: [...bands, ...heads, ...cards], edges }
}

function element(
  id: string,
  hosts: ReadonlyMap<string, HTMLElement>,
  x: number,
  y: number,
  width: number,
  height: number,
) {
  return {
    id,
    type: 'html',
    style: {
      x,
      y,
      size: [width, height] as [number, number],
      innerHTML: hosts.get(id) ?? '',
      cursor: 'pointer' as const,
    },
  }
}
