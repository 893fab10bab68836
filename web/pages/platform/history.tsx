/**
 * 归集: the standard rows of any dataset, filtered and sorted by any column, now or on any day; what changed
 * between two days; each row with its raw record and its versions. All of it stands in the address.
 */
import { useSearchParams } from 'react-router'
import { useDatasetColumns } from '../../data/collection.ts'
import { useDatasets } from '../../data/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { DatasetPicker } from './history/dataset-picker.tsx'
import { Differences } from './history/differences.tsx'
import { Rows } from './history/rows.tsx'
import styles from './history/history.module.css'
import { firstDataset, type HistoryState, readState, writeState } from './history/view-state.ts'

const views = [
  { value: 'rows', title: '记录' },
  { value: 'differences', title: '两个时点的差异' },
] as const

const notes: Readonly<Record<HistoryState['view'], string>> = {
  rows: '标准记录可按任一列筛选、排序，可看任意时点；点开一行看原始记录与历史',
  differences: '两个时点之间新增、更改和删除的记录',
}

export default function History() {
  const [parameters, setParameters] = useSearchParams()
  const datasets = useDatasets()
  const held = datasets.data?.items ?? []
  const state = readState(parameters, firstDataset(held))
  const columns = useDatasetColumns(state.dataset)
  const change = (changes: Partial<HistoryState>) =>
    setParameters((now) => writeState(now, { ...state, ...changes }), { replace: true })
  return (
    <Card
      title={views.find(({ value }) => value === state.view)?.title ?? ''}
      fill
      className={styles.page}
      note={notes[state.view]}
      actions={
        <Choice
          label="查看"
          value={state.view}
          options={views}
          onChange={(view) => change({ view, page: 0 })}
        />
      }
    >
      <Answer of={datasets} title="正在读取数据集">
        {() => (
          <div className={styles.content}>
            <DatasetPicker
              datasets={held}
              value={state.dataset}
              onChange={(dataset) => change({ dataset, page: 0, sort: '', filters: {}, row: null })}
            />
            {state.dataset === null ? (
              <EmptyState title="还没有数据集" detail="数据在“采集”中载入后，在这里按数据集查看。" />
            ) : (
              <Answer of={columns} title="正在读取信息项">
                {(contract) =>
                  state.view === 'rows' ? (
                    <Rows key={contract.id} contract={contract} state={state} change={change} />
                  ) : (
                    <Differences key={contract.id} contract={contract} state={state} change={change} />
                  )
                }
              </Answer>
            )}
          </div>
        )}
      </Answer>
    </Card>
  )
}
