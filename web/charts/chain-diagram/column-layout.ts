/**
 * Places cards in named columns, left to right. All columns share one grid of rows, so that the space
 * between two rows runs through the whole picture and links can pass there without crossing a card
 * (link-routes.ts). A crowded group takes two or three columns side by side. Lengths are CSS pixels.
 */

export interface ColumnGroup {
  readonly id: string
  /** From top to bottom. */
  readonly members: readonly string[]
  /** Where the group takes several columns, low depths stand to the left ({@link supplyDepths}). */
  readonly depths?: ReadonlyMap<string, number>
}

export interface PlacedCard {
  readonly id: string
  readonly group: string
  /** Of the whole picture, from the left. */
  readonly column: number
  readonly row: number
  /** Upper left corner. */
  readonly x: number
  readonly y: number
}

export interface PlacedGroup {
  readonly id: string
  readonly x: number
  readonly width: number
}

export interface ColumnLayout {
  readonly cards: ReadonlyMap<string, PlacedCard>
  readonly groups: readonly PlacedGroup[]
  readonly cardWidth: number
  readonly cardHeight: number
  /** Space between columns, and between rows. */
  readonly gutter: number
  readonly gap: number
  /** Height of the names of the groups above the first row. */
  readonly head: number
  readonly width: number
  readonly height: number
  /** Cards too low for a bar of their own line. */
  readonly compact: boolean
}

export interface CardLimits {
  readonly minimumWidth: number
  readonly minimumHeight: number
  readonly maximumWidth: number
  readonly maximumHeight: number
}

interface Grid {
  readonly rows: number
  readonly columns: number
  readonly pitchX: number
  readonly pitchY: number
}

const EDGE = 6
const HEAD = 38
/** Shares of the pitch that stay free between columns and between rows. */
const GUTTER_SHARE = 0.18
const GAP_SHARE = 0.17
const MINIMUM_GUTTER = 22
const MINIMUM_GAP = 7
const COMPACT_BELOW = 58

export function layColumns(
  groups: readonly ColumnGroup[],
  box: { readonly width: number; readonly height: number },
  limits: CardLimits,
): ColumnLayout {
  const grid = chooseGrid(groups, box, limits)
  const gutter = Math.max(MINIMUM_GUTTER, Math.round(grid.pitchX * GUTTER_SHARE))
  const gap = Math.max(
    MINIMUM_GAP,
    Math.min(Math.round(grid.pitchY * GAP_SHARE), Math.floor(grid.pitchY) - limits.minimumHeight),
  )
  const cardWidth = clamp(grid.pitchX - gutter, limits.minimumWidth, limits.maximumWidth)
  const cardHeight = clamp(grid.pitchY - gap, limits.minimumHeight, limits.maximumHeight)
  const used = grid.columns * cardWidth + (grid.columns - 1) * gutter
  const spread = Math.max(0, box.width - 2 * EDGE - used) / Math.max(1, grid.columns - 1)
  const step = cardWidth + gutter + Math.min(spread, cardWidth * 0.6)
  const cards = new Map<string, PlacedCard>()
  const placed: PlacedGroup[] = []
  let column = 0
  for (const group of groups) {
    const count = columnsOf(group, grid.rows)
    const rows = Math.ceil(group.members.length / count)
    for (const [index, id] of inColumns(group, rows).entries()) {
      const at = column + Math.floor(index / rows)
      const row = index % rows
      cards.set(id, {
        id,
        group: group.id,
        column: at,
        row,
        x: EDGE + at * step,
        // A link passes above the first row as well.
        y: HEAD + gap + row * (cardHeight + gap),
      })
    }
    placed.push({ id: group.id, x: EDGE + column * step, width: (count - 1) * step + cardWidth })
    column += count
  }
  return {
    cards,
    groups: placed,
    cardWidth,
    cardHeight,
    gutter: step - cardWidth,
    gap,
    head: HEAD,
    width: 2 * EDGE + (grid.columns - 1) * step + cardWidth,
    height: HEAD + grid.rows * (cardHeight + gap) + EDGE,
    compact: cardHeight < COMPACT_BELOW,
  }
}

function columnsOf({ members }: ColumnGroup, rows: number): number {
  return Math.max(1, Math.ceil(members.length / rows))
}

/** Members column by column, each column in the order given. */
function inColumns({ members, depths }: ColumnGroup, rows: number): readonly string[] {
  if (depths === undefined || members.length <= rows) return members
  const depthOf = (id: string) => depths.get(id) ?? 0
  const sorted = members.toSorted((a, b) => depthOf(a) - depthOf(b))
  const place = new Map(members.map((id, index) => [id, index]))
  const columns: string[] = []
  for (let start = 0; start < sorted.length; start += rows) {
    const column = sorted.slice(start, start + rows)
    columns.push(...column.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)))
  }
  return columns
}

/** The number of rows at which cards come out largest by the side that is shortest. */
function chooseGrid(
  groups: readonly ColumnGroup[],
  box: { readonly width: number; readonly height: number },
  limits: CardLimits,
): Grid {
  const most = Math.max(1, ...groups.map(({ members }) => members.length))
  let best: (Grid & { readonly score: number }) | null = null
  for (let asked = 1; asked <= most; asked += 1) {
    const columns = groups.reduce((sum, group) => sum + columnsOf(group, asked), 0)
    const rows = Math.max(
      1,
      ...groups.map((group) => Math.ceil(group.members.length / columnsOf(group, asked))),
    )
    const pitchX = (box.width - 2 * EDGE) / Math.max(1, columns)
    const pitchY = (box.height - HEAD - EDGE) / rows
    const score = Math.min(
      pitchX / (limits.minimumWidth + MINIMUM_GUTTER),
      pitchY / (limits.minimumHeight + MINIMUM_GAP),
    )
    if (best === null || score > best.score) best = { rows, columns, pitchX, pitchY, score }
  }
  return best ?? { rows: 1, columns: 1, pitchX: box.width, pitchY: box.height }
}

function clamp(value: number, low: number, high: number): number {
  return Math.floor(Math.min(high, Math.max(low, value)))
}

/**
 * How many steps of supply inside the group stand before each member, 0 for those that nobody inside
 * supplies. A circle is cut where it closes.
 */
export function supplyDepths(
  members: readonly string[],
  links: readonly { readonly supplier: string; readonly buyer: string }[],
): ReadonlyMap<string, number> {
  const suppliers = new Map<string, string[]>(members.map((id) => [id, []]))
  for (const { supplier, buyer } of links) {
    if (supplier !== buyer && suppliers.has(supplier)) suppliers.get(buyer)?.push(supplier)
  }
  const depths = new Map<string, number>()
  const open = new Set<string>()
  const visit = (id: string): number => {
    const known = depths.get(id)
    if (known !== undefined) return known
    open.add(id)
    const before = (suppliers.get(id) ?? []).filter((one) => !open.has(one)).map(visit)
    open.delete(id)
    const depth = before.length === 0 ? 0 : 1 + Math.max(...before)
    depths.set(id, depth)
    return depth
  }
  for (const id of members) visit(id)
  return depths
}
