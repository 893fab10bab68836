import { useState } from 'react'
import type { SourceItem } from '../../../../server/api/schemas/dataset.ts'
import { useSources } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './ingest.module.css'
import { useSourceActions } from './source-actions.ts'
import { controlColumns, stateColumns } from './source-columns.tsx'
import { SourceDrawer } from './source-drawer.tsx'
import { warehouseTitles } from './words.ts'

const states = [
  { value: 'overdue', title: '逾期', holds: ({ staleness }: SourceItem) => staleness === 'overdue' },
  { value: 'due-soon', title: '将逾期', holds: ({ staleness }: SourceItem) => staleness === 'due-soon' },
  { value: 'never', title: '从未采集', holds: ({ staleness }: SourceItem) => staleness === 'never' },
  { value: 'failed', title: '最近失败', holds: ({ lastResult }: SourceItem) => lastResult === 'failed' },
  { value: 'yield', title: '行数异常', holds: (source: SourceItem) => isOutside(source) },
  { value: 'running', title: '进行中', holds: ({ running }: SourceItem) => running },
  {
    value: 'paused',
    title: '已暂停',
    holds: ({ enabled, schedule }: SourceItem) => schedule !== null && !enabled,
  },
  { value: 'unconfigured', title: '未配置', holds: ({ configured }: SourceItem) => !configured },
] as const

function isOutside(source: SourceItem): boolean {
  return source.yield === 'below' || source.yield === 'above'
}

export function SourceTable() {
  const { session } = useScope()
  const sources = useSources()
  const actions = useSourceActions()
  const [warehouse, setWarehouse] = useState('')
  const [state, setState] = useState('')
  const [opened, setOpened] = useState<string | null>(null)
  const isOperator = session.role === 'operator'
  return (
    <>
      {actions.problem !== null && (
        <p className={styles.failure} role="alert">
          {actions.problem}
        </p>
      )}
      <Answer of={sources} title="正在读取数据源">
        {({ items }) => {
          const inWarehouse = items.filter((source) => warehouse === '' || source.warehouse === warehouse)
          const holds = states.find(({ value }) => value === state)?.holds ?? (() => true)
          const shown = inWarehouse.filter(holds)
          const source = items.find(({ id }) => id === opened)
          return (
            <div className={styles.sources}>
              <div className={styles.filters} role="group" aria-label="筛选数据源">
                <select
                  className="field"
                  aria-label="数据仓"
                  value={warehouse}
                  onChange={(event) => setWarehouse(event.target.value)}
                >
                  <option value="">全部数据仓（{items.length}）</option>
                  {Object.entries(warehouseTitles).map(([value, title]) => (
                    <option key={value} value={value}>
                      {title}（{items.filter((one) => one.warehouse === value).length}）
                    </option>
                  ))}
                </select>
                {states.map(({ value, title, holds: fits }) => {
                  const count = inWarehouse.filter(fits).length
                  if (count === 0 && state !== value) return null
                  return (
                    <button
                      key={value}
                      type="button"
                      className="button button-small"
                      aria-pressed={state === value}
                      onClick={() => setState(state === value ? '' : value)}
                    >
                      {title} <span className="number">{count}</span>
                    </button>
                  )
                })}
              </div>
              <DataTable
                name="数据源"
                rows={shown}
                rowKey={({ id }) => id}
                onRow={({ id }) => setOpened(id)}
                selected={opened}
                columns={isOperator ? [...stateColumns, ...controlColumns(actions)] : stateColumns}
                empty={
                  <EmptyState
                    title="没有这样的数据源"
                    detail={
                      items.length > 0
                        ? '可去掉筛选条件。'
                        : '在 connectors 文件夹中加入连接器后，这里列出它的状态。'
                    }
                  />
                }
              />
              {source !== undefined && (
                <SourceDrawer
                  source={source}
                  actions={isOperator ? actions : null}
                  onClose={() => setOpened(null)}
                />
              )}
            </div>
          )
        }}
      </Answer>
    </>
  )
}
