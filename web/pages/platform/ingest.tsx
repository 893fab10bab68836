/**
 * 采集: sources with schedule, freshness and yield, batches with their counts, datasets; loading as it goes.
 * Operators run it, stewards and reviewers read it.
 */
import { useSearchParams } from 'react-router'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { BatchTable } from './ingest/batch-table.tsx'
import { DatasetTable } from './ingest/dataset-table.tsx'
import { ProgressCard } from './ingest/progress-card.tsx'
import { SourceTable } from './ingest/source-table.tsx'
import { UploadCard } from './ingest/upload-card.tsx'
import { useScope } from '../../shell/scope.tsx'
import styles from './ingest/ingest.module.css'

const views = [
  { value: 'sources', title: '数据源' },
  { value: 'batches', title: '批次' },
  { value: 'datasets', title: '数据集目录' },
] as const
type View = (typeof views)[number]['value']

const notes: Readonly<Record<View, string>> = {
  sources: '计划、时效、水位与行数；点开一行看历次运行和还缺的配置',
  batches: '读取 = 新增 + 更新 + 未变 + 重复 + 隔离，一行不少',
  datasets: '每个数据集的责任单位、周期与行数；点开看信息项与模板',
}

export default function Ingest() {
  const { session } = useScope()
  const [parameters, setParameters] = useSearchParams()
  const view = views.find(({ value }) => value === parameters.get('view'))?.value ?? 'sources'
  const show = (value: View) =>
    setParameters((now) => {
      now.set('view', value)
      return now
    })
  return (
    <div className={styles.page}>
      <Card
        title={views.find(({ value }) => value === view)?.title ?? ''}
        fill
        className={styles.tables}
        note={notes[view]}
        actions={<Choice label="查看" value={view} options={views} onChange={show} />}
      >
        {view === 'sources' && <SourceTable />}
        {view === 'batches' && <BatchTable />}
        {view === 'datasets' && <DatasetTable />}
      </Card>
      <div className={styles.side}>
        <ProgressCard />
        {session.role === 'operator' && <UploadCard />}
      </div>
    </div>
  )
}
