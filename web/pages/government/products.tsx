/** 产品网络: the products of the country, what they are made of and go into, which segment they belong to, who makes them. */
import { useState } from 'react'
import { preloadG6 } from '../../charts/g6.ts'
import { problemOf } from '../../data/api.ts'
import { useProduct, useProductNeighbourhood } from '../../data/products.ts'
import { Answer } from '../../parts/answer.tsx'
import { Choice } from '../../parts/choice.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { EnterpriseDrawer } from '../../parts/enterprise-drawer.tsx'
import { formatNumber } from '../../parts/format.ts'
import { Icon } from '../../parts/icon.tsx'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { useScope } from '../../shell/scope.tsx'
import frame from './chain-map/chain-map.module.css'
import { MakersDrawer } from './products/makers-drawer.tsx'
import { ProductPanel } from './products/product-panel.tsx'
import { ProductPicture } from './products/product-picture.tsx'
import { ProductSearch } from './products/product-search.tsx'
import { RelationTable } from './products/relation-table.tsx'
import { Sources } from './products/sources.tsx'
import { Start } from './products/start.tsx'
import { MOST_HOPS, useProductView, type ProductView } from './products/view-state.ts'
import { makerWord } from './products/words.ts'
import styles from './products/products.module.css'

preloadG6()

const hopChoices = Array.from({ length: MOST_HOPS }, (_, index) => ({
  value: String(index + 1),
  title: `${index + 1} 层`,
}))

export default function Products() {
  const { wall } = useScope()
  const view = useProductView()
  const [firm, setFirm] = useState<string | null>(null)
  return (
    <>
      <div className={frame.page} data-print="page">
        {!wall && <Toolbar view={view} />}
        {view.product === null ? (
          <>
            <Start view={view} />
            <footer className="quiet small">
              <Sources />
            </footer>
          </>
        ) : (
          <Network key={view.product} id={view.product} view={view} />
        )}
      </div>
      {view.makers !== null && firm === null && (
        <MakersDrawer product={view.makers} onClose={() => view.showMakers(null)} onFirm={setFirm} />
      )}
      {firm !== null && <EnterpriseDrawer creditCode={firm} onClose={() => setFirm(null)} />}
    </>
  )
}

function Toolbar({ view }: { readonly view: ProductView }) {
  return (
    <div className={frame.toolbar} data-print="no">
      <div className={frame.search}>
        <ProductSearch label="搜索产品（名称、拼音）" hotkey onPick={view.go} />
      </div>
      {view.product !== null && (
        <>
          {view.view === 'picture' && (
            <div className={frame.control}>
              上下游
              <Choice
                label="层数"
                value={String(view.hops)}
                options={hopChoices}
                onChange={(hops) => view.setHops(Number(hops))}
              />
            </div>
          )}
          <div className={frame.right}>
            <Choice
              label="图或列表"
              value={view.view}
              options={[
                { value: 'picture', title: '图' },
                { value: 'list', title: '列表' },
              ]}
              onChange={view.setView}
            />
            <button type="button" className="button" onClick={() => view.go(null)}>
              <Icon name="left" size={12} />
              返回概览
            </button>
          </div>
        </>
      )}
    </div>
  )
}

function Network({ id, view }: { readonly id: string; readonly view: ProductView }) {
  const { realm } = useScope()
  const network = useProductNeighbourhood(id, view.hops, realm)
  const product = useProduct(id, realm)
  const [tools, setTools] = useState<Element | null>(null)
  const status = network.error === null ? 0 : problemOf(network.error).status
  if (status === 404 || status === 400)
    return (
      <EmptyState
        title="没有这个产品"
        detail="产品名称可能已被来源更正，或按规则不是产品。可重新搜索。"
        supplier="产品目录的提供单位"
      >
        <button type="button" className="button" onClick={() => view.go(null)}>
          返回概览
        </button>
      </EmptyState>
    )
  const name = product.data?.name ?? ''
  return (
    <div className={frame.main}>
      <section className={frame.picture} aria-label="产品网络">
        <div className={frame.top}>
          <b>
            <bdi>{name}</bdi>
          </b>
          <span className={frame.control}>
            <i className={styles.key} /> 有{makerWord[realm]} · 实线：来源记载 · 虚线：推断
          </span>
          <RealmBadge realm={realm} />
        </div>
        {view.view === 'list' ? (
          <RelationTable id={id} name={name} view={view} />
        ) : (
          <Answer of={network} title="正在读取产品网络">
            {(data) =>
              data.nodes.length === 1 ? (
                <EmptyState
                  title="没有上下游的记载"
                  detail="来源没有记载该产品的上游材料或下游产品，不等于实际没有；右侧可看类属、环节和企业。"
                  supplier="产品关系数据的提供单位"
                />
              ) : (
                <ProductPicture network={data} selected={view.chosen} tools={tools} onSelect={view.choose} />
              )
            }
          </Answer>
        )}
        <div className={frame.bottom}>
          <Sources />
          <span role="status" className={frame.status}>
            {view.view === 'picture' && network.data !== undefined && <Hidden {...network.data} />}
            <span ref={setTools} />
          </span>
        </div>
      </section>
      <aside className={frame.side} aria-label="说明">
        <ProductPanel key={view.chosen ?? id} id={view.chosen ?? id} view={view} />
      </aside>
    </div>
  )
}

function Hidden({
  nodes,
  steps,
  hops,
}: {
  nodes: readonly unknown[]
  steps: readonly { total: number }[]
  hops: number
}) {
  const total = steps.reduce((sum, step) => sum + step.total, 1)
  return (
    <>
      {hops} 层以内 {formatNumber(total)} 种产品，读到 {formatNumber(nodes.length)}{' '}
      种；各层画放得下的，每种画一条关系，点选看全部
    </>
  )
}
