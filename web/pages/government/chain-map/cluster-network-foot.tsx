/** Under the network: what its marks mean, where it comes from, how much is drawn and what is left out. */
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import { tradeClasses } from '../../../charts/network-canvas/tones.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { formatNumber, formatTime, moneyText } from '../../../parts/format.ts'
import type { NetworkFigures } from './cluster-network-figures.ts'
import type { NetworkState } from './cluster-network-state.ts'
import { verdictOrder } from './verdicts.ts'
import styles from './chain-map.module.css'
import own from './cluster-network.module.css'

/** 截至 2026-10 的 12 个月 · 来源：供应交易、企业登记、产业链标准库 1.0.0 */
export function sourceLine({ periodTitle, chain, realm }: ClusterNetwork): string {
  const mark = realm === 'demonstration' ? '；演示数据为虚构，不代表任何真实企业' : ''
  return `${periodTitle} · 来源：供应交易、企业登记、产业链标准库 ${chain.version}${mark}`
}

export function ClusterNetworkFoot({
  data,
  state,
  figures,
  least,
}: {
  readonly data: ClusterNetwork
  readonly state: NetworkState
  readonly figures: NetworkFigures
  readonly least: number
}) {
  const left = figures.relations - figures.drawn
  return (
    <div className={styles.bottom}>
      <ul aria-label="图例">
        <Keys data={data} state={state} />
        <li>
          <i className={own.hollow} />
          区外企业
        </li>
        {state.focus !== null && (
          <>
            <li>
              <svg width="22" height="6" aria-hidden="true">
                <path d="M0 3h22" stroke="var(--accent)" strokeWidth="2.4" />
              </svg>
              采购
            </li>
            <li>
              <svg width="22" height="6" aria-hidden="true">
                <path d="M0 3h22" stroke="var(--single-source)" strokeWidth="2.4" />
              </svg>
              销售
            </li>
          </>
        )}
        <li title={`计算于 ${formatTime(data.computedAt)}`}>
          {data.periodTitle} · 来源：供应交易、企业登记、产业链标准库
        </li>
      </ul>
      <div className={styles.status}>
        <span role="status">
          画 {formatNumber(figures.firms + figures.partners)} 家企业、{formatNumber(figures.drawn)} /{' '}
          {formatNumber(figures.relations)} 条关系
          {left > 0 && `（≥ ${moneyText(least)}；点选企业全画）`}
          {data.hidden.nodes + data.hidden.edges > 0 && (
            <span title={data.hidden.words.join('')}>
              ，区外{data.hidden.nodes > 0 && ` ${formatNumber(data.hidden.nodes)} 家、`}{' '}
              {formatNumber(data.hidden.edges)} 条未画
            </span>
          )}
        </span>
      </div>
    </div>
  )
}

function Keys({ data, state }: { readonly data: ClusterNetwork; readonly state: NetworkState }) {
  if (state.colouring === 'verdict') {
    const held = new Set(data.segments.flatMap(({ strength, nodes }) => (nodes > 0 ? [strength] : [])))
    return verdictOrder
      .filter((strength) => held.has(strength))
      .map((strength) => (
        <li key={strength} data-strength={strength}>
          <i className={own.swatch} style={{ background: `var(--${strength})` }} />
          {strengthTitles[strength]}
        </li>
      ))
  }
  if (state.colouring === 'place') {
    return (
      <li>
        <i className={own.swatch} style={{ background: 'var(--accent)' }} />
        <bdi>{data.region.name}</bdi>以内
      </li>
    )
  }
  return tradeClasses.map((from, step) => (
    <li key={from}>
      <i className={own.swatch} style={{ background: `var(--map-${step + 1})` }} />
      {step === 0 ? `不足 ${moneyText(tradeClasses[1])}` : `≥ ${moneyText(from)}`}
    </li>
  ))
}
