import { useState } from 'react'
import type { Batch } from '../../../../server/api/schemas/dataset.ts'
import { useBatches } from '../../../data/queries.ts'
import { batchStatusTitles } from '../../../data/vocabulary.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatTime } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { BatchDrawer } from './batch-drawer.tsx'
import styles from './ingest.module.css'

const count = (key: keyof Batch['counts'], title: string, width = '76px'): Column<Batch> => ({
  key,
  title,
  number: true,
  width,
  value: ({ counts }) => counts[key],
})

const columns: readonly Column<Batch>[] = [
  { key: 'id', title: '批次', number: true, width: '56px', value: ({ id }) => id },
  {
    key: 'dataset',
    title: '数据集与文件',
    value: ({ datasetTitle, fileName }) => `${datasetTitle} ${fileName}`,
    show: ({ datasetTitle, fileName, demonstration }) => (
      <span className={styles.two}>
        <span>
          <NameText text={datasetTitle} lines={2} />
        </span>
        <small>
          <RealmBadge realm={demonstration ? 'demonstration' : 'actual'} compact />{' '}
          <bdi title={fileName}>{fileName.replace(/^演示数据\/.*\//, '')}</bdi>
        </small>
      </span>
    ),
  },
  {
    key: 'status',
    title: '状态',
    width: '84px',
    value: ({ status }) => batchStatusTitles[status],
    show: ({ status }) => (
      <span className={styles.state} data-state={status}>
        {batchStatusTitles[status]}
      </span>
    ),
  },
  count('read', '读取'),
  count('inserted', '新增'),
  count('updated', '更新'),
  count('unchanged', '未变'),
  count('duplicate', '重复', '60px'),
  {
    ...count('quarantined', '隔离', '60px'),
    show: ({ counts }) => (
      <span className={counts.quarantined > 0 ? styles.outside : undefined}>
        {counts.quarantined.toLocaleString('zh-CN')}
      </span>
    ),
  },
  {
    key: 'startedAt',
    title: '开始时间',
    width: '128px',
    value: ({ startedAt }) => formatTime(startedAt),
  },
]

export function BatchTable() {
  const batches = useBatches()
  const [opened, setOpened] = useState<Batch | null>(null)
  if (batches.data === undefined) {
    return batches.error === null ? (
      <Loading title="正在读取批次" />
    ) : (
      <ErrorState error={batches.error} retry={() => void batches.refetch()} />
    )
  }
  return (
    <>
      <DataTable
        name="批次"
        rows={batches.data.pages.flatMap(({ items }) => items)}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={setOpened}
        selected={opened?.id ?? null}
        total={batches.data.pages[0]?.total}
        more={
          batches.hasNextPage
            ? { load: () => void batches.fetchNextPage(), loading: batches.isFetchingNextPage }
            : undefined
        }
        empty={
          <EmptyState title="还没有批次" detail="数据源运行或文件上传后，这里列出每一批的行数与结果。" />
        }
      />
      {opened !== null && <BatchDrawer batch={opened} onClose={() => setOpened(null)} />}
    </>
  )
}
