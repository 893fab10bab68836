/** The end of the walk: the row in its warehouse, the batch and file it came with, and its own text. */
import type { SourceRef } from '../../../server/api/schemas/shared.ts'
import { useSourceRow } from '../../data/queries.ts'
import { Answer } from '../answer.tsx'
import { formatDate, formatNumber, formatTime, MISSING } from '../format.ts'
import { RealmBadge } from '../realm-badge.tsx'
import styles from './evidence.module.css'

export function SourceRowView({ reference }: { readonly reference: Pick<SourceRef, 'dataset' | 'rowId'> }) {
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
          </div>

          <section>
            <h3>来源</h3>
            <dl className={styles.terms}>
              <dt>数据源</dt>
              <dd>
                <bdi>{row.batch.sourceTitle}</bdi>（{row.batch.source}）
              </dd>
              <dt>发布单位</dt>
              <dd>
                <bdi>{row.batch.publisher}</bdi>
              </dd>
              <dt>许可</dt>
              <dd>{row.batch.licence}</dd>
              <dt>文件</dt>
              <dd className={styles.breaking}>
                <bdi>{row.batch.fileName}</bdi>
              </dd>
              <dt>文件指纹</dt>
              <dd className={styles.breaking}>
                <code>SHA-256 {row.batch.sha256}</code>
              </dd>
              <dt>批次</dt>
              <dd className="number">
                {row.batch.id}，{formatTime(row.batch.loadedAt)} 载入，数据时点{' '}
                {formatDate(row.batch.effectiveAt)}
              </dd>
              <dt>本行有效期</dt>
              <dd className="number">
                {formatTime(row.validFrom)} 至{' '}
                {row.validTo === null ? '今' : `${formatTime(row.validTo)}（已被更新）`}
              </dd>
            </dl>
          </section>

          <section>
            <h3>各信息项</h3>
            <table className={styles.cells}>
              <tbody>
                {row.cells.map((cell) => (
                  <tr key={cell.name}>
                    <th scope="row" title={cell.name}>
                      {cell.title}
                    </th>
                    <td>
                      {cell.value === null ? MISSING : <bdi>{cell.value}</bdi>}
                      {cell.value !== null && cell.unit !== null && (
                        <span className="quiet"> {cell.unit}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>

          <section>
            <h3>原文</h3>
            {row.original === null ? (
              <p className="quiet">原件不是文本，或不保留原文；可按文件指纹在原件库核对。</p>
            ) : (
              <pre className={styles.original}>{row.original}</pre>
            )}
          </section>
        </div>
      )}
    </Answer>
  )
}
