/** The selection over the faded picture: its trade, its partners and their names, and the mark under the pointer. */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import type { Palette } from '../palette.ts'
import { curveOf } from './density.ts'
import type { HitGrid } from './hit-grid.ts'
import { placeLabels, type LabelRules } from './labels.ts'
import { edgesOf, type EdgeFilter, isEdgeDrawn, type Picture } from './picture.ts'
import type { Tones } from './tones.ts'
import type { View } from './view.ts'
import { type Pen, writeLabels } from './writing.ts'

export interface Chosen {
  readonly selected: number | null
  readonly hovered: number | null
}

const WIDTHS = [1, 1.8, 3] as const
/** Partners that are named: those with the most trade. */
const MOST_NAMES = 18

export interface SelectionScene {
  readonly data: ClusterNetwork
  readonly picture: Picture
  readonly view: View
  /** The part in sight, for names. */
  readonly bounds: LabelRules['bounds']
  readonly tones: Tones
  readonly filter: EdgeFilter
  readonly palette: Palette
}

/** All partners of a firm stay, also those below the least amount that the whole picture shows. */
export function partnersOf(picture: Picture, node: number, filter: EdgeFilter): readonly number[] {
  return [...edgesOf(picture, node)].filter((edge) => isEdgeDrawn(picture, edge, { ...filter, least: 0 }))
}

export function paintSelection(pen: Pen, scene: SelectionScene, { selected, hovered }: Chosen): void {
  const { picture, view, palette } = scene
  if (selected !== null) {
    const edges = partnersOf(picture, selected, scene.filter)
    strokeTrade(pen, scene, selected, edges)
    const near = new Set(edges.flatMap((edge) => [picture.supplier[edge]!, picture.buyer[edge]!]))
    for (const node of near) disc(pen, scene, node)
    disc(pen, scene, selected)
    ring(pen, scene, selected, palette.colour.ink, 2)
    pen.font = `600 12px ${palette.colour.font}`
    const partners = edges.map((edge) =>
      picture.supplier[edge] === selected ? picture.buyer[edge]! : picture.supplier[edge]!,
    )
    // Names of partners may stand over faded marks.
    const labels = placeLabels(picture, scene.data.nodes.name, view, noMarks, {
      leastRadius: 0,
      most: MOST_NAMES,
      measure: (text) => pen.measureText(text).width,
      bounds: scene.bounds,
      order: new Set([selected, ...partners]),
    })
    writeLabels(
      pen,
      labels.filter(({ node }) => node !== selected),
      palette,
    )
    writeLabels(
      pen,
      labels.filter(({ node }) => node === selected),
      palette,
      600,
    )
  }
  if (hovered !== null && hovered !== selected) ring(pen, scene, hovered, palette.colour.ink, 1.5)
}

const noMarks: HitGrid = { at: () => null }

/** One path for each side and width: purchases in the accent colour, sales in ink. */
function strokeTrade(
  pen: Pen,
  { picture, view, palette }: SelectionScene,
  node: number,
  edges: readonly number[],
): void {
  const most = Math.max(1, ...edges.map((edge) => picture.amount[edge]!))
  const paths = new Map<string, Path2D>()
  for (const edge of edges) {
    const sold = picture.supplier[edge] === node
    const share = Math.sqrt(picture.amount[edge]! / most)
    const width = share > 0.66 ? 2 : share > 0.3 ? 1 : 0
    const key = `${sold ? 1 : 0}${width}`
    const path = paths.get(key) ?? new Path2D()
    paths.set(key, path)
    const { x1, y1, ax, bx, x2, y2 } = curveOf(picture, edge)
    const sx = (value: number) => view.x + value * view.scale
    const sy = (value: number) => view.y + value * view.scale
    path.moveTo(sx(x1), sy(y1))
    path.bezierCurveTo(sx(ax), sy(y1), sx(bx), sy(y2), sx(x2), sy(y2))
  }
  for (const [key, path] of paths) {
    pen.strokeStyle = key.startsWith('1') ? palette.strength['single-source'].mark : palette.colour.accent
    pen.globalAlpha = 0.75
    pen.lineWidth = WIDTHS[Number(key[1])] ?? 1
    pen.stroke(path)
  }
  pen.globalAlpha = 1
}

function at({ picture, view }: SelectionScene, node: number) {
  return {
    x: view.x + picture.x[node]! * view.scale,
    y: view.y + picture.y[node]! * view.scale,
    radius: Math.max(2.5, picture.radius[node]! * view.scale),
  }
}

function disc(pen: Pen, scene: SelectionScene, node: number): void {
  const { x, y, radius } = at(scene, node)
  const [red = 0, green = 0, blue = 0] = scene.tones.colours[scene.tones.tone[node] ?? 0] ?? []
  pen.beginPath()
  pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.fillStyle = `rgb(${red} ${green} ${blue})`
  pen.fill()
  pen.lineWidth = 1
  pen.strokeStyle = scene.palette.colour.card
  pen.stroke()
}

function ring(pen: Pen, scene: SelectionScene, node: number, colour: string, width: number): void {
  const { x, y, radius } = at(scene, node)
  pen.beginPath()
  pen.arc(x, y, radius + width, 0, 2 * Math.PI)
  pen.strokeStyle = colour
  pen.lineWidth = width
  pen.stroke()
}
