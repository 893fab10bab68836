import type { ExplorerAnswer, ExplorerQuery } from '../api/schemas/explorer.ts'
import { toCents, toShares, type Cell } from './cells.ts'
import type { LabelOf } from './labels.ts'

type Answered = Pick<ExplorerAnswer, 'rows' | 'margins' | 'total' | 'available'>

interface Ordering {
  /** Of each group: whether its values follow each other in time. */
  readonly inTime: readonly boolean[]
  readonly measures: readonly { readonly of: string; readonly money?: boolean }[]
  readonly sort: ExplorerQuery['sort']
  readonly top: number | undefined
}

/** First values of a group shown where the query does not say how many. */
const usualTop = 200

const collator = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true })

/**
 * Orders cells as the query asks and cuts them to its top: by time where the first group is time, otherwise the
 * largest first. What is withheld stands last, in the order of its names, so that its place tells nothing.
 */
export function orderCells(given: readonly Cell[], ordering: Ordering, labelOf: LabelOf): Answered {
  const cells = toCents(toShares(given, ordering.measures), ordering.measures)
  const total = cells.find(({ level }) => level === 'total')
  const groups = ordering.inTime.length
  const shown = { values: [...(total?.values ?? [])], withheld: total?.withheld ?? false }
  if (groups === 0) {
    return { rows: [{ keys: [], ...shown }], margins: [], total: shown, available: 1 }
  }
  const leading = cells.filter(({ level }) => level === (groups === 2 ? 'first' : 'cell'))
  const first = sortCells(leading, 0, ordering, labelOf)
  const top = ordering.top ?? usualTop
  // Of a series the latest are what one looks for.
  const kept =
    ordering.sort === undefined && ordering.inTime[0] === true ? first.slice(-top) : first.slice(0, top)
  const second =
    groups === 2
      ? sortCells(
          cells.filter(({ level }) => level === 'second'),
          1,
          { ...ordering, sort: undefined },
          labelOf,
        )
      : []
  const name = (cell: Cell, group: number) => {
    const code = cell.keys[group] ?? null
    return { code, label: labelOf(group, code) }
  }
  const margin = (group: number) => (cell: Cell) => ({
    key: name(cell, group),
    values: [...cell.values],
    withheld: cell.withheld,
  })
  const rank = (list: readonly Cell[], group: number) =>
    new Map(list.map((cell, position) => [cell.keys[group] ?? null, position]))
  const [places, columns] = [rank(kept, 0), rank(second, 1)]
  const rows = cells
    .filter(({ level, keys }) => level === 'cell' && places.has(keys[0] ?? null))
    .toSorted(
      (a, b) =>
        (places.get(a.keys[0] ?? null) ?? 0) - (places.get(b.keys[0] ?? null) ?? 0) ||
        (columns.get(a.keys[1] ?? null) ?? 0) - (columns.get(b.keys[1] ?? null) ?? 0),
    )
    .map((cell) => ({
      keys: cell.keys.map((_, group) => name(cell, group)),
      values: [...cell.values],
      withheld: cell.withheld,
    }))
  return {
    rows,
    margins: groups === 2 ? [kept.map(margin(0)), second.map(margin(1))] : [],
    total: shown,
    available: first.length,
  }
}

function sortCells(
  cells: readonly Cell[],
  group: number,
  { sort, inTime }: Ordering,
  labelOf: LabelOf,
): Cell[] {
  const byValue = sort === undefined ? inTime[group] !== true : sort.by === 'value'
  const measure = sort?.measure ?? 0
  const sign = (sort?.descending ?? byValue) ? -1 : 1
  const code = (cell: Cell) => cell.keys[group] ?? null
  const byLabel = (a: Cell, b: Cell) =>
    Number(code(a) === null) - Number(code(b) === null) ||
    (inTime[group] === true
      ? collator.compare(code(a) ?? '', code(b) ?? '')
      : collator.compare(labelOf(group, code(a)), labelOf(group, code(b))))
  return cells.toSorted((a, b) => {
    if (!byValue) return sign * byLabel(a, b)
    const [left, right] = [a.values[measure] ?? null, b.values[measure] ?? null]
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || byLabel(a, b)
    return sign * (left - right) || byLabel(a, b)
  })
}
