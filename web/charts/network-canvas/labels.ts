/** Names of firms where there is room: the largest first, none over another and none over a mark of its size. */
import type { HitGrid } from './hit-grid.ts'
import type { Picture } from './picture.ts'
import type { View } from './view.ts'

export interface Label {
  readonly node: number
  readonly text: string
  /** Left edge and middle of the line, CSS pixels of the box. */
  readonly x: number
  readonly y: number
  readonly width: number
}

export interface LabelRules {
  /** Marks smaller than this on the screen stay without a name, CSS pixels. */
  readonly leastRadius: number
  readonly most: number
  readonly measure: (text: string) => number
  /** Names stand whole within it. */
  readonly bounds: {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  /** Which firms want a name, the first first. */
  readonly order: Iterable<number>
}

const LINE = 15
const GAP = 3

/** 东营某某轮胎股份有限公司 → 东营某某轮胎: a picture has no room for the form of the company. */
export function shortName(name: string): string {
  const short = name.replace(/(?:股份|集团|责任)*(?:有限)?(?:责任)?公司$/u, '')
  return short.length >= 2 ? short : name
}

export function placeLabels(
  picture: Picture,
  names: readonly string[],
  view: View,
  grid: HitGrid,
  { leastRadius, most, measure, bounds, order }: LabelRules,
): readonly Label[] {
  const labels: Label[] = []
  for (const node of order) {
    if (labels.length >= most) break
    const radius = picture.radius[node]! * view.scale
    const cx = view.x + picture.x[node]! * view.scale
    const cy = view.y + picture.y[node]! * view.scale
    if (radius < leastRadius || !isWithin(bounds, cx, cy, 0, 0)) continue
    const text = shortName(names[node] ?? '')
    const width = measure(text)
    const places = [
      { x: cx - width / 2, y: cy + radius + GAP + LINE / 2 },
      { x: cx + radius + GAP, y: cy },
      { x: cx - width / 2, y: cy - radius - GAP - LINE / 2 },
    ]
    const free = places.find(
      ({ x, y }) =>
        isWithin(bounds, x + width / 2, y, width / 2 + 2, LINE / 2) &&
        labels.every((other) => isApart(other, { x, y, width })) &&
        !coversMark(picture, grid, view, { x, y, width }, node),
    )
    if (free === undefined) continue
    labels.push({ node, text, width, ...free })
  }
  return labels
}

interface Line {
  readonly x: number
  readonly y: number
  readonly width: number
}

function isApart(a: Line, b: Line): boolean {
  return Math.abs(a.y - b.y) >= LINE || a.x + a.width + 4 < b.x || b.x + b.width + 4 < a.x
}

function isWithin(
  { left, top, right, bottom }: LabelRules['bounds'],
  x: number,
  y: number,
  halfWidth: number,
  halfHeight: number,
): boolean {
  return x - halfWidth >= left && x + halfWidth <= right && y - halfHeight >= top && y + halfHeight <= bottom
}

/** Whether the line would run over another mark at least three quarters as large. */
function coversMark(picture: Picture, grid: HitGrid, view: View, line: Line, own: number): boolean {
  const step = 6
  for (let x = line.x; x <= line.x + line.width; x += step) {
    const found = grid.at((x - view.x) / view.scale, (line.y - view.y) / view.scale, LINE / 3 / view.scale)
    if (found !== null && found !== own && picture.radius[found]! >= picture.radius[own]! * 0.75) return true
  }
  return false
}
