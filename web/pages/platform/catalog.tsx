/**
 * 编目: the 政务信息资源目录 of all datasets, the level of every information item, certification and listing.
 * 安全管理员 sees levels and listings, which it decides about, and no data.
 */
import { useSearchParams } from 'react-router'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { useScope } from '../../shell/scope.tsx'
import { CatalogueView } from './catalog/catalogue-view.tsx'
import { CertificationView } from './catalog/certification-view.tsx'
import { ExportMenu } from './catalog/export-menu.tsx'
import { GradingView } from './catalog/grading-view.tsx'
import { ListingView } from './catalog/listing-view.tsx'
import styles from './catalog/catalog.module.css'

const views = [
  { value: 'datasets', title: '目录' },
  { value: 'grades', title: '数据等级' },
  { value: 'certifications', title: '数据认证' },
  { value: 'listings', title: '数据上架' },
] as const
type View = (typeof views)[number]['value']

const notes: Readonly<Record<View, string>> = {
  datasets: '按政务信息资源目录编制；点开看信息项、级别、质量与预览',
  grades: '依 GB/T 43697-2024 逐项定级；调级须另一人审批',
  certifications: '检查表全部通过后签署，另一人复核，到期失效',
  listings: '申请人、初审人、复审人须是三个人',
}

export default function Catalog() {
  const { session } = useScope()
  const [parameters, setParameters] = useSearchParams()
  const isSecurity = session.role === 'security-admin'
  const shown = isSecurity
    ? views.filter(({ value }) => value === 'grades' || value === 'listings')
    : [...views]
  const view = (shown.find(({ value }) => value === parameters.get('view')) ?? shown[0])?.value ?? 'datasets'
  const show = (value: View) =>
    setParameters((now) => {
      now.set('view', value)
      now.delete('dataset')
      return now
    })
  return (
    <Card
      title={views.find(({ value }) => value === view)?.title ?? ''}
      fill
      className={styles.page}
      note={notes[view]}
      actions={
        <>
          {view === 'datasets' && <ExportMenu />}
          <Choice label="查看" value={view} options={shown} onChange={show} />
        </>
      }
    >
      {view === 'datasets' && <CatalogueView />}
      {view === 'grades' && <GradingView />}
      {view === 'certifications' && <CertificationView />}
      {view === 'listings' && <ListingView />}
    </Card>
  )
}
