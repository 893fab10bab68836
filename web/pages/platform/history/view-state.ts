/** What the page shows, kept in the address so that a link shows the same. */
import type { DatasetItem } from '../../../../server/api/schemas/dataset.ts'

export interface HistoryState {
  readonly view: 'rows' | 'differences'
  readonly dataset: string | null
  /** YYYY-MM-DD; '' = now. */
  readonly at: string
  /** Start and end of the differences; '' = not chosen. */
  readonly from: string
  readonly to: string
  /** '', 'name' or '-name'. */
  readonly sort: string
  /** Conditions by column as the API takes them; '' = chosen but not yet filled in. */
  readonly filters: Readonly<Record<string, string>>
  /** From 0. */
  readonly page: number
  /** The row that is open. */
  readonly row: number | null
}

/** What a change handler takes: the parts that change. */
export type Change = (changes: Partial<HistoryState>) => void

const DAY = /^\d{4}-\d{2}-\d{2}$/

function dayOf(text: string | null): string {
  return text !== null && DAY.test(text) ? text : ''
}

export function readState(parameters: URLSearchParams, fallback: string | null): HistoryState {
  const filters: Record<string, string> = {}
  for (const [name, value] of parameters) if (name.startsWith('f.')) filters[name.slice(2)] = value
  const page = Number(parameters.get('page') ?? 0)
  const row = Number(parameters.get('row') ?? 0)
  return {
    view: parameters.get('view') === 'differences' ? 'differences' : 'rows',
    dataset: parameters.get('dataset') ?? fallback,
    at: dayOf(parameters.get('at')),
    from: dayOf(parameters.get('from')),
    to: dayOf(parameters.get('to')),
    sort: parameters.get('sort') ?? '',
    filters,
    page: Number.isSafeInteger(page) && page > 0 ? page : 0,
    row: Number.isSafeInteger(row) && row > 0 ? row : null,
  }
}

export function writeState(now: URLSearchParams, state: HistoryState): URLSearchParams {
  const next = new URLSearchParams(now)
  for (const name of now.keys()) if (name.startsWith('f.')) next.delete(name)
  const set = (name: string, value: string) => (value === '' ? next.delete(name) : next.set(name, value))
  set('view', state.view === 'rows' ? '' : state.view)
  set('dataset', state.dataset ?? '')
  set('at', state.at)
  set('from', state.from)
  set('to', state.to)
  set('sort', state.sort)
  set('page', state.page === 0 ? '' : String(state.page))
  set('row', state.row === null ? '' : String(state.row))
  for (const [name, value] of Object.entries(state.filters)) next.set(`f.${name}`, value)
  return next
}

/** Query parameters of the API for the rows on screen. */
export function rowsQuery({ at, sort, filters }: HistoryState): Record<string, string> {
  const query: Record<string, string> = { ...(at !== '' && { asOf: at }), ...(sort !== '' && { sort }) }
  for (const [name, value] of Object.entries(filters)) if (value !== '') query[`filter.${name}`] = value
  return query
}

/** The register of enterprises where it holds rows, else the dataset that holds most. */
export function firstDataset(datasets: readonly Pick<DatasetItem, 'id' | 'rows'>[]): string | null {
  const held = datasets.toSorted((a, b) => b.rows - a.rows)
  return (
    (held.find(({ id, rows }) => id === 'public/enterprise-registration' && rows > 0) ?? held[0])?.id ?? null
  )
}
