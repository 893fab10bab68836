/** 供需网络: a firm with its suppliers and customers to so many steps, in columns by distance. */
import { useState } from 'react'
import type { Neighbourhood } from '../../../../server/api/schemas/enterprise.ts'
import { problemOf } from '../../../data/api.ts'
import { useNeighbourhood } from '../../../data/government-queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { firmLinks, hopTitle, linksDrawn } from './network-links.ts'
import { NetworkPicture } from './network-picture.tsx'
import { MOST_HOPS, type ViewState } from './view-state.ts'
import styles from './chain-map.module.css'
import panel from './panel.module.css'

export function FirmNetwork({ firm, view, chain }: { firm: string; view: ViewState; chain: string }) {
  const network = useNeighbourhood(firm, view.hops)
  const back = (
    <button type="button" className="button button-small" onClick={() => view.set({ firm: null })}>
      <Icon name="left" size={12} />
      返回{chain}产业链图
    </button>
  )
  const unknown = network.error !== null && problemOf(network.error).status === 404
  return (
    <div className={styles.main}>
      {unknown ? (
        <section className={styles.picture} aria-label="供需网络">
          <EmptyState
            title="没有供应交易"
            detail="该企业近 12 个月没有供应交易记录，画不出供需网络。"
            supplier="企业本身或链主企业"
          >
            {back}
          </EmptyState>
        </section>
      ) : (
        <Answer of={network} title="正在读取供需网络">
          {(data) => <Network key={data.centre} network={data} view={view} back={back} />}
        </Answer>
      )}
    </div>
  )
}

const hopChoices = Array.from({ length: MOST_HOPS }, (_, index) => ({
  value: String(index + 1),
  title: `${index + 1} 层`,
}))

function Network({
  network,
  view,
  back,
}: {
  readonly network: Neighbourhood
  readonly view: ViewState
  readonly back: React.ReactNode
}) {
  const { realm, asOf } = useScope()
  const [selected, setSelected] = useState<string | null>(null)
  const [tools, setTools] = useState<Element | null>(null)
  const links = firmLinks(network.links)
  const drawn = linksDrawn(network, links, selected)
  const chosen = network.nodes.find(({ id }) => id === (selected ?? network.centre))
  return (
    <>
      <section className={styles.picture} aria-label="供需网络">
        <div className={styles.top}>
          {back}
          <b>
            供需网络：
            <bdi>{network.nodes.find(({ id }) => id === network.centre)?.name ?? network.centre}</bdi>
          </b>
          <Choice
            label="层数"
            value={String(view.hops)}
            options={hopChoices}
            onChange={(hops) => view.set({ hops: Number(hops) })}
          />
          <RealmBadge realm={realm} />
        </div>
        <NetworkPicture
          network={network}
          links={drawn}
          selected={selected}
          tools={tools}
          onSelect={setSelected}
        />
        <div className={styles.bottom}>
          <span>
            {asOf === undefined ? '' : `供需网络只有最新一期，不随“截至 ${asOf}”变化 · `}近 12 个月供应交易 ·
            来源：供应交易 · 虚线框：省外或境外企业 · 线宽：交易额
          </span>
          <span role="status" className={styles.status}>
            读到 {formatNumber(network.nodes.length)} /{' '}
            {formatNumber(network.nodes.length + network.hidden.nodes)}{' '}
            家企业；各层画交易额最大的企业，每家画与上一层最大的一条关系，点选看全部
            <span ref={setTools} />
          </span>
        </div>
      </section>
      <aside className={styles.side} aria-label="说明">
        {chosen !== undefined && (
          <FirmPanel
            firm={chosen}
            centre={network.centre}
            network={network}
            onOpen={() => view.set({ enterprise: chosen.id })}
            onCentre={() => view.set({ firm: chosen.id })}
            onSelect={setSelected}
          />
        )}
      </aside>
    </>
  )
}

function FirmPanel({
  firm,
  centre,
  network,
  onOpen,
  onCentre,
  onSelect,
}: {
  readonly firm: Neighbourhood['nodes'][number]
  readonly centre: string
  readonly network: Neighbourhood
  readonly onOpen: () => void
  readonly onCentre: () => void
  readonly onSelect: (id: string) => void
}) {
  const links = firmLinks(network.links)
  const suppliers = links.filter(({ buyer }) => buyer === firm.id)
  const customers = links.filter(({ supplier }) => supplier === firm.id)
  const names = new Map(network.nodes.map(({ id, name }) => [id, name]))
  const list = (title: string, found: typeof links, end: 'supplier' | 'buyer') => (
    <section>
      <h3>
        {title} <span className="quiet small">图中 {found.length} 家</span>
      </h3>
      {found.length === 0 ? (
        <p className="quiet">图中没有。</p>
      ) : (
        <ol className={panel.rows}>
          {found
            .toSorted((a, b) => b.amount - a.amount)
            .map((link) => (
              <li key={link.id}>
                <button
                  type="button"
                  className={panel.rowButton}
                  aria-label={names.get(link[end]) ?? link[end]}
                  onClick={() => onSelect(link[end])}
                >
                  <span>
                    <bdi>{names.get(link[end]) ?? link[end]}</bdi>
                    <small>
                      {formatNumber(link.parts.reduce((sum, part) => sum + part.transactions, 0))} 笔，最近{' '}
                      {link.parts.reduce((last, part) => (part.lastMonth > last ? part.lastMonth : last), '')}
                    </small>
                  </span>
                </button>
                <ProvenFigure
                  figure={`trade:${link.supplier}/${link.buyer}`}
                  title={`${names.get(link.supplier) ?? link.supplier} → ${names.get(link.buyer) ?? link.buyer}交易额`}
                >
                  {moneyText(link.amount)}
                </ProvenFigure>
              </li>
            ))}
        </ol>
      )}
    </section>
  )
  return (
    <div className={panel.panel}>
      <header className={panel.head}>
        <h2>
          <bdi>{firm.name}</bdi>
        </h2>
      </header>
      <p className="quiet">
        {hopTitle(firm.hop)} · <bdi>{firm.region?.name ?? '地区不详'}</bdi>
        {firm.segmentTitle !== null && (
          <>
            {' '}
            · <bdi>{firm.segmentTitle}</bdi>
          </>
        )}
      </p>
      {firm.id === centre && (
        <p className={panel.sentence}>
          {network.hops} 层以内有供应商 {formatNumber(network.reach.upstream)} 家、客户{' '}
          {formatNumber(network.reach.downstream)} 家。
        </p>
      )}
      <div className={panel.actions}>
        {!firm.external && (
          <button type="button" className="button button-small button-primary" onClick={onOpen}>
            企业档案
          </button>
        )}
        {firm.id !== centre && !firm.external && (
          <button type="button" className="button button-small" onClick={onCentre}>
            以此企业为中心
          </button>
        )}
        {firm.external && <p className="quiet small">省外或境外企业，仅有交易对手名称，没有档案。</p>}
      </div>
      {list('供应商', suppliers, 'supplier')}
      {list('客户', customers, 'buyer')}
    </div>
  )
}
