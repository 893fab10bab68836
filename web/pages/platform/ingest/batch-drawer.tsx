/** One batch: that nothing was lost, where it came from, and the rows kept aside with the rule each broke. */
import type { Batch, Quarantined } from '../../../../server/api/schemas/dataset.ts'
import { useQuarantine } from '../../../data/queries.ts'
import { batchStatusTitles } from '../../../data/vocabulary.ts'
import { Conservation } from '../../../parts/conservation.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatBytes, formatDate, formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './ingest.module.css'

export function BatchDrawer({ batch, onClose }: { readonly batch: Batch; readonly onClose: () => void }) {
  const { session } = useScope()
  // Evidence walks through the rows of all; a firm sees its own under 本企业数据.
  const isOfficial = session.role !== 'enterprise' && session.role !== 'bank'
  return (
    <Drawer
      title={`批次 ${batch.id}：${batch.datasetTitle}`}
      wide
      note={<RealmBadge realm={batch.demonstration ? 'demonstration' : 'actual'} />}
      onClose={onClose}
    >
      <div className={styles.detail}>
        <Conservation counts={batch.counts} {...(isOfficial && { batch: batch.id })} />
        {batch.error !== null && (
          <div className={styles.failure} role="alert">
            <b>{batch.error.message}</b>
            {batch.error.expected !== null && <p className="small">应为：{batch.error.expected}</p>}
          </div>
        )}
        {batch.warnings.length > 0 && (
          <ul className={styles.warnings} aria-label="提醒">
            {batch.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
        <dl className={styles.terms}>
          <dt>状态</dt>
          <dd>{batchStatusTitles[batch.status]}</dd>
          <dt>来源</dt>
          <dd>
            <bdi>{batch.source}</bdi>，由 <bdi>{batch.loadedBy}</bdi> 载入
          </dd>
          <dt>文件</dt>
          <dd>
            <bdi>{batch.fileName}</bdi>（{formatBytes(batch.bytes)}）
          </dd>
          <dt>指纹</dt>
          <dd className="small">{batch.sha256 === null ? MISSING : `SHA-256 ${batch.sha256}`}</dd>
          <dt>数据时点</dt>
          <dd>{formatDate(batch.effectiveAt)}</dd>
          <dt>时间</dt>
          <dd className="number">
            {formatTime(batch.startedAt)} 至 {formatTime(batch.finishedAt)}
          </dd>
          <dt>规范化</dt>
          <dd className="number">{formatNumber(batch.counts.normalised)} 行经全角、空格等规范后载入</dd>
        </dl>
        <section>
          <h3>隔离区</h3>
          <QuarantineTable batch={batch} />
        </section>
      </div>
    </Drawer>
  )
}

const columns: readonly Column<Quarantined>[] = [
  { key: 'rowNumber', title: '行号', number: true, width: '72px', value: ({ rowNumber }) => rowNumber },
  {
    key: 'column',
    title: '信息项',
    width: '18%',
    value: ({ columnTitle, column }) => columnTitle ?? column,
  },
  {
    key: 'message',
    title: '原因',
    width: '34%',
    value: ({ message }) => message,
    show: ({ message, rule }) => (
      <span title={rule}>
        <NameText text={message} />
      </span>
    ),
  },
  {
    key: 'value',
    title: '原值',
    value: ({ value }) => value,
    show: ({ value }) => (value === null ? MISSING : <NameText text={value} />),
  },
  {
    key: 'raw',
    title: '原始行',
    width: '26%',
    value: ({ raw }) => raw,
    show: ({ raw }) => <NameText text={raw} />,
  },
]

function QuarantineTable({ batch }: { readonly batch: Batch }) {
  const rows = useQuarantine(batch.counts.quarantined === 0 ? null : batch.id)
  if (batch.counts.quarantined === 0) return <p className="quiet">没有被隔离的行。</p>
  if (rows.data === undefined) {
    return rows.error === null ? (
      <Loading title="正在读取隔离区" />
    ) : (
      <ErrorState error={rows.error} retry={() => void rows.refetch()} />
    )
  }
  return (
    <DataTable
      name={`批次${batch.id}-隔离区`}
      rows={rows.data.pages.flatMap(({ items }) => items)}
      columns={columns}
      rowKey={({ id }) => id}
      total={batch.counts.quarantined}
      more={
        rows.hasNextPage
          ? { load: () => void rows.fetchNextPage(), loading: rows.isFetchingNextPage }
          : undefined
      }
      empty={<EmptyState title="隔离的行已全部处理" />}
    />
  )
}
