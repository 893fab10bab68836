/** The end of the walk: the row in its warehouse, the batch and file it came with, and the record as the file has it. */
import type { SourceRef, SourceRow } from '../../../server/api/schemas/shared.ts'
import { useSourceRow } from '../../data/queries.ts'
import { useScope } from '../../shell/scope.tsx'
import { Answer } from '../answer.tsx'
import { formatDate, formatNumber, formatTime, MISSING } from '../format.ts'
import { Icon } from '../icon.tsx'
import { RealmBadge } from '../realm-badge.tsx'
import { LineageLink } from './lineage-link.tsx'
import { OriginalRecord } from './original-record.tsx'
import styles from './evidence.module.css'

type Reference = Pick<SourceRef, 'dataset' | 'rowId'> & Partial<Pick<SourceRef, 'batchId' | 'column'>>

export function SourceRowView({
  reference,
  onLeave,
}: {
  readonly reference: Reference
  /** Follows a link to another page. */
  readonly onLeave: () => void
}) {
  return (
    <Answer of={useSourceRow(reference)} title="正在取原始行">
      {(row) => (
        <div className={styles.evidence}>
          <div className={styles.headline}>
            <p className={styles.value}>
              第 <span className="number">{formatNumber(row.rowNumber)}</span> 行
            </p>
            <p className="quiet">
              {row.warehouse} · {row.datasetTitle} · {row.steward}
            </p>
            <RealmBadge realm={row.demonstration ? 'demonstration' : 'actual'} />
            <LineageLink
              subject={`row:${row.dataset}/${row.rowId}`}
              label="这一行用在哪里"
              onLeave={onLeave}
            />
          </div>

          <section>
            <h3>原文</h3>
            <OriginalRecord row={row} column={reference.column} />
          </section>

          <Origin row={row} />

          <section>
            <h3>各信息项</h3>
            <table className={styles.cells}>
              <tbody>
                {row.cells.map((cell) => (
                  <tr key={cell.name} data-marked={cell.name === reference.column}>
                    <th scope="row" title={cell.name}>
                      {cell.title}
                    </th>
                    <td>
                      {cell.masked === true ? (
                        <span className="hatched">按数据等级不可见</span>
                      ) : cell.value === null ? (
                        MISSING
                      ) : (
                        <bdi>{cell.value}</bdi>
                      )}
                      {cell.value !== null && cell.unit !== null && (
                        <span className="quiet"> {cell.unit}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
    </Answer>
  )
}

const downloaders: readonly string[] = ['operator', 'steward']

function Origin({ row }: { readonly row: SourceRow }) {
  const { session } = useScope()
  const { batch } = row
  return (
    <section>
      <h3>来源</h3>
      <dl className={styles.terms}>
        <dt>数据源</dt>
        <dd>
          <bdi>{batch.sourceTitle}</bdi>（{batch.source}）
        </dd>
        <dt>发布单位</dt>
        <dd>
          <bdi>{batch.publisher}</bdi>
        </dd>
        <dt>许可</dt>
        <dd>{batch.licence}</dd>
        <dt>文件</dt>
        <dd className={styles.breaking}>
          <bdi>{batch.fileName}</bdi>{' '}
          {downloaders.includes(session.role) && (
            <a
              className="text-button"
              data-print="no"
              href={`/api/batches/${batch.id}/original`}
              download={batch.fileName}
            >
              <Icon name="export" size={12} /> 下载原件
            </a>
          )}
        </dd>
        <dt>文件指纹</dt>
        <dd className={styles.breaking}>
          <code>SHA-256 {batch.sha256}</code>
        </dd>
        <dt>批次</dt>
        <dd className="number">
          {batch.id}，{formatTime(batch.loadedAt)} 载入，数据时点 {formatDate(batch.effectiveAt)}
        </dd>
        <dt>本行有效期</dt>
        <dd className="number">
          {formatTime(row.validFrom)} 至{' '}
          {row.validTo === null ? '今' : `${formatTime(row.validTo)}（已被更新）`}
        </dd>
      </dl>
    </section>
  )
}
