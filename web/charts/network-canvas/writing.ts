/** What is written in the picture: the name of each segment over its firms, and the names of firms. */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import type { Palette } from '../palette.ts'
import type { Label } from './labels.ts'
import type { View } from './view.ts'

export type Pen = CanvasRenderingContext2D

/** Lower bands have no room for a line. */
const LEAST_HEAD = 9.5
/** Of BAND_HEAD in the layout: the room above the firms of a band. */
const BAND_HEAD = 21
const SPILL = 0.95

/**
 * Names of segments at the upper left of their bands, with the number of firms where there is room. A name may
 * run into the space beside the column; one that has no room is not written, never cut.
 */
export function writeBands(
  pen: Pen,
  data: ClusterNetwork,
  view: View,
  mask: Uint8Array | undefined,
  { colour }: Palette,
): void {
  const head = BAND_HEAD * view.scale
  if (head < LEAST_HEAD) return
  const size = Math.min(15, Math.max(11, head * 0.72))
  pen.textBaseline = 'middle'
  const gutter = gutterOf(data) * SPILL
  const shown = firmsShown(data, mask)
  for (const [segment, { title, band, nodes }] of data.segments.entries()) {
    if (band === null || nodes === 0) continue
    const firms = shown[segment] ?? 0
    const x = view.x + band.x * view.scale
    const y = view.y + band.y * view.scale
    const room = (band.width + gutter) * view.scale - 8
    const short = title.replace(/（.*）$/, '')
    pen.font = `600 ${size}px ${colour.font}`
    const text = [title, short].find((one) => pen.measureText(one).width <= room)
    if (text === undefined) continue
    const width = pen.measureText(text).width
    halo(pen, text, x + 4, y + head / 2 + 1, colour.card)
    // A band whose firms are all filtered out stays in its place.
    pen.fillStyle = firms > 0 ? colour.ink : colour['ink-3']
    pen.fillText(text, x + 4, y + head / 2 + 1)
    if (firms === 0) continue
    const count = `${firms} 家`
    pen.font = `${size - 1}px ${colour.font}`
    if (width + 8 + pen.measureText(count).width > room) continue
    halo(pen, count, x + 10 + width, y + head / 2 + 1, colour.card)
    pen.fillStyle = colour['ink-2']
    pen.fillText(count, x + 10 + width, y + head / 2 + 1)
  }
}

/** Firms drawn in each segment. */
function firmsShown({ nodes, segments }: ClusterNetwork, mask: Uint8Array | undefined): Uint32Array {
  const counts = new Uint32Array(segments.length)
  for (const [node, segment] of nodes.segment.entries()) {
    if (segment >= 0 && mask?.[node] !== 0) counts[segment]! += 1
  }
  return counts
}

/** Narrowest space between two columns. */
function gutterOf({ stages }: ClusterNetwork): number {
  return stages
    .slice(1)
    .reduce((least, { from }, index) => Math.min(least, from - (stages[index]?.to ?? from)), 200)
}

export function writeLabels(pen: Pen, labels: readonly Label[], { colour }: Palette, weight = 400): void {
  pen.textBaseline = 'middle'
  pen.font = `${weight} 12px ${colour.font}`
  for (const { text, x, y } of labels) {
    halo(pen, text, x, y, colour.card)
    pen.fillStyle = colour.ink
    pen.fillText(text, x, y)
  }
}

function halo(pen: Pen, text: string, x: number, y: number, colour: string): void {
  pen.strokeStyle = colour
  pen.lineWidth = 3
  pen.lineJoin = 'round'
  pen.strokeText(text, x, y)
}
