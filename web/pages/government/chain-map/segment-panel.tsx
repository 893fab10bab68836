/** A segment explained: a sentence, three figures, what to do, why it is judged so, who is in it. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ChainGraph, SegmentDetail } from '../../../../server/api/schemas/chain.ts'
import { useSegment } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, formatShare, moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { ShutdownLink } from '../../../parts/shutdown-link.tsx'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { EvidenceList, FirmList, FIRMS, LinkList, SubstituteList } from './segment-sections.tsx'
import { SegmentMakers, SegmentProducts } from './segment-products.tsx'
import { MOST_HOPS, type ViewState } from './view-state.ts'
import styles from './panel.module.css'

export function SegmentPanel({
  graph,
  segment,
  view,
}: {
  readonly graph: ChainGraph
  readonly segment: ChainGraph['segments'][number]
  readonly view: ViewState
}) {
  const { query } = useScope()
  const detail = useSegment(query, segment.id)
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h2>
          <bdi>{segment.title}</bdi>
        </h2>
        <StrengthBadge strength={segment.strength} />
        <span className="quiet small">
          {graph.chain.title} › {graph.stages.find(({ id }) => id === segment.stage)?.title ?? segment.stage}{' '}
          › 环节
        </span>
        <button
          type="button"
          className={styles.close}
          aria-label="取消选择"
          title="取消选择（Esc）"
          onClick={() => view.set({ segment: null, reach: 0 })}
        >
          <Icon name="close" size={14} />
        </button>
      </header>
      <Answer of={detail} title="正在读取环节">
        {(data) => <Explained detail={data} graph={graph} view={view} />}
      </Answer>
    </div>
  )
}

function Explained({
  detail,
  graph,
  view,
}: {
  readonly detail: SegmentDetail
  readonly graph: ChainGraph
  readonly view: ViewState
}) {
  const { href } = useScope()
  const { state } = detail
  const rivals = detail.substitutes.length
  const proven = (name: string, title: string, text: ReactNode) => (
    <ProvenFigure figure={`segment:${graph.chain.id}/${state.id}/${name}`} title={`${state.title}${title}`}>
      {text}
    </ProvenFigure>
  )
  return (
    <>
      <p className={styles.sentence}>{detail.sentence}</p>
      <dl className={styles.figures}>
        <div>
          <dt>
            本地配套率
            {state.ratioMethod === 'estimated' && (
              <abbr title="没有交易数据，按区位熵法（FLQ）估算">估算</abbr>
            )}
          </dt>
          <dd className={state.localSupplyRatio === null ? 'hatched' : undefined}>
            {proven('local-supply-ratio', '本地配套率', formatShare(state.localSupplyRatio))}
          </dd>
        </div>
        <div>
          <dt title="最大一家供应商占本地供给的份额">CR1</dt>
          <dd className={state.cr1 === null ? 'hatched' : undefined}>
            {proven('cr1', 'CR1', formatShare(state.cr1))}
          </dd>
        </div>
        <div>
          <dt>企业（规上）</dt>
          <dd>
            {proven('enterprises', '企业', formatNumber(state.enterprises))}
            <small> 家（{proven('above-scale', '规上企业', formatNumber(state.aboveScale))}）</small>
          </dd>
        </div>
      </dl>
      <p className={styles.more}>
        供给 {proven('supply', '本地供给', moneyText(state.supply))} · 需求{' '}
        {proven('demand', '本地需求', moneyText(state.demand))} · 区位熵{' '}
        {proven('location-quotient', '区位熵', formatNumber(state.locationQuotient, 2))} · HHI{' '}
        {proven('hhi', 'HHI', formatNumber(state.hhi, 2))} · {graph.periodTitle}
      </p>
      <div className={styles.actions}>
        <button
          type="button"
          className="button button-small button-primary"
          onClick={() => {
            const list = document.getElementById(FIRMS)
            list?.scrollIntoView()
            list?.focus({ preventScroll: true })
          }}
        >
          查看企业 {formatNumber(state.enterprises)}
        </button>
        <Link className="button button-small" to={href('/government/investment-map', { gap: state.id })}>
          招商目标
        </Link>
        <ShutdownLink className="button button-small" off={{ segment: state.id }} />
        <label className={styles.reach}>
          供需邻域
          <select
            className="field"
            aria-label="供需邻域的层数"
            value={view.reach}
            onChange={({ target }) => view.set({ reach: Number(target.value) })}
          >
            <option value={0}>不限</option>
            {Array.from({ length: MOST_HOPS }, (_, index) => (
              <option key={index} value={index + 1}>
                {index + 1} 层
              </option>
            ))}
          </select>
        </label>
      </div>

      <section>
        <h3>为什么这样判断</h3>
        {state.reasons.length === 0 ? (
          <p className="quiet">没有达到任何判断条件，按未判定处理。</p>
        ) : (
          <ul className={styles.reasons}>
            {state.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
            {state.externalSupplier !== null && (
              <li>
                外部最大供应方 <bdi>{state.externalSupplier}</bdi>，占采购{' '}
                {proven('external-share', '外部首位份额', formatShare(state.externalShare))}
              </li>
            )}
          </ul>
        )}
      </section>
      <EvidenceList evidence={detail.evidence} />
      <SegmentProducts chain={graph.chain.id} segment={state.id} />
      <LinkList title="供应环节" links={detail.suppliers} end="supplier" graph={graph} view={view} />
      <LinkList title="采购环节" links={detail.buyers} end="buyer" graph={graph} view={view} />
      <FirmList detail={detail} view={view} chain={graph.chain.id} />
      <SegmentMakers
        chain={graph.chain.id}
        segment={state.id}
        onFirm={(enterprise) => view.set({ enterprise })}
      />
      {rivals > 0 && <SubstituteList substitutes={detail.substitutes} view={view} />}
      <p className={styles.foot}>
        产品 {state.products.slice(0, 8).join('、')}
        {state.products.length > 8 ? ` 等 ${state.products.length} 种` : ''}；行业代码{' '}
        {state.industryCodes.join('、') || '—'}。环节依据 {state.sourceTitle}，{state.sourceDate}。
      </p>
    </>
  )
}
