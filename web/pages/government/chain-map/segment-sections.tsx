/** The lists under a segment: evidence to the source row, suppliers and buyers, firms, substitutes. */
import { useState } from 'react'
import type { ChainGraph, SegmentDetail, SegmentLink } from '../../../../server/api/schemas/chain.ts'
import { ProvenFigure, SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatDate, formatNumber, formatShare, moneyText } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { linkStanding } from './link-tip.tsx'
import type { ViewState } from './view-state.ts'
import styles from './panel.module.css'

const EVIDENCE_SHOWN = 3

export function EvidenceList({ evidence }: { readonly evidence: SegmentDetail['evidence'] }) {
  const [all, setAll] = useState(false)
  return (
    <section>
      <h3>
        证据 <span className="quiet small">{evidence.length} 条</span>
      </h3>
      <ol className={styles.evidence}>
        {evidence.slice(0, all ? evidence.length : EVIDENCE_SHOWN).map((item, index) => (
          <li key={`${item.title}${index}`}>
            <p>
              <bdi>{item.title}</bdi> <span className="quiet small">{formatDate(item.date)}</span>
            </p>
            <p className="quiet small">
              <bdi>{item.detail}</bdi>
              {item.source !== null && (
                <>
                  {' · '}
                  {item.source.datasetTitle} · 第 {formatNumber(item.source.rowNumber)} 行{' '}
                  <SourceButton source={item.source} label="打开原始行" />
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
      {evidence.length > EVIDENCE_SHOWN && (
        <button type="button" className="text-button small" onClick={() => setAll(!all)}>
          {all ? '收起' : `全部 ${evidence.length} 条`}
        </button>
      )}
    </section>
  )
}

const LINKS_SHOWN = 6

export function LinkList({
  title,
  links,
  end,
  graph,
  view,
}: {
  readonly title: string
  readonly links: readonly SegmentLink[]
  /** The end that is named: the other one is the segment itself. */
  readonly end: 'supplier' | 'buyer'
  readonly graph: ChainGraph
  readonly view: ViewState
}) {
  const [all, setAll] = useState(false)
  if (links.length === 0) return null
  const sorted = links.toSorted((a, b) => (b.amount ?? -1) - (a.amount ?? -1) || b.weight - a.weight)
  const shown = all ? sorted : sorted.slice(0, LINKS_SHOWN)
  const titles = new Map(graph.segments.map((segment) => [segment.id, segment.title]))
  return (
    <section>
      <h3>
        {title} <span className="quiet small">{links.length} 个</span>
      </h3>
      <ol className={styles.rows}>
        {shown.map((link) => (
          <li key={link[end]}>
            <button
              type="button"
              className={styles.rowButton}
              aria-label={titles.get(link[end]) ?? link[end]}
              title={`${linkStanding(link)}；来源 ${link.sourceTitle}，${link.sourceDate}`}
              onClick={() => view.set({ segment: link[end] })}
            >
              <span>
                <bdi>{titles.get(link[end]) ?? link[end]}</bdi>
                <small>
                  {link.essential ? '必需' : '一般'} · 投入占比 {formatShare(link.weight)} ·{' '}
                  {link.inferred ? '推断' : '实测'}
                </small>
              </span>
            </button>
            <ProvenFigure
              figure={`link:${graph.chain.id}/${link.supplier}/${link.buyer}`}
              title={`${titles.get(link.supplier) ?? link.supplier} → ${titles.get(link.buyer) ?? link.buyer}采购额`}
            >
              {moneyText(link.amount)}
            </ProvenFigure>
          </li>
        ))}
      </ol>
      {links.length > LINKS_SHOWN && (
        <button type="button" className="text-button small" onClick={() => setAll(!all)}>
          {all ? '收起' : `全部 ${links.length} 个`}
        </button>
      )}
    </section>
  )
}

/** Where 查看企业 leads. */
export const FIRMS = 'segment-firms'

export function FirmList({
  detail,
  view,
  chain,
}: {
  readonly detail: SegmentDetail
  readonly view: ViewState
  readonly chain: string
}) {
  const { region, realm } = useScope()
  const { firms, state } = detail
  return (
    <section id={FIRMS} tabIndex={-1}>
      <h3>
        企业 <span className="quiet small">按近 12 个月销售额</span>
      </h3>
      {firms.length === 0 ? (
        <p className="quiet">
          <bdi>{region.name}</bdi>没有该环节的企业。可看招商目标，或在下面的可替代能力中找。
        </p>
      ) : (
        <ol className={styles.rows}>
          {firms.map((firm) => (
            <li key={firm.creditCode}>
              <button
                type="button"
                className={styles.rowButton}
                onClick={() => view.set({ enterprise: firm.creditCode })}
              >
                <span>
                  <bdi>{firm.name}</bdi>
                  <small>
                    <bdi>{firm.region?.name ?? '地区不详'}</bdi> · 份额 {formatShare(firm.share, 1)} · 可信度{' '}
                    {formatNumber(firm.confidence, 2)}
                  </small>
                </span>
                {firm.demonstration && realm !== 'demonstration' && <RealmBadge realm="demonstration" />}
              </button>
              <ProvenFigure
                figure={`sales:${chain}/${state.id}/${firm.creditCode}`}
                title={`${firm.name}近 12 个月销售额`}
              >
                {moneyText(firm.supply)}
              </ProvenFigure>
            </li>
          ))}
        </ol>
      )}
      {state.enterprises > firms.length && (
        <p className="quiet small">
          共 {formatNumber(state.enterprises)} 家，列出销售额最大的 {firms.length} 家。
        </p>
      )}
    </section>
  )
}

export function SubstituteList({
  substitutes,
  view,
}: {
  readonly substitutes: SegmentDetail['substitutes']
  readonly view: ViewState
}) {
  return (
    <section>
      <h3>
        可替代能力 <span className="quiet small">外地同环节，或本地工艺相近</span>
      </h3>
      <ol className={styles.rows}>
        {substitutes.map((firm) => (
          <li key={firm.creditCode}>
            <button
              type="button"
              className={styles.rowButton}
              onClick={() => view.set({ enterprise: firm.creditCode })}
            >
              <span>
                <bdi>{firm.name}</bdi>
                <small>
                  <bdi>{firm.region?.name ?? '地区不详'}</bdi> · {firm.reason}
                </small>
              </span>
              <b className="number">匹配 {formatNumber(firm.match, 2)}</b>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
