/**
 * Places the enterprises of a chain in one picture: columns are stages, bands in a column are segments in the
 * order of the standard, and within a band firms stand in rows like words on a page, the one that trades most first and
 * largest in size. Nothing depends on chance or on the region, so a firm keeps its place from view to view.
 * Ten thousand firms take some hundred milliseconds, most of it the search for the largest mark that fits.
 */

export interface LayoutFirm {
  readonly node: number
  /** Segment id; '' = in no segment of the chain. */
  readonly segment: string
  /** Sold and bought, trailing 12 months; only its order and proportion matter. */
  readonly trade: number
}

export interface LayoutColumn {
  /** Stage id; '' = firms in no segment of the chain. */
  readonly id: string
  readonly from: number
  readonly to: number
}

export interface LayoutBand {
  readonly segment: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface LayoutPlace {
  readonly node: number
  readonly segment: string
  readonly x: number
  readonly y: number
  readonly radius: number
}

export interface NetworkLayout {
  readonly width: number
  readonly height: number
  readonly columns: readonly LayoutColumn[]
  readonly bands: readonly LayoutBand[]
  readonly places: readonly LayoutPlace[]
}

export interface LayoutChain {
  readonly stages: readonly { readonly id: string; readonly order: number }[]
  readonly segments: readonly { readonly id: string; readonly stage: string; readonly order: number }[]
}

/** Of the picture's own units; a screen of 1,400 × 800 CSS pixels shows it at about 0.9. */
const WIDTH = 1600
const HEIGHT = 900
/** Names of the stages stand outside the picture, which moves under them. */
const HEAD = 4
const EDGE = 10
/** The name of the segment stands above its firms. */
const BAND_HEAD = 21
const BAND_PAD = 4
const BAND_GAP = 5
/** Farther apart, bands of a column no longer look like one. */
const WIDEST_GAP = 70
/** Share of the width between columns: there the trade is seen. */
const GUTTERS = 0.3
const LARGEST_CELL = 24
/** The name of a segment and its count need this. */
const NARROWEST = 150
/** A column of many bands would rather grow sideways, with a single row of firms to each. */
const WIDEST = 240

interface Band {
  readonly segment: string
  readonly firms: readonly LayoutFirm[]
  /** Side of each firm's mark in cells. */
  readonly sides: readonly number[]
}

interface Column {
  readonly id: string
  readonly bands: readonly Band[]
}

export function layNetwork(chain: LayoutChain, firms: readonly LayoutFirm[]): NetworkLayout {
  const columns = columnsOf(chain, firms)
  const empty = { width: WIDTH, height: HEIGHT, columns: [], bands: [], places: [] }
  if (columns.length === 0) return empty
  const room = (WIDTH - 2 * EDGE) * (1 - (columns.length > 1 ? GUTTERS : 0))
  const cell = largestCell(columns, room)
  return place(columns, cell, firms)
}

/** Stages that have firms, with the segments that have firms; then the firms of no segment. */
function columnsOf(chain: LayoutChain, firms: readonly LayoutFirm[]): Column[] {
  const known = new Set(chain.segments.map(({ id }) => id))
  const bySegment = Map.groupBy(firms, ({ segment }) => (known.has(segment) ? segment : ''))
  const largest = sideLimits(firms)
  const bandOf = (segment: string): Band[] => {
    const members = bySegment.get(segment)
    if (members === undefined) return []
    const sorted = members.toSorted((a, b) => b.trade - a.trade || a.node - b.node)
    return [{ segment, firms: sorted, sides: sorted.map(({ trade }) => sideOf(trade, largest)) }]
  }
  const stages = chain.stages
    .toSorted((a, b) => a.order - b.order)
    .map(({ id }) => ({
      id,
      bands: chain.segments
        .filter(({ stage }) => stage === id)
        .toSorted((a, b) => a.order - b.order)
        .flatMap((segment) => bandOf(segment.id)),
    }))
  return [...stages, { id: '', bands: bandOf('') }].filter(({ bands }) => bands.length > 0)
}

/** Trade from which a mark takes three and two cells a side: the leading two of a hundred firms, and the eight after them. */
function sideLimits(firms: readonly LayoutFirm[]): { readonly three: number; readonly two: number } {
  const trades = firms.map(({ trade }) => trade).toSorted((a, b) => b - a)
  const at = (share: number) => Math.max(Number.MIN_VALUE, trades[Math.floor(trades.length * share)] ?? 0)
  return { three: at(0.02), two: at(0.1) }
}

function sideOf(trade: number, { three, two }: { readonly three: number; readonly two: number }): number {
  if (trade > three) return 3
  return trade > two ? 2 : 1
}

/** The largest side of a cell at which all columns fit beside each other. */
function largestCell(columns: readonly Column[], room: number): number {
  let low = 0.5
  let high = LARGEST_CELL
  const fits = (cell: number) => {
    const widths = columns.map((column) => widthOf(column, cell))
    return Math.max(...widths) <= WIDEST && widths.reduce((sum, width) => sum + width, 0) <= room
  }
  if (fits(high)) return high
  for (let round = 0; round < 24; round += 1) {
    const middle = (low + high) / 2
    if (fits(middle)) low = middle
    else high = middle
  }
  return low
}

function widthOf(column: Column, cell: number): number {
  return Math.max(NARROWEST, cellsAcross(column, cell) * cell + 2 * BAND_PAD)
}

/** The narrowest width of a column, in cells, at which its bands fit below each other; Infinity where none does. */
function cellsAcross({ bands }: Column, cell: number): number {
  const height =
    HEIGHT - HEAD - EDGE - bands.length * (BAND_HEAD + 2 * BAND_PAD) - (bands.length - 1) * BAND_GAP
  const rows = Math.floor(height / cell)
  const widest = Math.ceil(WIDTH / cell)
  const least = bands.reduce((most, { sides }) => Math.max(most, sides[0] ?? 1), 3)
  const total = (across: number) => bands.reduce((sum, band) => sum + rowsOf(band, across), 0)
  if (rows < bands.length || total(widest) > rows) return Infinity
  let low = least
  let high = widest
  while (low < high) {
    const middle = (low + high) >> 1
    if (total(middle) <= rows) high = middle
    else low = middle + 1
  }
  return low
}

/** Rows of shelves: the marks of three cells, then of two, then of one beside and below them. */
function rowsOf({ sides }: Band, across: number): number {
  let rows = 0
  for (const { row, side } of cellsOf(sides, across)) rows = Math.max(rows, row + side)
  return rows
}

/** Each mark in the first free square of cells, row by row; sides never grow along the list. */
function cellsOf(
  sides: readonly number[],
  across: number,
): { readonly row: number; readonly column: number; readonly side: number }[] {
  const taken: Uint8Array[] = []
  const rowAt = (row: number): Uint8Array => (taken[row] ??= new Uint8Array(across))
  const free = (row: number, column: number, side: number) => {
    for (let dy = 0; dy < side; dy += 1)
      for (let dx = 0; dx < side; dx += 1) if (rowAt(row + dy)[column + dx] === 1) return false
    return true
  }
  let row = 0
  let column = 0
  let last = 0
  return sides.map((wanted) => {
    const side = Math.min(wanted, across)
    if (side !== last) {
      row = 0
      column = 0
      last = side
    }
    while (column + side > across || !free(row, column, side)) {
      column += 1
      if (column + side > across) {
        column = 0
        row += 1
      }
    }
    for (let dy = 0; dy < side; dy += 1) rowAt(row + dy).fill(1, column, column + side)
    const found = { row, column, side }
    column += side
    return found
  })
}

function place(columns: readonly Column[], cell: number, firms: readonly LayoutFirm[]): NetworkLayout {
  const widths = columns.map((column) => widthOf(column, cell))
  const used = widths.reduce((sum, width) => sum + width, 0)
  const gutter = (WIDTH - 2 * EDGE - used) / Math.max(1, columns.length - 1)
  const most = firms.reduce((largest, { trade }) => Math.max(largest, trade), 0)
  const placed: LayoutColumn[] = []
  const bands: LayoutBand[] = []
  const places: LayoutPlace[] = []
  let x = EDGE
  for (const [index, column] of columns.entries()) {
    const width = widths[index] ?? 0
    const across = Math.floor((width - 2 * BAND_PAD) / cell + 0.001)
    placed.push({ id: column.id, from: round(x), to: round(x + width) })
    // What is left over goes between the bands, then above and below them.
    const rows = column.bands.map((band) => rowsOf(band, across))
    const heights = rows.map((count) => BAND_HEAD + 2 * BAND_PAD + count * cell)
    const spare = HEIGHT - HEAD - EDGE - heights.reduce((sum, height) => sum + height, 0)
    const gaps = column.bands.length - 1
    const gap = Math.min(WIDEST_GAP, spare / Math.max(1, gaps))
    let y = HEAD + (spare - gap * gaps) / 2
    for (const [number, band] of column.bands.entries()) {
      const height = heights[number] ?? 0
      bands.push({
        segment: band.segment,
        x: round(x),
        y: round(y),
        width: round(width),
        height: round(height),
      })
      for (const [order, at] of cellsOf(band.sides, across).entries()) {
        const firm = band.firms[order]
        if (firm === undefined) continue
        places.push({
          node: firm.node,
          segment: band.segment,
          x: round(x + BAND_PAD + (at.column + at.side / 2) * cell),
          y: round(y + BAND_HEAD + BAND_PAD + (at.row + at.side / 2) * cell),
          radius: round(radiusOf(firm.trade / (most || 1), at.side) * cell),
        })
      }
      y += height + gap
    }
    x += width + gutter
  }
  return { width: WIDTH, height: HEIGHT, columns: placed, bands, places }
}

/** In cells: area by trade within what the firm's cells allow; the smallest can still be seen and hit. */
function radiusOf(share: number, side: number): number {
  return Math.min(side * 0.46, Math.max(side * 0.3, 1.38 * Math.sqrt(share)))
}

const round = (value: number): number => Math.round(value * 100) / 100
