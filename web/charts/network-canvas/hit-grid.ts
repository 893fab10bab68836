/** Which mark is under the pointer: marks sorted into square cells, so that only a few are looked at. */
import type { Picture } from './picture.ts'

const CELL = 24

export interface HitGrid {
  /** The mark at a point of the picture, or the nearest one within `slack`; null where there is none. */
  at(px: number, py: number, slack: number, mask?: Uint8Array): number | null
}

export function createHitGrid({ x, y, radius, nodes, width, height }: Picture): HitGrid {
  const across = Math.ceil(width / CELL) + 1
  const down = Math.ceil(height / CELL) + 1
  const cellOf = (px: number, py: number) => {
    const column = Math.min(across - 1, Math.max(0, Math.floor(px / CELL)))
    const row = Math.min(down - 1, Math.max(0, Math.floor(py / CELL)))
    return row * across + column
  }
  const offsets = new Uint32Array(across * down + 1)
  let largest = 0
  for (let node = 0; node < nodes; node += 1) {
    offsets[cellOf(x[node]!, y[node]!) + 1]! += 1
    largest = Math.max(largest, radius[node]!)
  }
  for (let cell = 0; cell < across * down; cell += 1) offsets[cell + 1]! += offsets[cell]!
  const next = offsets.slice()
  const members = new Uint32Array(nodes)
  for (let node = 0; node < nodes; node += 1) members[next[cellOf(x[node]!, y[node]!)]!++] = node

  return {
    at(px, py, slack, mask) {
      const reach = largest + slack
      let best: number | null = null
      let nearest = slack
      const top = Math.max(0, Math.floor((py - reach) / CELL))
      const bottom = Math.min(down - 1, Math.floor((py + reach) / CELL))
      const left = Math.max(0, Math.floor((px - reach) / CELL))
      const right = Math.min(across - 1, Math.floor((px + reach) / CELL))
      for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) {
          const cell = row * across + column
          for (let index = offsets[cell]!; index < offsets[cell + 1]!; index += 1) {
            const node = members[index]!
            if (mask !== undefined && mask[node] === 0) continue
            const gap = Math.hypot(px - x[node]!, py - y[node]!) - radius[node]!
            if (gap > nearest) continue
            nearest = gap
            best = node
          }
        }
      }
      return best
    },
  }
}
