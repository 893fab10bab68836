/**
 * A table of records: sticky head, units in the header, numbers to the right, sorting by a click on a
 * header, CSV export, more pages on demand.
 *
 * <DataTable name="企业名单" rows={rows} rowKey={(row) => row.creditCode} columns={[
 *   { key: "name", title: "企业", value: (row) => row.name, show: (row) => <NameText text={row.name} /> },
 *   { key: "revenue", title: "营业收入", unit: "亿元", number: true, digits: 1, value: (row) => … },
 * ]} onRow={open} empty={<EmptyState … />} />
 */
import { useMemo, useState, type ReactNode } from 'react'
import { downloadCsv, toCsv } from './csv.ts'
import { EmptyState } from './empty-state.tsx'
import { formatNumber, MISSING } from './format.ts'
import { Icon } from './icon.tsx'
import styles from './data-table.module.css'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly unit?: string
  /** Sorted and exported; null is no value and sorts last. */
  readonly value: (row: Row) => string | number | null
  /** Sorted by this instead where words have an order of their own, as 高、中、低 have. */
  readonly order?: (row: Row) => number
  /** What stands in the cell; without it the value, formatted. */
  readonly show?: (row: Row) => ReactNode
  readonly number?: boolean
  readonly digits?: number
  readonly width?: string
  /** false for cells that are controls: not sorted, not exported. */
  readonly data?: boolean
}

export interface DataTableProps<Row> {
  /** Name of the exported file and of the table for assistive technology. */
  readonly name: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row, index: number) => string | number
  readonly onRow?: ((row: Row) => void) | undefined
  readonly selected?: string | number | null
  readonly empty?: ReactNode
  readonly total?: number | undefined
  readonly more?: { readonly load: () => void; readonly loading: boolean } | undefined
  readonly exportable?: boolean
  /** CSS height limit within which the rows scroll under the head. */
  readonly maxHeight?: string
}

interface Sort {
  readonly key: string
  readonly descending: boolean
}

const collator = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true })

function sortRows<Row>(rows: readonly Row[], column: Column<Row>, descending: boolean): Row[] {
  const sign = descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const left = (column.order ?? column.value)(a)
    const right = (column.order ?? column.value)(b)
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * collator.compare(String(left), String(right))
  })
}

export function DataTable<Row>({
  name,
  rows,
  columns,
  rowKey,
  onRow,
  selected,
  empty,
  total,
  more,
  exportable = true,
  maxHeight,
}: DataTableProps<Row>) {
  const [sort, setSort] = useState<Sort | null>(null)
  const shown = useMemo(() => {
    const column = columns.find(({ key }) => key === sort?.key)
    return column === undefined || sort === null ? rows : sortRows(rows, column, sort.descending)
  }, [rows, columns, sort])

  if (rows.length === 0) return empty ?? <EmptyState title="没有记录" />

  const sortBy = (column: Column<Row>) =>
    setSort((now) => {
      if (now?.key !== column.key) return { key: column.key, descending: column.number === true }
      // The third click restores the order of the answer.
      return now.descending === (column.number === true)
        ? { key: column.key, descending: !now.descending }
        : null
    })
  const exportRows = () => {
    const exported = columns.filter(({ data }) => data !== false)
    downloadCsv(
      name,
      toCsv(
        exported.map(({ title, unit }) => (unit === undefined ? title : `${title}（${unit}）`)),
        shown.map((row) => exported.map((column) => column.value(row))),
      ),
    )
  }

  return (
    <div className={styles.table}>
      <div className={styles.scroll} style={maxHeight === undefined ? undefined : { maxHeight }}>
        <table aria-label={name}>
          <colgroup>
            {columns.map(({ key, width }) => (
              <col key={key} style={width === undefined ? undefined : { width }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} sort={sort} onSort={sortBy} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => {
              const key = rowKey(row, index)
              return (
                <tr
                  key={key}
                  aria-selected={selected === undefined ? undefined : selected === key}
                  data-clickable={onRow !== undefined}
                  tabIndex={onRow === undefined ? undefined : 0}
                  onClick={onRow && (() => onRow(row))}
                  onKeyDown={
                    onRow &&
                    ((event) => {
                      if (event.key !== 'Enter' || event.target !== event.currentTarget) return
                      // Or the key would also press what has focus in the drawer that opens.
                      event.preventDefault()
                      onRow(row)
                    })
                  }
                >
                  {columns.map((column) => (
                    <td key={column.key} data-number={column.number}>
                      {column.show?.(row) ?? plain(column, row)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <footer className={styles.footer} data-print="no">
        <span className="number">
          {total !== undefined && total > rows.length
            ? `共 ${formatNumber(total)} 条，已显示 ${formatNumber(rows.length)} 条`
            : more === undefined
              ? `共 ${formatNumber(rows.length)} 条`
              : `已列出 ${formatNumber(rows.length)} 条，还有更多`}
        </span>
        {more !== undefined && (
          <button type="button" className="button button-small" disabled={more.loading} onClick={more.load}>
            {more.loading ? '正在读取 …' : '加载更多'}
          </button>
        )}
        {exportable && (
          <button type="button" className="button button-small" onClick={exportRows}>
            <Icon name="export" size={13} />
            导出 CSV
          </button>
        )}
      </footer>
    </div>
  )
}

function plain<Row>(column: Column<Row>, row: Row): ReactNode {
  const value = column.value(row)
  if (value === null) return MISSING
  return typeof value === 'number' ? formatNumber(value, column.digits ?? 0) : <bdi>{value}</bdi>
}

function HeadCell<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sort: Sort | null
  readonly onSort: (column: Column<Row>) => void
}) {
  const mine = sort?.key === column.key ? sort : null
  const title = (
    <>
      {column.title}
      {column.unit !== undefined && <small>（{column.unit}）</small>}
    </>
  )
  if (column.data === false) {
    return (
      <th scope="col" data-number={column.number}>
        {title}
      </th>
    )
  }
  const direction = mine?.descending === true ? 'descending' : 'ascending'
  return (
    <th scope="col" data-number={column.number} aria-sort={mine === null ? 'none' : direction}>
      <button type="button" onClick={() => onSort(column)} title="点击排序">
        {title}
        <span aria-hidden="true" className={styles.arrow}>
          {mine === null ? '' : mine.descending ? '▾' : '▴'}
        </span>
      </button>
    </th>
  )
}
