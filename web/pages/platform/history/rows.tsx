import { address } from '../../../data/api.ts'
import { type DatasetColumn, useStandardRows } from '../../../data/collection.ts'
import type { DatasetColumns, StandardRow } from '../../../../server/api/schemas/history.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { FilterBar } from './filter-bar.tsx'
import styles from './history.module.css'
import { RowDrawer } from './row-drawer.tsx'
import { isNumber, shownValue, unitOf } from './values.ts'
import { type Change, type HistoryState, rowsQuery } from './view-state.ts'

const PAGE_SIZE = 50

interface Props {
  readonly contract: DatasetColumns
  readonly state: HistoryState
  readonly change: Change
}

export function Rows({ contract, state, change }: Props) {
  const query = rowsQuery(state)
  const page = useStandardRows(contract.id, {
    ...query,
    limit: PAGE_SIZE,
    ...(state.page > 0 && { cursor: String(state.page * PAGE_SIZE) }),
  })
  const columns = keyFirst(contract)
  return (
    <>
      <div className={styles.tools}>
        <label className={styles.field}>
          <span>时点</span>
          <input
            className="field"
            type="date"
            aria-label="时点"
            value={state.at}
            onChange={(event) => change({ at: event.target.value, page: 0 })}
          />
        </label>
        {state.at === '' ? (
          <span className="small quiet">当前</span>
        ) : (
          <button type="button" className="button button-small" onClick={() => change({ at: '', page: 0 })}>
            回到当前
          </button>
        )}
        <FilterBar
          columns={columns}
          filters={state.filters}
          onChange={(filters) => change({ filters, page: 0 })}
        />
        <span className={styles.exports}>
          {(['csv', 'xlsx'] as const).map((format) => (
            <a
              key={format}
              className="button button-small"
              download
              href={address(`/api/datasets/${contract.id}/rows/export`, { ...query, format })}
            >
              <Icon name="export" size={13} />
              导出 {format.toUpperCase()}
            </a>
          ))}
        </span>
      </div>
      <Answer of={page} title="正在读取记录">
        {({ items, total }) => (
          <>
            {items.length === 0 ? (
              <EmptyState
                title={total > 0 ? '这一页没有记录' : '没有符合条件的记录'}
                detail={state.at === '' ? '可去掉一些筛选条件。' : `${state.at} 时还没有符合条件的记录。`}
              />
            ) : (
              <RowTable contract={contract} columns={columns} items={items} state={state} change={change} />
            )}
            <Pager total={total} page={state.page} onPage={(to) => change({ page: to })} />
          </>
        )}
      </Answer>
      {state.row !== null && (
        <RowDrawer contract={contract} rowId={state.row} onClose={() => change({ row: null })} />
      )}
    </>
  )
}

/** What names a row stands first. */
function keyFirst({ key, columns }: DatasetColumns): readonly DatasetColumn[] {
  return columns.toSorted((a, b) => Number(key.includes(b.name)) - Number(key.includes(a.name)))
}

function RowTable({
  contract,
  columns,
  items,
  state,
  change,
}: Props & { readonly columns: readonly DatasetColumn[]; readonly items: readonly StandardRow[] }) {
  return (
    <div className={styles.scroll}>
      <table aria-label={`${contract.title}的标准记录`}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.name} column={column} sort={state.sort} change={change} />
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr
              key={`${row.rowId} ${row.validFrom}`}
              tabIndex={0}
              aria-selected={state.row === row.rowId}
              onClick={() => change({ row: row.rowId })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.target !== event.currentTarget) return
                event.preventDefault()
                change({ row: row.rowId })
              }}
            >
              {columns.map((column) => (
                <Cell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ column, row }: { readonly column: DatasetColumn; readonly row: StandardRow }) {
  if (row.masked.includes(column.name)) {
    return (
      <td className="quiet" title="因数据等级对您隐去">
        已隐去
      </td>
    )
  }
  const text = shownValue(column, row.values[column.name])
  return (
    <td data-number={isNumber(column)} title={text.length > 16 ? text : undefined}>
      <bdi>{text}</bdi>
    </td>
  )
}

function Head({
  column,
  sort,
  change,
}: {
  readonly column: DatasetColumn
  readonly sort: string
  readonly change: Change
}) {
  const unit = unitOf(column)
  const title = (
    <>
      {column.title}
      {unit !== null && <small>（{unit}）</small>}
    </>
  )
  if (column.type === 'json') return <th scope="col">{title}</th>
  const mine = sort === column.name ? 'ascending' : sort === `-${column.name}` ? 'descending' : 'none'
  // The third click restores the order of arrival.
  const next = mine === 'none' ? column.name : mine === 'ascending' ? `-${column.name}` : ''
  return (
    <th scope="col" data-number={isNumber(column)} aria-sort={mine}>
      <button type="button" title="点击排序" onClick={() => change({ sort: next, page: 0 })}>
        {title}
        <span aria-hidden="true" className={styles.arrow}>
          {mine === 'none' ? '' : mine === 'ascending' ? '▴' : '▾'}
        </span>
      </button>
    </th>
  )
}

export function Pager({
  total,
  page,
  onPage,
}: {
  readonly total: number
  readonly page: number
  readonly onPage: (page: number) => void
}) {
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE))
  const turn = (to: number, title: string, enabled: boolean) => (
    <button type="button" className="button button-small" disabled={!enabled} onClick={() => onPage(to)}>
      {title}
    </button>
  )
  return (
    <footer className={styles.pager}>
      <span className="number">
        共 {formatNumber(total)} 条，第 {formatNumber(page + 1)} / {formatNumber(pages)} 页
      </span>
      {turn(0, '首页', page > 0)}
      {turn(page - 1, '上一页', page > 0)}
      {turn(page + 1, '下一页', page + 1 < pages)}
      {turn(pages - 1, '末页', page + 1 < pages)}
    </footer>
  )
}
