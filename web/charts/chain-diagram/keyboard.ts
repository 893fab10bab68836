/** Where the arrow keys lead from a card. */
import type { ColumnLayout } from './column-layout.ts'

/** Null for keys that do not move, and at the edge of the picture. */
export function neighbourCard(layout: ColumnLayout, from: string, key: string): string | null {
  const here = layout.cards.get(from)
  if (here === undefined) return null
  const cards = [...layout.cards.values()]
  const column = cards.filter((card) => card.column === here.column).toSorted((a, b) => a.row - b.row)
  switch (key) {
    case 'ArrowUp':
      return column.findLast(({ row }) => row < here.row)?.id ?? null
    case 'ArrowDown':
      return column.find(({ row }) => row > here.row)?.id ?? null
    case 'Home':
      return column[0]?.id ?? null
    case 'End':
      return column.at(-1)?.id ?? null
    case 'ArrowLeft':
    case 'ArrowRight': {
      const beside = here.column + (key === 'ArrowLeft' ? -1 : 1)
      const nearest = cards
        .filter((card) => card.column === beside)
        .toSorted((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))
      return nearest[0]?.id ?? null
    }
    default:
      return null
  }
}
