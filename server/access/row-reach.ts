import type { NamedDataset } from '../datasets/registry.ts'
import { regionContains } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { readFirmPlaces } from './firm-reach.ts'
import type { SignedIn } from './sessions.ts'

interface Cell {
  readonly name: string
  readonly value: string | null
}

/**
 * Whether a record of a warehouse may be shown. What is shared without condition may be shown to all.
 * Of the rest an enterprise user reads the records that name its own firm; officials read those of
 * their region, by the firms or the divisions a record names, and those that name neither.
 */
export async function mayReadRow(
  database: Database,
  viewer: SignedIn,
  dataset: NamedDataset,
  cells: readonly Cell[],
): Promise<boolean> {
  if (dataset.share === 'unconditional') return true
  const codes = valuesOf(cells, /(^|_)credit_code$/)
  if (viewer.role === 'enterprise') return viewer.creditCode !== null && codes.includes(viewer.creditCode)
  const regions = valuesOf(cells, /(^|_)(county|city|province|region)_code$/)
  const places = [...regions, ...(await readFirmPlaces(database, codes)).values()]
  if (places.length === 0) return codes.length === 0
  return places.some((place) => regionContains(viewer.region.code, place))
}

function valuesOf(cells: readonly Cell[], name: RegExp): string[] {
  return cells.flatMap((cell) => (name.test(cell.name) && cell.value !== null ? [cell.value] : []))
}
