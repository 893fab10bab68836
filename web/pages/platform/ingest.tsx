/**
 * 数据接入: sources and their state, batches with their counts, the catalogue; loading as it goes.
 * Operators run it, reviewers read it, an enterprise delivers its own data and sees its own batches.
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
  sources: '计划、开关与最近结果；实际行数超出预期会标出',
  batches: '读取 = 新增 + 更新 + 未变 + 重复 + 隔离，一行不少',
  datasets: '每个数据集的责任单位、周期与行数；点开看信息项与模板',
}

export default function Ingest() {
  const { session } = useScope()
  const [parameters, setParameters] = useSearchParams()
  const isEnterprise = session.role === 'enterprise'
  const shown = isEnterprise ? views.filter(({ value }) => value !== 'sources') : views
  const view = (shown.find(({ value }) => value === parameters.get('view')) ?? shown[0])?.value ?? 'batches'
  const show = (value: View) =>
    setParameters((now) => {
      now.set('view', value)
      return now
    })
  return (
    <div className={styles.page}>
      <Card
        title={isEnterprise ? '本企业数据' : '三仓数据接入'}
        fill
        className={styles.tables}
        note={notes[view]}
        actions={<Choice label="查看" value={view} options={shown} onChange={show} />}
      >
        {view === 'sources' && <SourceTable />}
        {view === 'batches' && <BatchTable />}
        {view === 'datasets' && <DatasetTable />}
      </Card>
      <div className={styles.side}>
        {!isEnterprise && <ProgressCard />}
        {session.role !== 'reviewer' && <UploadCard />}
      </div>
    </div>
  )
}
