/** The picture of a chain composed of plain shapes from the same layout and links as on the screen. */
import type { ChainGraph, SegmentState } from '../../../../server/api/schemas/chain.ts'
import { linkStroke, type DiagramLink } from '../../../charts/chain-diagram/graph-data.ts'
import { pathText, routeLinks, type LinkPath } from '../../../charts/chain-diagram/link-routes.ts'
import type { ColumnLayout } from '../../../charts/chain-diagram/column-layout.ts'
import { breakText, type Drawing, type Ruler, type Shape } from '../../../charts/drawing/shapes.ts'
import type { Palette } from '../../../charts/palette.ts'
import { realmTitles, strengthTitles } from '../../../data/vocabulary.ts'
import { formatNumber } from '../../../parts/format.ts'
import { firmsText, ratioText } from './segment-card.tsx'

export interface ChainDrawing {
  readonly graph: ChainGraph
  readonly layout: ColumnLayout
  readonly links: readonly DiagramLink[]
  readonly palette: Palette
  readonly ruler: Ruler
}

const PAD = 24
const TITLE = 62
const LINE = 20
/** Of the size of a text: from the top of its line to its baseline. */
const RISE = 0.9

/** Bands, links and cards alone, where the page around says what they are. */
export function drawChain(wanted: ChainDrawing): Drawing {
  const { graph, layout } = wanted
  return {
    width: Math.ceil(layout.width),
    height: Math.ceil(layout.height),
    title: `${graph.region.name}${graph.chain.title}产业链图，${graph.segments.length} 个环节`,
    shapes: shapesOf(wanted, 0, 0),
  }
}

/** With title, region, period, 演示数据 and the lines under it, so that it can stand alone in a report. */
export function drawFramedChain(wanted: ChainDrawing, notes: readonly string[]): Drawing {
  const { graph, layout, palette, ruler } = wanted
  const { colour } = palette
  const width = Math.ceil(layout.width + 2 * PAD)
  const room = width - 2 * PAD
  const lines = notes.flatMap((note) => breakText(note, room, (text) => ruler(text, 12)))
  const height = Math.ceil(TITLE + layout.height + 18 + lines.length * LINE + 8)
  const title = `${graph.chain.title}产业链图`
  const mark = realmTitles[graph.realm]
  const markRoom = ruler(mark, 14, 600) + 20
  return {
    width,
    height,
    title: `${title}，${graph.region.name}，${graph.periodTitle}`,
    shapes: [
      { kind: 'box', x: 0, y: 0, width, height, fill: colour.card },
      { kind: 'text', text: title, x: PAD, y: 38, size: 20, weight: 700, fill: colour.ink },
      {
        kind: 'text',
        text: `${graph.region.name} · ${graph.periodTitle}`,
        x: PAD + ruler(title, 20, 700) + 14,
        y: 38,
        size: 14,
        fill: colour['ink-2'],
      },
      ...(graph.realm === 'demonstration'
        ? ([
            {
              kind: 'box',
              x: width - PAD - markRoom,
              y: 18,
              width: markRoom,
              height: 28,
              radius: 5,
              fill: colour.weak,
            },
            {
              kind: 'text',
              text: mark,
              x: width - PAD - markRoom + 10,
              y: 37,
              size: 14,
              weight: 600,
              fill: colour.ink,
            },
          ] satisfies Shape[])
        : []),
      ...shapesOf(wanted, PAD, TITLE),
      ...lines.map((text, index): Shape => ({
        kind: 'text',
        text,
        x: PAD,
        y: TITLE + layout.height + 18 + (index + RISE - 0.3) * LINE,
        size: 12,
        fill: colour['ink-2'],
      })),
    ],
  }
}

/** All shapes with the layout's corner at (dx, dy). */
function shapesOf(wanted: ChainDrawing, dx: number, dy: number): readonly Shape[] {
  const { graph, layout, links, palette } = wanted
  const routes = routeLinks(layout, links)
  return [
    ...layout.groups.flatMap((group) => bandShapes(wanted, group.id, dx, dy)),
    ...links
      .toSorted((a, b) => Number(a.tone === 'chosen') - Number(b.tone === 'chosen'))
      .flatMap((link): Shape[] => {
        const route = routes.get(link.id)
        if (route === undefined) return []
        return [
          {
            kind: 'line',
            path: pathText(shift(route, dx, dy)),
            stroke: linkStroke(link.tone, palette),
            width: link.width,
            ...(link.inferred ? { dash: [5, 4] } : {}),
          },
        ]
      }),
    ...graph.segments.flatMap((segment) => cardShapes(wanted, segment, dx, dy)),
  ]
}

function shift(path: LinkPath, dx: number, dy: number): LinkPath {
  return path.map((step) =>
    step[0] === 'C'
      ? ['C', step[1] + dx, step[2] + dy, step[3] + dx, step[4] + dy, step[5] + dx, step[6] + dy]
      : [step[0], step[1] + dx, step[2] + dy],
  )
}

function bandShapes({ graph, layout, palette }: ChainDrawing, id: string, dx: number, dy: number): Shape[] {
  const group = layout.groups.find((one) => one.id === id)
  const stage = graph.stages.find((one) => one.id === id)
  if (group === undefined || stage === undefined) return []
  const { colour } = palette
  const count = graph.segments.filter((segment) => segment.stage === id).length
  const x = dx + group.x
  return [
    {
      kind: 'box',
      x: x - 6,
      y: dy,
      width: group.width + 12,
      height: layout.height,
      radius: 8,
      fill: colour.ground,
    },
    { kind: 'text', text: stage.title, x: x + 2, y: dy + 17, size: 14, weight: 600, fill: colour.ink },
    {
      kind: 'text',
      text: `${count} 环节 · ${formatNumber(stage.enterprises)} 家`,
      x: x + 2,
      y: dy + 34,
      size: 12,
      fill: colour['ink-2'],
    },
  ]
}

function cardShapes(
  { layout, palette, ruler }: ChainDrawing,
  segment: SegmentState,
  dx: number,
  dy: number,
): Shape[] {
  const placed = layout.cards.get(segment.id)
  if (placed === undefined) return []
  const { colour } = palette
  const { cardWidth: width, cardHeight: height, compact } = layout
  const x = dx + placed.x
  const y = dy + placed.y
  const tint = palette.strength[segment.strength]
  const gap = segment.strength === 'missing'
  const whole = compact ? 12 : 13
  const left = x + 11
  const room = width - 18
  const base = y + height - (compact ? 20 : 29) + 12 * RISE
  const bar = { x: left, y: y + height - (compact ? 5 : 11), height: 4 }
  const word = strengthTitles[segment.strength]
  const plain = { size: 12, fill: colour['ink-2'] }
  const lines = breakText(segment.title, room, (text) => ruler(text, whole, 600))
  // Two lines leave the words under them their place.
  const crowded = lines.length > 1
  const size = crowded ? whole - 1 : whole
  return [
    {
      kind: 'box',
      x: x + 0.5,
      y: y + 0.5,
      width: width - 1,
      height: height - 1,
      radius: 6,
      fill: gap || segment.strength === 'unknown' ? tint.soft : colour.card,
      stroke: gap ? tint.mark : colour['line-2'],
      ...(gap ? { dash: [4, 3] } : {}),
    },
    { kind: 'box', x, y: y + 1, width: 4, height: height - 2, radius: 2, fill: tint.mark },
    ...lines.map((text, index): Shape => ({
      kind: 'text',
      text,
      x: left,
      y: y + (crowded ? 3.5 : 5) + index * (size + 1.5) + size * RISE,
      size,
      weight: 600,
      fill: colour.ink,
    })),
    { kind: 'text', text: word, x: left, y: base, size: 12, weight: 600, fill: tint.word },
    { kind: 'text', text: firmsText(segment), x: left + ruler(word, 12, 600) + 6, y: base, ...plain },
    ...(gap
      ? []
      : ([
          { kind: 'text', text: ratioText(segment), x: x + width - 7, y: base, anchor: 'end', ...plain },
        ] satisfies Shape[])),
    { kind: 'box', ...bar, width: room, fill: colour.line },
    ...(segment.localSupplyRatio === null
      ? []
      : ([
          {
            kind: 'box',
            ...bar,
            width: room * Math.min(1, segment.localSupplyRatio),
            fill: tint.mark,
          },
        ] satisfies Shape[])),
  ]
}
