/** The first row: what an official is asked for first, each with what makes it up. */
import { useChainGraph, useMetric } from '../../../data/queries.ts'
import { MetricFigure } from '../../../parts/figure.tsx'
import { EvidenceButton, ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, MISSING } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './cockpit.module.css'

export function Figures() {
  return (
    <div className={styles.figures}>
      <MetricFigure id="cluster-scale" title="集群规模" />
      <MetricFigure id="concentration" title="产业集聚度" />
      <MetricFigure
        id="enterprise-count"
        title="企业数量"
        note={<Beside metric="above-scale-count" title="规上" />}
      />
      <MetricFigure id="listed-count" title="上市挂牌" note={<Beside metric="honours" title="荣誉" />} />
      <MetricFigure id="chain-completeness" title="产业链完整度" note={<Verdicts />} />
      <MetricFigure id="local-supply-ratio" title="本地配套率" />
    </div>
  )
}

/** A second figure under the first, which opens its own evidence. */
function Beside({ metric, title }: { readonly metric: string; readonly title: string }) {
  const { query } = useScope()
  const { data } = useMetric(metric, query)
  if (data === undefined) return null
  const value = data.value === null ? MISSING : formatNumber(data.value, data.digits)
  return <EvidenceButton metric={metric} title={data.title} label={`${title} ${value}`} />
}

function Verdicts() {
  const { query } = useScope()
  const { data } = useChainGraph(query)
  if (data === undefined) return null
  const count = (strength: string) => data.segments.filter((one) => one.strength === strength).length
  return (
    <span title={`弱 ${count('weak')}，单点 ${count('single-source')}，过度依赖 ${count('over-dependent')}`}>
      <ProvenFigure figure={`chain:${data.chain.id}/missing`} title="空缺环节">
        缺 {count('missing')}
      </ProvenFigure>
    </span>
  )
}
