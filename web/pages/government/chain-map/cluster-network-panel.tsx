/** Beside the network: what it adds up to, or what is known of the firm that is chosen. */
import type { ReactNode } from 'react'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import { ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, formatShare, moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { largestFirms, partnersOf, type NetworkFigures, type Partner } from './cluster-network-figures.ts'
import panel from './panel.module.css'

const SHOWN = 12
const FLOWS = 8

export function NetworkOverview({
  data,
  figures,
  mask,
  onFocus,
}: {
  readonly data: ClusterNetwork
  readonly figures: NetworkFigures
  readonly mask: Uint8Array | undefined
  readonly onFocus: (position: number) => void
}) {
  const stages = new Map(data.stages.map(({ id, title }) => [id, title]))
  return (
    <div className={panel.panel}>
      <header className={panel.head}>
        <h2>网络概况</h2>
      </header>
      <p className={panel.sentence}>
        {mask === undefined ? '' : '按筛选，'}
        <bdi>{data.region.name}</bdi>
        {data.chain.title}产业链 {formatNumber(figures.firms)} 家企业
        {figures.partners > 0 && `与 ${formatNumber(figures.partners)} 家伙伴`}之间有{' '}
        {formatNumber(figures.relations)} 条供应关系；最大的 10 条占交易额的 {formatShare(figures.topTen, 1)}
        。
      </p>
      <dl className={panel.figures}>
        <Term title="企业" value={formatNumber(figures.firms)} unit="家" />
        <Term title="供应关系" value={formatNumber(figures.relations)} unit="条" />
        <Term
          title="交易额"
          value={moneyText(figures.amount).split(' ')[0] ?? ''}
          unit={moneyText(figures.amount).split(' ')[1] ?? ''}
        />
      </dl>
      <section>
        <h3>
          阶段之间的交易 <span className="quiet small">前 {Math.min(FLOWS, figures.flows.length)} 项</span>
        </h3>
        <ol className={panel.rows}>
          {figures.flows.slice(0, FLOWS).map(({ from, to, amount, relations }) => (
            <li key={`${from}>${to}`}>
              <div className={panel.rowButton}>
                <span>
                  {stages.get(from) ?? '链外企业'} → {stages.get(to) ?? '链外企业'}
                  <small>{formatNumber(relations)} 条关系</small>
                </span>
                <b className="number">{moneyText(amount)}</b>
              </div>
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h3>
          购销额最大的企业 <span className="quiet small">近 12 个月</span>
        </h3>
        <ol className={panel.rows}>
          {largestFirms(data, mask, SHOWN).map((position) => (
            <li key={data.nodes.party[position]}>
              <button type="button" className={panel.rowButton} onClick={() => onFocus(position)}>
                <span>
                  <bdi>{data.nodes.name[position]}</bdi>
                  <small>{whereOf(data, position)}</small>
                </span>
                <b className="number">
                  {moneyText((data.nodes.sales[position] ?? 0) + (data.nodes.purchases[position] ?? 0))}
                </b>
              </button>
            </li>
          ))}
        </ol>
      </section>
      <p className={panel.foot}>
        圆的大小：购销额；环节内按购销额从大到小排列。点选企业看它的供应商和客户；方向键沿供应关系移动。
      </p>
    </div>
  )
}

function Term({ title, value, unit }: { title: string; value: string; unit: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {value}
        <small>{unit}</small>
      </dd>
    </div>
  )
}

/** 炭黑 · 广饶县 */
function whereOf({ nodes, segments, counties }: ClusterNetwork, position: number): string {
  const segment = segments[nodes.segment[position] ?? -1]?.title ?? '链外企业'
  return `${segment} · ${counties[nodes.county[position] ?? -1]?.name ?? '地区不详'}`
}

export function FirmOfNetwork({
  data,
  position,
  onFocus,
  onClose,
  onOpen,
  onNeighbourhood,
}: {
  readonly data: ClusterNetwork
  readonly position: number
  readonly onFocus: (position: number) => void
  readonly onClose: () => void
  readonly onOpen: () => void
  readonly onNeighbourhood: () => void
}) {
  const { suppliers, customers } = partnersOf(data, position)
  const { nodes } = data
  const external = nodes.external[position] === 1
  return (
    <div className={panel.panel}>
      <button
        type="button"
        className={panel.close}
        aria-label="取消选择"
        title="取消选择（Esc）"
        onClick={onClose}
      >
        <Icon name="close" size={14} />
      </button>
      <header className={panel.head}>
        <h2>
          <bdi>{nodes.name[position]}</bdi>
        </h2>
      </header>
      <p className="quiet">
        <bdi>{whereOf(data, position)}</bdi>
        {nodes.outside[position] === 1 && ' · 地区或辖区以外，只列与区内企业的交易'}
      </p>
      <dl className={panel.figures}>
        <MoneyTerm title="销售" yuan={nodes.sales[position]} />
        <MoneyTerm title="采购" yuan={nodes.purchases[position]} />
        <Term title="伙伴" value={formatNumber(suppliers.length + customers.length)} unit="家" />
      </dl>
      <div className={panel.actions}>
        {external ? (
          <p className="quiet small">仅有交易对手名称，没有档案。</p>
        ) : (
          <>
            <button type="button" className="button button-small button-primary" onClick={onOpen}>
              企业档案
            </button>
            <button type="button" className="button button-small" onClick={onNeighbourhood}>
              供需网络
            </button>
          </>
        )}
      </div>
      <PartnerList title="供应商" data={data} list={suppliers} firm={position} onFocus={onFocus} supplying />
      <PartnerList title="客户" data={data} list={customers} firm={position} onFocus={onFocus} />
    </div>
  )
}

function MoneyTerm({ title, yuan }: { title: string; yuan: number | undefined }): ReactNode {
  const [value = '', unit = ''] = moneyText(yuan).split(' ')
  return <Term title={title} value={value} unit={unit} />
}

function PartnerList({
  title,
  data,
  list,
  firm,
  onFocus,
  supplying = false,
}: {
  readonly title: string
  readonly data: ClusterNetwork
  readonly list: readonly Partner[]
  readonly firm: number
  readonly onFocus: (position: number) => void
  readonly supplying?: boolean
}) {
  const { party, name } = data.nodes
  return (
    <section>
      <h3>
        {title}{' '}
        <span className="quiet small">
          {formatNumber(list.length)} 家{list.length > SHOWN && `，列前 ${SHOWN} 家`}
        </span>
      </h3>
      {list.length === 0 ? (
        <p className="quiet">没有交易记录。</p>
      ) : (
        <ol className={panel.rows}>
          {list.slice(0, SHOWN).map(({ position, amount }) => {
            const [from, to] = supplying ? [position, firm] : [firm, position]
            return (
              <li key={party[position]}>
                <button
                  type="button"
                  className={panel.rowButton}
                  aria-label={name[position]}
                  onClick={() => onFocus(position)}
                >
                  <span>
                    <bdi>{name[position]}</bdi>
                    <small>{whereOf(data, position)}</small>
                  </span>
                </button>
                <ProvenFigure
                  figure={`trade:${party[from]}/${party[to]}`}
                  title={`${name[from]} → ${name[to]}交易额`}
                >
                  {moneyText(amount)}
                </ProvenFigure>
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}
