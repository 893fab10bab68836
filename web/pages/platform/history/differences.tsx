import { useChangeDays, useDifferences } from '../../../data/collection.ts'
import type { DatasetColumns, Difference } from '../../../../server/api/schemas/history.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import styles from './history.module.css'
import { RowDrawer } from './row-drawer.tsx'
import { Pager } from './rows.tsx'
import { isNumber, shownValue, unitOf } from './values.ts'
import type { Change, HistoryState } from './view-state.ts'

const PAGE_SIZE = 50

interface Props {
  readonly contract: DatasetColumns
  readonly state: HistoryState
  readonly change: Change
}

/** What is new or differs between two days, cell by cell. */
export function Differences({ contract, state, change }: Props) {
  const days = useChangeDays(contract.id)
  const known = days.data?.items ?? []
  // By default the last day on which something changed, against the day before it.
  const from = state.from || dayBefore(known[0]?.day)
  const to = state.to || today()
  const found = useDifferences(from === '' ? null : contract.id, {
    from,
    to,
    limit: PAGE_SIZE,
    ...(state.page > 0 && { cursor: String(state.page * PAGE_SIZE) }),
  })
  return (
    <>
      <div className={styles.tools}>
        <label className={styles.field}>
          <span>从</span>
          <input
            className="field"
            type="date"
            aria-label="从哪天"
            value={from}
            max={to}
            onChange={(event) => change({ from: event.target.value, page: 0 })}
          />
        </label>
        <label className={styles.field}>
          <span>至</span>
          <input
            className="field"
            type="date"
            aria-label="至哪天"
            value={to}
            min={from}
            onChange={(event) => change({ to: event.target.value, page: 0 })}
          />
        </label>
        <select
          className="field"
          aria-label="有变化的日期"
          value=""
          onChange={(event) =>
            change({ from: dayBefore(event.target.value), to: event.target.value, page: 0 })
          }
        >
          <option value="">有变化的日期</option>
          {known.map(({ day, accepted }) => (
            <option key={day} value={day}>
              {day}（{formatNumber(accepted)} 行）
            </option>
          ))}
        </select>
        {found.data !== undefined && (
          <p className={styles.counts}>
            新增 <b className="number">{formatNumber(found.data.added)}</b>，变更{' '}
            <b className="number">{formatNumber(found.data.changed)}</b>
            <span className="small quiet">　记录从不删除</span>
          </p>
        )}
      </div>
      {from === '' ? (
        <EmptyState title="这个数据集还没有载入过数据" />
      ) : (
        <Answer of={found} title="正在比较">
          {({ items, total }) => (
            <>
              {items.length === 0 ? (
                <EmptyState title="两个时点之间没有变化" detail="可从“有变化的日期”中选一天。" />
              ) : (
                <DifferenceTable contract={contract} items={items} onRow={(row) => change({ row })} />
              )}
              <Pager total={total} page={state.page} onPage={(page) => change({ page })} />
            </>
          )}
        </Answer>
      )}
      {state.row !== null && (
        <RowDrawer contract={contract} rowId={state.row} onClose={() => change({ row: null })} />
      )}
    </>
  )
}

function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
}

function dayBefore(day: string | undefined): string {
  if (day === undefined || day === '') return ''
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

function DifferenceTable({
  contract,
  items,
  onRow,
}: {
  readonly contract: DatasetColumns
  readonly items: readonly Difference[]
  readonly onRow: (rowId: number) => void
}) {
  const { key, columns } = contract
  const touched = new Set(items.flatMap(({ changed }) => changed))
  const shown = columns
    .filter(({ name }) => key.includes(name) || touched.has(name))
    .toSorted((a, b) => Number(key.includes(b.name)) - Number(key.includes(a.name)))
  return (
    <div className={styles.scroll}>
      <table aria-label={`${contract.title}的差异`}>
        <thead>
          <tr>
            <th scope="col">变化</th>
            {shown.map((column) => (
              <th key={column.name} scope="col" data-number={isNumber(column)}>
                {column.title}
                {unitOf(column) !== null && <small>（{unitOf(column)}）</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr
              key={item.rowId}
              tabIndex={0}
              data-kind={item.kind}
              onClick={() => onRow(item.rowId)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onRow(item.rowId)
              }}
            >
              <td>
                <span className={styles.kind} data-kind={item.kind}>
                  {item.kind === 'added' ? '新增' : '变更'}
                </span>
              </td>
              {shown.map((column) => {
                const changed = item.changed.includes(column.name)
                const after = shownValue(column, item.after[column.name])
                return (
                  <td
                    key={column.name}
                    data-number={isNumber(column)}
                    data-changed={changed && item.kind === 'changed'}
                  >
                    {changed && item.before !== null && (
                      <del title="此前">{shownValue(column, item.before[column.name])}</del>
                    )}
                    <bdi title={after}>{after}</bdi>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
