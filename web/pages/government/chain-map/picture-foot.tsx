/** Under the picture: what its marks mean, where its figures come from, and how much of it is drawn. */
import type { ChainGraph } from '../../../../server/api/schemas/chain.ts'
import { formatNumber, formatTime, moneyText } from '../../../parts/format.ts'
import { linkLimits, type ShownLinks } from './links-shown.ts'
import type { ViewState } from './view-state.ts'
import styles from './chain-map.module.css'

export function linksText(graph: ChainGraph, { links, least }: ShownLinks, view: ViewState): string {
  const parts = [`显示 ${formatNumber(links.length)} / ${formatNumber(graph.links.length)} 条关系`]
  if (view.links !== 'all' && least !== null) {
    const bound = linkLimits[view.links].least ?? least
    parts.push(bound > 0 ? `交易额低于 ${moneyText(bound)}的未画` : '没有交易的未画')
  }
  if (view.essentialOnly) parts.push('只画必需投入')
  return parts.join('，')
}

export function PictureFoot({
  graph,
  shown,
  view,
  onTools,
}: {
  readonly graph: ChainGraph
  readonly shown: ShownLinks
  readonly view: ViewState
  /** Hands out the place for the zoom buttons. */
  readonly onTools: (place: Element | null) => void
}) {
  return (
    <div className={styles.bottom}>
      <ul aria-label="图例">
        <li>
          <svg width="22" height="6" aria-hidden="true">
            <rect width="22" height="5" rx="2.5" fill="var(--line)" />
            <rect width="13" height="5" rx="2.5" fill="var(--medium)" />
          </svg>
          本地配套率
        </li>
        <li>
          <svg width="22" height="8" aria-hidden="true">
            <path d="M0 2h22" stroke="var(--map-outline)" strokeWidth="1" />
            <path d="M0 6h22" stroke="var(--map-outline)" strokeWidth="3" />
          </svg>
          线宽：采购额
        </li>
        <li>
          <svg width="22" height="6" aria-hidden="true">
            <path d="M0 3h22" stroke="var(--map-outline)" strokeWidth="1.4" strokeDasharray="4 3" />
          </svg>
          推断关系
        </li>
        <li title={`产业链标准 ${graph.chain.version}；计算于 ${formatTime(graph.computedAt)}`}>
          {graph.periodTitle} · 来源：供应交易、企业登记、产业链标准库
        </li>
      </ul>
      <div className={styles.status}>
        <span role="status">{linksText(graph, shown, view)}</span>
        <span ref={onTools} />
      </div>
    </div>
  )
}
