/**
 * 行数守恒: every row that was read stands in exactly one of the others. `compact` for narrow cards; with `batch`
 * each number opens the rows of the batch.
 */
import type { Batch } from '../../server/api/schemas/dataset.ts'
import { ProvenFigure } from './evidence-drawer.tsx'
import styles from './conservation.module.css'
import { formatNumber } from './format.ts'

export function Conservation({
  counts,
  batch,
  compact = false,
}: {
  readonly counts: Batch['counts']
  readonly batch?: number
  readonly compact?: boolean
}) {
  const parts = [
    { title: '新增', name: 'inserted', value: counts.inserted },
    { title: '更新', name: 'updated', value: counts.updated },
    { title: '未变', name: 'unchanged', value: counts.unchanged },
    { title: '重复', name: 'duplicate', value: counts.duplicate },
    { title: '隔离', name: 'quarantined', value: counts.quarantined },
  ]
  const proven = (name: string, title: string, value: number) => {
    const number = <b className="number">{formatNumber(value)}</b>
    if (batch === undefined) return number
    return (
      <ProvenFigure figure={`batch:${batch}/${name}`} title={`批次 ${batch} ${title}`}>
        {number}
      </ProvenFigure>
    )
  }
  const kept = parts.reduce((sum, { value }) => sum + value, 0) === counts.read
  return (
    <div>
      <ul className={styles.conservation} data-compact={compact} aria-label="行数守恒">
        <li>
          <span className="quiet small">读取</span>
          {proven('read', '读取', counts.read)}
        </li>
        {parts.flatMap(({ title, name, value }, index) => [
          <li key={`${title}-sign`} data-sign>
            {index === 0 ? (kept ? '=' : '≠') : '+'}
          </li>,
          <li key={title}>
            <span className="quiet small">{title}</span>
            {proven(name, title, value)}
          </li>,
        ])}
      </ul>
      {!kept && <p className={styles.outside}>行数尚未平衡：载入未完成或已失败。</p>}
    </div>
  )
}
