import type { Batch } from '../../../../server/api/schemas/dataset.ts'
import { useBatches } from '../../../data/queries.ts'
import { batchStatusTitles } from '../../../data/vocabulary.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './submit.module.css'

const count = (key: keyof Batch['counts'], title: string): Column<Batch> => ({
  key,
  title,
  number: true,
  width: '58px',
  value: ({ counts }) => counts[key],
})

const columns: readonly Column<Batch>[] = [
  { key: 'id', title: '批次', number: true, width: '52px', value: ({ id }) => id },
  { key: 'startedAt', title: '提交时间', width: '132px', value: ({ startedAt }) => formatTime(startedAt) },
  { key: 'dataset', title: '数据集', width: '14%', value: ({ datasetTitle }) => datasetTitle },
  {
    key: 'fileName',
    title: '文件',
    value: ({ fileName }) => fileName,
    show: ({ fileName, corrects }) => (
      <NameText text={corrects === null ? fileName : `${fileName}（更正批次 ${corrects}）`} />
    ),
  },
  { key: 'status', title: '状态', width: '76px', value: ({ status }) => batchStatusTitles[status] },
  count('read', '读入'),
  count('accepted', '入库'),
  count('unchanged', '未变'),
  count('duplicate', '重复'),
  count('quarantined', '隔离'),
]

/** What the account handed in before, newest first: 读入 = 入库 + 未变 + 重复 + 隔离. */
export function Submissions({
  selected,
  onOpen,
}: {
  readonly selected: number | null
  readonly onOpen: (batch: Batch) => void
}) {
  const batches = useBatches()
  return (
    <Card title="提交记录" note="读入 = 入库 + 未变 + 重复 + 隔离，一行不少" fill className={styles.history}>
      <Answer of={batches} title="正在读取提交记录">
        {({ pages }) => (
          <DataTable
            name="提交记录"
            rows={pages.flatMap(({ items }) => items)}
            columns={columns}
            rowKey={({ id }) => id}
            onRow={onOpen}
            selected={selected}
            more={
              batches.hasNextPage
                ? { load: () => void batches.fetchNextPage(), loading: batches.isFetchingNextPage }
                : undefined
            }
            empty={<EmptyState title="还没有交过数据" detail="从左侧下载模板，填好后交回。" />}
          />
        )}
      </Answer>
    </Card>
  )
}
