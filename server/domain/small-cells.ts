/**
 * Small-cell protection (小单元保护): which sums over firms may be shown to those who may not see the firms.
 *
 * The base cells of a dataset are joined, once and whatever is asked, into blocks that each tell of no single
 * firm. What is released is always a union of whole blocks. Every combination of released sums is then made
 * of whole blocks too, so no two queries, nor any number of them, isolate less than a block
 * (docs/explorer.md has the argument).
 */

/** A sum of fewer firms than this, or one that two firms make up beyond this share, tells of single firms. */
export const minimumFirms = 4
export const dominantShare = 0.85

/** Why a figure is withheld, as shown. */
export const withheldReason = `不足 ${minimumFirms} 家或两家占比过高，不予显示`

/** @param contributions what each firm adds to the figure */
export function isDisclosive(contributions: Iterable<number>): boolean {
  let firms = 0
  let total = 0
  let first = 0
  let second = 0
  for (const contribution of contributions) {
    const size = Math.abs(contribution)
    firms += 1
    total += size
    if (size > first) {
      second = first
      first = size
    } else if (size > second) second = size
  }
  return firms < minimumFirms || first + second > dominantShare * total
}

/** What each firm adds, once for each side whose firms are protected (supplier, buyer). Firms are numbered. */
export type Sides = readonly ReadonlyMap<number, number>[]

/** The finest sum of a dataset. */
export interface BaseCell {
  /** Place in the hierarchy, coarsest level first; a cell that spans several ends where they part. */
  readonly path: readonly (string | null)[]
  readonly sides: Sides
}

/** The cell has no contribution: there is nothing to protect or to show. */
const emptyCell = -1
/** The cell is never part of anything released. */
const withheldCell = -2

export interface Blocks {
  /** Number of the block of each cell, or one of the two above. */
  readonly of: Int32Array
  /** Cells of each block. */
  readonly cells: readonly (readonly number[])[]
}

interface Group {
  readonly cells: readonly number[]
  readonly sides: Sides
}

interface Formed {
  readonly blocks: readonly Group[]
  /** What is not safe yet and looks for company one level up. */
  readonly rest: Group | null
}

interface Member extends Group {
  readonly path: BaseCell['path']
}

/**
 * Joins cells into blocks from the finest level up: what is too small first joins other small cells under the same
 * parent, then blocks of the smallest child beside it, then goes one level up. A parent of several blocks stays
 * whole, so that its total can be shown.
 * @param apart leading levels (period, province) across which nothing is joined: what is left there is withheld.
 */
export function formBlocks(cells: readonly BaseCell[], apart: number): Blocks {
  const of = new Int32Array(cells.length).fill(withheldCell)
  const members: Member[] = []
  for (const [index, { path, sides }] of cells.entries()) {
    if (sides.every((side) => side.size === 0)) of[index] = emptyCell
    else members.push({ path, sides, cells: [index] })
  }
  const found: Group[] = []
  const trees = Map.groupBy(members, ({ path }) => JSON.stringify(path.slice(0, apart)))
  for (const tree of trees.values()) found.push(...formUnder(tree, apart).blocks)
  for (const [number, block] of found.entries()) for (const cell of block.cells) of[cell] = number
  return { of, cells: found.map((block) => block.cells) }
}

function formUnder(members: readonly Member[], depth: number): Formed {
  // By child: a block that is given up costs the totals of what holds it, so the smallest child gives first.
  const families: (readonly Group[])[] = []
  const loose: Group[] = []
  const children = new Map<string | null, Member[]>()
  for (const member of members) {
    if (member.path.length <= depth) {
      if (isSafe(member)) families.push([member])
      else loose.push(member)
      continue
    }
    const key = member.path[depth] ?? null
    const child = children.get(key)
    if (child === undefined) children.set(key, [member])
    else child.push(member)
  }
  for (const child of children.values()) {
    const formed = formUnder(child, depth + 1)
    if (formed.blocks.length > 0) families.push(formed.blocks)
    if (formed.rest !== null) loose.push(formed.rest)
  }
  const company = inOrderOfLoss(families)
  if (loose.length === 0) return { blocks: company, rest: null }
  let rest = join(loose)
  while (!isSafe(rest)) {
    const next = company.shift()
    if (next === undefined) return { blocks: [], rest }
    rest = join([rest, next])
  }
  // One that spans several children already has no total left to lose: it is the first to give.
  return { blocks: [rest, ...company], rest: null }
}

/** The blocks of the smallest family first, and of each family in the order it gave them. */
function inOrderOfLoss(families: readonly (readonly Group[])[]): Group[] {
  if (families.length === 1) return [...(families[0] ?? [])]
  return families
    .map((blocks) => ({ blocks, size: blocks.reduce((sum, block) => sum + sizeOf(block), 0) }))
    .toSorted((a, b) => a.size - b.size || firstOf(a.blocks) - firstOf(b.blocks))
    .flatMap(({ blocks }) => blocks)
}

const firstOf = (blocks: readonly Group[]) => blocks[0]?.cells[0] ?? 0

function isSafe({ sides }: Group): boolean {
  return sides.every((side) => side.size >= minimumFirms && !isDisclosive(side.values()))
}

function sizeOf({ sides }: Group): number {
  let size = 0
  for (const side of sides) for (const amount of side.values()) size += Math.abs(amount)
  return size
}

function join(groups: readonly Group[]): Group {
  const [first, ...others] = groups
  if (first === undefined || others.length === 0) return first ?? { cells: [], sides: [] }
  return {
    cells: groups.flatMap((group) => group.cells),
    sides: first.sides.map((own, side) => {
      const sum = new Map(own)
      for (const group of others)
        for (const [firm, amount] of group.sides[side] ?? []) sum.set(firm, (sum.get(firm) ?? 0) + amount)
      return sum
    }),
  }
}

/** Whether a set of cells is a union of whole blocks; empty cells do not matter. */
export function isReleasable(blocks: Blocks, cells: Iterable<number>): boolean {
  const inside = new Map<number, number>()
  for (const cell of cells) {
    const block = blocks.of[cell] ?? withheldCell
    if (block === withheldCell) return false
    if (block !== emptyCell) inside.set(block, (inside.get(block) ?? 0) + 1)
  }
  for (const [block, count] of inside) if (blocks.cells[block]?.length !== count) return false
  return true
}

/**
 * Blocks that are unions of earlier ones: of a column, whose dominance is its own, over those of the counts, so that
 * counts released with either stay unions of the same blocks.
 * @param contributions of each cell to the column
 */
export function coarsen(
  cells: readonly BaseCell[],
  earlier: Blocks,
  contributions: (cell: number) => Sides,
  apart: number,
): Blocks {
  const merged = earlier.cells.map((members): BaseCell => {
    const { sides } = join(members.map((cell) => ({ cells: [cell], sides: contributions(cell) })))
    return { path: commonPath(members.map((cell) => cells[cell]?.path ?? [])), sides }
  })
  const later = formBlocks(merged, apart)
  return {
    of: earlier.of.map((block) => (block < 0 ? block : (later.of[block] ?? withheldCell))),
    cells: later.cells.map((members) => members.flatMap((block) => earlier.cells[block] ?? [])),
  }
}

function commonPath(paths: readonly BaseCell['path'][]): BaseCell['path'] {
  const [first = []] = paths
  let depth = first.length
  for (const path of paths) {
    let equal = 0
    while (equal < depth && equal < path.length && path[equal] === first[equal]) equal += 1
    depth = equal
  }
  return first.slice(0, depth)
}

/** Blocks of parts that no block crosses, as the blocks of the whole. `members` are the cells of each part. */
export function combineBlocks(
  count: number,
  parts: readonly { readonly members: readonly number[]; readonly blocks: Blocks }[],
): Blocks {
  const of = new Int32Array(count).fill(withheldCell)
  const cells: (readonly number[])[] = []
  for (const { members, blocks } of parts) {
    for (const [at, cell] of members.entries()) {
      const block = blocks.of[at] ?? withheldCell
      of[cell] = block < 0 ? block : block + cells.length
    }
    cells.push(...blocks.cells.map((block) => block.flatMap((at) => members[at] ?? [])))
  }
  return { of, cells }
}
