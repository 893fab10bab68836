import { useState } from 'react'
import type { CatalogDetail } from '../../../../server/api/schemas/catalog.ts'
import { gradeOrder, useCatalogDetail, type GradeCode } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { CertifiedBadge, GradeBadge } from './badges.tsx'
import { PreviewTable } from './preview-table.tsx'
import styles from './catalog.module.css'
import drawer from './drawer.module.css'

const parts = [
  { value: 'fields', title: '目录' },
  { value: 'items', title: '信息项' },
  { value: 'quality', title: '质量与来源' },
  { value: 'preview', title: '数据预览' },
] as const
type Part = (typeof parts)[number]['value']

export function DatasetDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const detail = useCatalogDetail(id)
  const [part, setPart] = useState<Part>('fields')
  return (
    <Drawer
      title={detail.data === undefined ? '数据集' : `${detail.data.warehouseTitle} · ${detail.data.title}`}
      wide
      note={
        detail.data !== undefined && (
          <span className={styles.marked}>
            <GradeBadge grade={detail.data.gradeCode} />
            {detail.data.certifiedUntil !== null && <CertifiedBadge until={detail.data.certifiedUntil} />}
          </span>
        )
      }
      onClose={onClose}
    >
      <Answer of={detail} title="正在读取数据集">
        {(dataset) => (
          <div className={drawer.detail}>
            <p>{dataset.summary}</p>
            <div>
              <Choice label="内容" value={part} options={parts} onChange={setPart} />
            </div>
            {part === 'fields' && <Fields dataset={dataset} />}
            {part === 'items' && <InformationItems dataset={dataset} />}
            {part === 'quality' && <Quality dataset={dataset} />}
            {part === 'preview' && <PreviewTable dataset={dataset} />}
          </div>
        )}
      </Answer>
    </Drawer>
  )
}

/** What stands elsewhere in the drawer. */
const elsewhere = new Set(['summary', 'columns'])

function Fields({ dataset }: { readonly dataset: CatalogDetail }) {
  return (
    <dl className={drawer.terms}>
      {dataset.fields
        .filter(({ id }) => !elsewhere.has(id))
        .map(({ id, title, value }) => (
          <div key={id}>
            <dt>{title}</dt>
            <dd>{value ?? (id === 'stewardCode' ? '提供方未登记' : MISSING)}</dd>
          </div>
        ))}
    </dl>
  )
}

function InformationItems({ dataset }: { readonly dataset: CatalogDetail }) {
  const rows = dataset.items.map((item, at) => ({
    ...item,
    code: dataset.grades[at]?.grade ?? ('L1' satisfies GradeCode),
    reason: dataset.grades[at]?.reason ?? '',
  }))
  return (
    <DataTable
      name={`${dataset.title}-信息项`}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        {
          key: 'title',
          title: '信息项',
          width: '23%',
          value: ({ title }) => title,
          show: ({ title, name }) => (
            <span className={styles.two}>
              <NameText text={title} />
              <small>{name}</small>
            </span>
          ),
        },
        { key: 'type', title: '类型', width: '72px', value: ({ type }) => type },
        { key: 'unit', title: '单位', width: '72px', value: ({ unit }) => unit },
        { key: 'required', title: '必填', width: '52px', value: ({ required }) => (required ? '是' : '否') },
        {
          key: 'rule',
          title: '校验规则',
          value: ({ rule }) => rule,
          show: ({ rule }) => (rule === null ? MISSING : <NameText text={rule} lines={2} />),
        },
        {
          key: 'grade',
          title: '级别',
          width: '92px',
          value: ({ grade }) => grade,
          order: ({ code }) => gradeOrder(code),
          show: ({ code }) => <GradeBadge grade={code} />,
        },
        {
          key: 'reason',
          title: '定级理由',
          width: '25%',
          value: ({ reason }) => reason,
          show: ({ reason }) => <NameText text={reason} lines={2} />,
        },
      ]}
    />
  )
}

function Quality({ dataset }: { readonly dataset: CatalogDetail }) {
  const { read, quarantined, score } = dataset.quality
  return (
    <div className={drawer.detail}>
      <dl className={drawer.terms}>
        <div>
          <dt>现有行数</dt>
          <dd>{formatNumber(dataset.rows)}</dd>
        </div>
        <div>
          <dt>最近载入</dt>
          <dd>{formatTime(dataset.lastLoadedAt)}</dd>
        </div>
        <div>
          <dt>累计读取</dt>
          <dd>{formatNumber(read)} 条</dd>
        </div>
        <div>
          <dt>其中隔离</dt>
          <dd>
            {formatNumber(quarantined)} 条，待处理 {formatNumber(dataset.openQuarantine)} 条
          </dd>
        </div>
        <div>
          <dt>质量得分</dt>
          <dd>{score === null ? '尚未评分' : formatNumber(score, 1)}</dd>
        </div>
        <div>
          <dt>数据认证</dt>
          <dd>{dataset.certifiedUntil === null ? '未认证' : `有效期至 ${dataset.certifiedUntil}`}</dd>
        </div>
      </dl>
      <section>
        <h3>数据源</h3>
        {dataset.sources.length === 0 ? (
          <p className="quiet">没有连接器，由责任单位上传文件。</p>
        ) : (
          <ul className={drawer.sources}>
            {dataset.sources.map(({ id, title, publisher, licence }) => (
              <li key={id}>
                <bdi>{title}</bdi>
                <span className="quiet small">
                  {publisher} · {licence}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
