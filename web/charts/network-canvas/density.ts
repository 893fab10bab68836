/**
 * Trade as density: every edge is a thin curve that adds its weight to the pixels it crosses, so that what thousands
 * of edges carry together shows as shade and none hides another. Forty thousand edges take some 100 ms, where
 * stroking them on a canvas takes seconds.
 */
import { isEdgeDrawn, type EdgeFilter, type Picture } from './picture.ts'
import type { View } from './view.ts'

export interface Frame {
  readonly width: number
  readonly height: number
}

/** Ends of a curve and its two control points, in units of the picture. */
export interface Curve {
  readonly x1: number
  readonly y1: number
  readonly ax: number
  readonly bx: number
  readonly x2: number
  readonly y2: number
}

/** Nearer than this sideways, an edge leaves to the right and comes back. */
const SIDEWAYS = 60
const BULGE = 70

/** From the supplier to the buyer, leaving and arriving level. */
export function curveOf({ x, y, supplier, buyer }: Picture, edge: number): Curve {
  const from = supplier[edge]!
  const to = buyer[edge]!
  const x1 = x[from]!
  const x2 = x[to]!
  const dx = x2 - x1
  const near = Math.abs(dx) < SIDEWAYS
  const reach = near ? BULGE : dx * 0.45
  return { x1, y1: y[from]!, ax: x1 + reach, bx: near ? x2 + reach : x2 - reach, x2, y2: y[to]! }
}

/** Weight of an edge by its amount against a large one: between 0.12 and 1. */
export function weightOf(amount: number, large: number): number {
  return 0.12 + 0.88 * Math.sqrt(Math.min(1, amount / large))
}

export interface Density {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
  /** Pixels of the frame to a side of one value. */
  readonly step: 1 | 2
  /** Edges that the filter lets through, in sight or not. */
  readonly drawn: number
}

/** From so many edges on, single ones cannot be told apart and half the resolution shows the same shade. */
const CROWD = 12_000

/** Sum of the weights of all drawn edges over each pixel. */
export function edgeDensity(picture: Picture, view: View, frame: Frame, filter: EdgeFilter): Density {
  const edges = drawnEdges(picture, filter)
  const step = edges.length > CROWD ? 2 : 1
  const coarse = { width: Math.ceil(frame.width / step), height: Math.ceil(frame.height / step) }
  const scaled = { scale: view.scale / step, x: view.x / step, y: view.y / step }
  const values = new Float32Array(coarse.width * coarse.height)
  // Edges stand in falling order: the hundredth part from the top is large.
  const large = picture.amount[Math.floor(picture.edges / 100)] ?? 1
  for (const edge of edges) {
    addCurve(values, coarse, scaled, curveOf(picture, edge), weightOf(picture.amount[edge]!, large))
  }
  return { values, ...coarse, step, drawn: edges.length }
}

function drawnEdges(picture: Picture, filter: EdgeFilter): Uint32Array {
  const edges = new Uint32Array(picture.edges)
  let count = 0
  for (let edge = 0; edge < picture.edges && picture.amount[edge]! >= filter.least; edge += 1) {
    if (isEdgeDrawn(picture, edge, filter)) edges[count++] = edge
  }
  return edges.subarray(0, count)
}

/** A cubic in short straight pieces; pieces outside the frame cost nothing. */
function addCurve(density: Float32Array, frame: Frame, view: View, curve: Curve, weight: number): void {
  const { scale } = view
  const x1 = view.x + curve.x1 * scale
  const y1 = view.y + curve.y1 * scale
  const x2 = view.x + curve.x2 * scale
  const y2 = view.y + curve.y2 * scale
  const ax = view.x + curve.ax * scale
  const bx = view.x + curve.bx * scale
  if (Math.max(y1, y2) < 0 || Math.min(y1, y2) > frame.height) return
  if (Math.max(x1, x2, ax, bx) < 0 || Math.min(x1, x2, ax, bx) > frame.width) return
  const length = Math.abs(x2 - x1) + Math.abs(y2 - y1)
  const pieces = Math.min(28, Math.max(4, Math.ceil(length / 24)))
  let px = x1
  let py = y1
  for (let piece = 1; piece <= pieces; piece += 1) {
    const t = piece / pieces
    const u = 1 - t
    const a = u * u * u
    const b = 3 * u * u * t
    const c = 3 * u * t * t
    const d = t * t * t
    const qx = a * x1 + b * ax + c * bx + d * x2
    const qy = (a + b) * y1 + (c + d) * y2
    addLine(density, frame, px, py, qx, qy, weight)
    px = qx
    py = qy
  }
}

/** One pixel step along the longer axis, shared between the two pixels on either side of the line. */
function addLine(
  density: Float32Array,
  { width, height }: Frame,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  weight: number,
): void {
  const dx = x2 - x1
  const dy = y2 - y1
  const level = Math.abs(dx) >= Math.abs(dy)
  const steps = Math.max(1, Math.round(level ? Math.abs(dx) : Math.abs(dy)))
  if (Math.max(x1, x2) < 1 || Math.min(x1, x2) > width - 2) return
  if (Math.max(y1, y2) < 1 || Math.min(y1, y2) > height - 2) return
  const sx = dx / steps
  const sy = dy / steps
  const beside = level ? width : 1
  let x = x1
  let y = y1
  for (let step = 0; step < steps; step += 1, x += sx, y += sy) {
    if (x < 1 || y < 1 || x > width - 2 || y > height - 2) continue
    const left = x | 0
    const top = y | 0
    const share = level ? y - top : x - left
    const at = top * width + left
    density[at]! += weight * (1 - share)
    density[at + beside]! += weight * share
  }
}

/**
 * The density that a tenth of the crossed pixels exceed: shades are scaled by it, so that few edges are seen and
 * many do not run into one another.
 */
export function upperDensity({ values }: Density): number {
  const sample: number[] = []
  for (let pixel = 0; pixel < values.length; pixel += 37) {
    const value = values[pixel]!
    if (value > 0) sample.push(value)
  }
  sample.sort((a, b) => a - b)
  return sample[Math.floor(sample.length * 0.9)] ?? 1
}
