export interface Assignment {
  readonly total: number
  /** Row and column numbers from 0, by row; as many as the shorter side has. */
  readonly pairs: [row: number, column: number][]
}

/**
 * Cheapest one-to-one assignment: shortest augmenting paths with dual prices (Kuhn 1955; Jonker and Volgenant 1987),
 * O(n²m) for n rows and m columns, the shorter side first. All rows have the same length.
 */
export function assign(cost: readonly (readonly number[])[]): Assignment {
  const rows = cost.length
  const columns = cost[0]?.length ?? 0
  if (rows === 0 || columns === 0) return { total: 0, pairs: [] }
  const turned = rows > columns
  const short = turned ? columns : rows
  const long = turned ? rows : columns
  const flat = new Float64Array(short * long)
  for (const [row, line] of cost.entries()) {
    for (const [column, value] of line.entries())
      flat[turned ? column * long + row : row * long + column] = value
  }
  const owners = ownersOf(flat, short, long)
  const pairs: [number, number][] = []
  for (const [place, owner] of owners.entries()) {
    if (owner >= 0) pairs.push(turned ? [place, owner] : [owner, place])
  }
  pairs.sort((a, b) => a[0] - b[0])
  return { total: pairs.reduce((sum, [row, column]) => sum + (cost[row]?.[column] ?? 0), 0), pairs }
}

/** The row that holds each column, −1 for none. One row after another is let in by a shortest path of exchanges. */
function ownersOf(cost: Float64Array, rows: number, columns: number): Int32Array {
  const owners = new Int32Array(columns).fill(-1)
  const rowPrice = new Float64Array(rows)
  const columnPrice = new Float64Array(columns)
  const distance = new Float64Array(columns)
  const cameFrom = new Int32Array(columns)
  // Columns still to be reached stand before `left`, those on the way behind it.
  const order = Int32Array.from({ length: columns }, (_, column) => column)
  for (let entering = 0; entering < rows; entering++) {
    distance.fill(Infinity)
    let left = columns
    let row = entering
    let via = -1
    let travelled = 0
    for (;;) {
      let nearest = 0
      let least = Infinity
      const base = travelled - (rowPrice[row] ?? 0)
      const start = row * columns
      for (let at = 0; at < left; at++) {
        const column = order[at] ?? 0
        const reached = base + (cost[start + column] ?? 0) - (columnPrice[column] ?? 0)
        let shortest = distance[column] ?? 0
        if (reached < shortest) {
          shortest = reached
          distance[column] = reached
          cameFrom[column] = via
        }
        if (shortest < least) {
          least = shortest
          nearest = at
        }
      }
      left--
      via = order[nearest] ?? 0
      order[nearest] = order[left] ?? 0
      order[left] = via
      travelled = least
      const owner = owners[via] ?? -1
      if (owner < 0) break
      row = owner
    }
    rowPrice[entering] = (rowPrice[entering] ?? 0) + travelled
    for (let at = left; at < columns; at++) {
      const column = order[at] ?? 0
      const slack = travelled - (distance[column] ?? 0)
      columnPrice[column] = (columnPrice[column] ?? 0) - slack
      const owner = owners[column] ?? -1
      if (owner >= 0) rowPrice[owner] = (rowPrice[owner] ?? 0) + slack
    }
    for (let column = via; column >= 0;) {
      const previous = cameFrom[column] ?? -1
      owners[column] = previous < 0 ? entering : (owners[previous] ?? -1)
      column = previous
    }
  }
  return owners
}
