/** With nothing selected: how the chain stands as a whole, and where it is thinnest. */
import { Link } from 'react-router'
import type { ChainGraph, SegmentState } from '../../../../server/api/schemas/chain.ts'
import { useMetric } from '../../../data/queries.ts'
import { EvidenceButton, ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import { isPageOf } from '../../../shell/page.ts'
import { useScope } from '../../../shell/scope.tsx'
import { firmsText } from './segment-card.tsx'
import { countVerdicts, gapOrder } from './verdicts.ts'
import type { ViewState } from './view-state.ts'
import styles from './panel.module.css'

const SHOWN = 14

export function OverviewPanel({ graph, view }: { readonly graph: ChainGraph; readonly view: ViewState }) {
  const { href, session } = useScope()
  const counts = countVerdicts(graph.segments)
  const gaps = graph.segments
    .filter(({ strength }) => gapOrder.includes(strength))
    .toSorted(
      (a, b) =>
        (unmetOf(b) ?? -1) - (unmetOf(a) ?? -1) ||
        gapOrder.indexOf(a.strength) - gapOrder.indexOf(b.strength),
    )
  const hidden = gaps.length - SHOWN
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h2>全链概况</h2>
      </header>
      <p className={styles.sentence}>
        {graph.chain.title}产业链 {graph.segments.length} 个环节中，
        <bdi>{graph.region.name}</bdi>有企业的 {graph.presentSegments} 个；缺 {counts.get('missing')}、单点{' '}
        {counts.get('single-source')}、过度依赖 {counts.get('over-dependent')}、弱 {counts.get('weak')}。
      </p>
      <dl className={styles.figures}>
        <MetricTerm id="chain-completeness" title="完整度" />
        <MetricTerm id="local-supply-ratio" title="本地配套率" />
        <MetricTerm id="enterprise-count" title="企业" />
      </dl>
      <section>
        <h3>
          短板环节{' '}
          <span className="quiet small">
            {gaps.some((gap) => unmetOf(gap) !== null)
              ? '按未满足需求排序'
              : '没有交易数据，按缺、单点、过度依赖、弱排序'}
          </span>
        </h3>
        {gaps.length === 0 ? (
          <p className="quiet">没有弱、缺、单点或过度依赖的环节。</p>
        ) : (
          <ol className={styles.rows}>
            {gaps.slice(0, SHOWN).map((segment) => (
              <li key={segment.id}>
                <button
                  type="button"
                  className={styles.rowButton}
                  onClick={() => view.set({ segment: segment.id })}
                >
                  <StrengthBadge strength={segment.strength} reason={segment.reasons[0]} />
                  <span>
                    <bdi>{segment.title}</bdi>
                    <small>{segment.reasons[0] ?? firmsText(segment)}</small>
                  </span>
                </button>
                <ProvenFigure
                  figure={`segment:${graph.chain.id}/${segment.id}/unmet`}
                  title={`${segment.title}未满足需求`}
                >
                  {moneyText(unmetOf(segment))}
                </ProvenFigure>
              </li>
            ))}
          </ol>
        )}
        {hidden > 0 && <p className="quiet small">另有 {hidden} 个，见列表。</p>}
      </section>
      {isPageOf(session.role, '/government/atlas') && (
        <p className="small">
          <Link to={href('/government/atlas')}>五图五清单：可打印的整套图表</Link>
        </p>
      )}
      <p className={styles.foot}>点选环节看判断依据、企业、上下游和可替代能力；图上方按强弱筛选。</p>
    </div>
  )
}

function MetricTerm({ id, title }: { readonly id: string; readonly title: string }) {
  const { query } = useScope()
  const { data } = useMetric(id, query)
  return (
    <div>
      <dt>
        {title}
        {data?.estimated === true && <abbr title={data.method ?? '按模型估算'}>估算</abbr>}
      </dt>
      <dd className={data?.value === null ? 'hatched' : undefined} title={data?.missing?.reason}>
        {data === undefined ? '…' : formatNumber(data.value, data.digits)}
        <small>{data === undefined || data.value === null ? '' : data.unit}</small>
        <EvidenceButton metric={id} title={data?.title ?? title} />
      </dd>
    </div>
  )
}

/** Purchases not met locally, 元; null where no purchase is known. */
function unmetOf({ demand, localSupplyRatio }: SegmentState): number | null {
  return demand === null ? null : demand * (1 - Math.min(1, localSupplyRatio ?? 0))
}
