/** How business goes, month by month: electricity first, since it comes soonest and cannot be dressed up. */
import { useState } from 'react'
import { Trend } from '../../../charts/trend.tsx'
import { useMetric } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { EvidenceButton } from '../../../parts/evidence-drawer.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './cockpit.module.css'

const choices = [
  { id: 'electricity-index', title: '用电指数' },
  { id: 'cluster-scale', title: '集群规模' },
  { id: 'enterprise-count', title: '企业数量' },
  { id: 'net-migration', title: '净迁入' },
] as const

const INDEX_BASE = 100

export function TrendCard() {
  const { query } = useScope()
  const [id, setId] = useState<string>(choices[0].id)
  const metric = useMetric(id, query)
  const isIndex = id === 'electricity-index'
  return (
    <Card
      title="景气走势"
      fill
      className={styles.trend}
      note={isIndex && metric.data !== undefined ? metric.data.unit : undefined}
      actions={
        <>
          <select
            className="field"
            aria-label="走势指标"
            value={id}
            onChange={(event) => setId(event.target.value)}
          >
            {choices.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.title}
              </option>
            ))}
          </select>
          <EvidenceButton metric={id} title={metric.data?.title ?? ''} />
        </>
      }
    >
      <Answer of={metric} title="正在读取走势">
        {(data) =>
          data.series.length === 0 ? (
            <EmptyState
              compact
              title="没有数据"
              detail={data.missing?.reason}
              supplier={data.missing?.supplier}
            />
          ) : (
            <Trend
              title={data.title}
              unit={data.unit}
              digits={data.digits}
              points={data.series}
              {...(isIndex && { base: INDEX_BASE })}
            />
          )
        }
      </Answer>
    </Card>
  )
}
