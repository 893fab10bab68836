/**
 * The way of each link: a curve out of the card, along the space between two rows where columns lie in
 * between, and a curve into the card. No link crosses a card, so every one can be followed by eye; links
 * into one card share their last stretch. Paths are in the units of the layout.
 */
import type { ColumnLayout, PlacedCard } from './column-layout.ts'

export interface RoutedLink {
  readonly id: string
  readonly source: string
  readonly target: string
}

export type PathCommand =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['C', number, number, number, number, number, number]

export type LinkPath = readonly PathCommand[]

type Side = 'left' | 'right'

interface Ends {
  readonly link: RoutedLink
  readonly from: PlacedCard
  readonly to: PlacedCard
  readonly out: Side
  readonly into: Side
}

/** Links whose ends are not both in the layout are left out. */
export function routeLinks(
  layout: ColumnLayout,
  links: readonly RoutedLink[],
): ReadonlyMap<string, LinkPath> {
  const last = Math.max(...[...layout.cards.values()].map(({ column }) => column))
  const ends = links.flatMap((link): Ends[] => {
    const from = layout.cards.get(link.source)
    const to = layout.cards.get(link.target)
    if (from === undefined || to === undefined || from === to) return []
    if (from.column === to.column) {
      // Beyond the last column there is no room.
      const side: Side = from.column === last ? 'left' : 'right'
      return [{ link, from, to, out: side, into: side }]
    }
    const forward = to.column > from.column
    return [{ link, from, to, out: forward ? 'right' : 'left', into: forward ? 'left' : 'right' }]
  })
  const heights = spreadEnds(layout, ends)
  return new Map(ends.map((one) => [one.link.id, routeOne(layout, one, heights)]))
}

/** Ends on one side of a card stand apart, in the order of the cards they lead to. */
function spreadEnds(layout: ColumnLayout, ends: readonly Ends[]): ReadonlyMap<string, number> {
  const sides = new Map<string, { key: string; toward: number }[]>()
  const add = (card: PlacedCard, side: Side, key: string, other: PlacedCard) => {
    const place = `${card.id} ${side}`
    sides.set(place, [...(sides.get(place) ?? []), { key, toward: other.row + other.column / 100 }])
  }
  for (const { link, from, to, out, into } of ends) {
    add(from, out, `${link.id} out`, to)
    add(to, into, `${link.id} in`, from)
  }
  const heights = new Map<string, number>()
  const room = layout.cardHeight * 0.62
  for (const list of sides.values()) {
    const sorted = list.toSorted((a, b) => a.toward - b.toward)
    const step = Math.min(7, room / Math.max(1, sorted.length - 1))
    for (const [index, { key }] of sorted.entries()) {
      heights.set(key, (index - (sorted.length - 1) / 2) * step)
    }
  }
  return heights
}

function routeOne(layout: ColumnLayout, ends: Ends, heights: ReadonlyMap<string, number>): LinkPath {
  const { link, from, to, out, into } = ends
  const { cardWidth, cardHeight, gutter } = layout
  const middle = cardHeight / 2
  const start: Point = [
    from.x + (out === 'right' ? cardWidth : 0),
    from.y + middle + (heights.get(`${link.id} out`) ?? 0),
  ]
  const end: Point = [
    to.x + (into === 'right' ? cardWidth : 0),
    to.y + middle + (heights.get(`${link.id} in`) ?? 0),
  ]
  if (from.column === to.column) return loop(start, end, out === 'right' ? gutter : -gutter)
  if (Math.abs(to.column - from.column) === 1) return [['M', ...start], bend(start, end)]
  const direction = out === 'right' ? 1 : -1
  const lane = laneHeight(layout, from, to)
  const enter: Point = [start[0] + direction * gutter, lane]
  const leave: Point = [end[0] - direction * gutter, lane]
  return [['M', ...start], bend(start, enter), ['L', ...leave], bend(leave, end)]
}

type Point = readonly [x: number, y: number]

/** Between two columns: level at both ends. */
function bend([x1, y1]: Point, [x2, y2]: Point): PathCommand {
  const half = (x2 - x1) / 2
  return ['C', x1 + half, y1, x2 - half, y2, x2, y2]
}

/** Between two cards of one column: out to one side and back. */
function loop(start: Point, end: Point, room: number): LinkPath {
  const reach = start[0] + room * 0.9
  return [
    ['M', ...start],
    ['C', reach, start[1], reach, end[1], ...end],
  ]
}

/** The space beside the row of the card it leads to, on the side it comes from; three tracks to a space. */
function laneHeight(layout: ColumnLayout, from: PlacedCard, to: PlacedCard): number {
  const { cardHeight, gap, head } = layout
  const above = from.row < to.row || (from.row === to.row && to.column % 2 === 0) || to.row === 0
  const lane = above ? to.row : to.row + 1
  const track = ((to.column % 3) - 1) * Math.min(4, gap / 3.4)
  return head + lane * (cardHeight + gap) + gap / 2 + track
}

export function pathText(path: LinkPath): string {
  return path.map((command) => command.join(' ')).join(' ')
}
