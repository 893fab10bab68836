/** What is known of the chosen node: rows, last load, who answers for it, records in the number asked for. */
import type { Lineage, LineageNode } from '../../../../server/api/schemas/lineage.ts'
import { gradeTitle } from '../../../data/catalog.ts'
import { Card } from '../../../parts/card.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './lineage.module.css'

/** Nodes that may be started from themselves. */
const startable = /^(dataset|source|batch|metric|alert|stage):/

export function NodeFacts({
  node,
  lineage,
  onStart,
}: {
  readonly node: LineageNode
  readonly lineage: Lineage
  readonly onStart: (subject: string) => void
}) {
  const layer = lineage.layers.find(({ id }) => id === node.layer)?.title ?? ''
  const isData = ['dataset', 'source', 'batch'].includes(node.layer)
  const links = (end: 'from' | 'to') => lineage.links.filter((link) => link[end] === node.id).length
  return (
    <Card title={node.title} note={layer} fill>
      <div className={styles.facts}>
        <p>{node.summary}</p>
        <dl>
          {isData && (
            <>
              <dt>行数</dt>
              <dd className="number">{node.rows === null ? MISSING : formatNumber(node.rows)}</dd>
              <dt>最近载入</dt>
              <dd className="number">
                {node.lastLoadedAt === null ? MISSING : formatTime(node.lastLoadedAt)}
              </dd>
              <dt>{node.layer === 'dataset' ? '责任单位' : '发布单位'}</dt>
              <dd>{node.steward ?? MISSING}</dd>
            </>
          )}
          {node.grade !== null && (
            <>
              <dt>数据等级</dt>
              <dd>{gradeTitle(node.grade)}</dd>
            </>
          )}
          {node.records !== null && (
            <>
              <dt>在数值中</dt>
              <dd className="number">{formatNumber(node.records)} 条记录</dd>
            </>
          )}
          <dt>关系</dt>
          <dd className="number">
            上游 {links('to')} · 下游 {links('from')}
            {node.direct ? '' : ' · 间接'}
          </dd>
        </dl>
        {node.samples.length > 0 && (
          <section>
            <h4>记录举例</h4>
            <ul>
              {node.samples.map((sample) => (
                <li key={sample.source.rowId}>
                  <NameText text={sample.label} lines={2} />
                  <span>
                    {sample.value !== null && (
                      <b className="number">
                        {formatNumber(sample.value, Number.isInteger(sample.value) ? 0 : 2)} {sample.unit}
                      </b>
                    )}{' '}
                    <SourceButton source={sample.source} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {startable.test(node.id) && node.id !== lineage.subject.id && (
          <button type="button" className="button button-small" onClick={() => onStart(node.id)}>
            以此为起点
          </button>
        )}
      </div>
    </Card>
  )
}
