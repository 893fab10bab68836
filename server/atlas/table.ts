/** A value of a table as data; money in yuan. */
export type Cell = string | number | null

export interface AtlasColumn {
  readonly title: string
  readonly unit?: string
}

export interface AtlasRow {
  readonly cells: readonly Cell[]
  /** What the row is about, to be opened from it. */
  readonly firm?: string
  readonly segment?: string
  readonly region?: string
  /** Firms that a cell names, in the order of the cell. */
  readonly firms?: readonly NamedFirm[]
}

export interface NamedFirm {
  /** A security code for listed companies whose credit code is not known. */
  readonly creditCode: string
  readonly name: string
}

/** One of 五图 as its data, or one of 五清单. */
export interface AtlasTable {
  readonly id: string
  readonly title: string
  /** What it holds and by which rule. */
  readonly note: string
  readonly columns: readonly AtlasColumn[]
  readonly rows: readonly AtlasRow[]
  /** Rows there are, also where not all are listed. */
  readonly total: number
  /** Why there is no row and who could supply them; null where there are rows. */
  readonly missing: string | null
}

/** A share 0–1 as the percent that tables show, to a tenth. */
export function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10
}

/** To a hundredth: an index, or yuan to the 分. */
export function hundredths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100
}

type Draft = Omit<AtlasTable, 'total' | 'missing'> & {
  readonly total?: number
  /** Said where there is no row. */
  readonly whenEmpty: string
}

export function atlasTable({ whenEmpty, total, ...table }: Draft): AtlasTable {
  return { ...table, total: total ?? table.rows.length, missing: table.rows.length === 0 ? whenEmpty : null }
}
