/** A product explained: where it stands, how much is known of it, who makes it, its relations with their sources. */
import { Link } from 'react-router'
import type { ProductDetail } from '../../../../server/api/schemas/product.ts'
import { useProduct, type RelationRole } from '../../../data/products.ts'
import { Answer } from '../../../parts/answer.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatDate, formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import panel from '../chain-map/panel.module.css'
import { PathFinder } from './path-finder.tsx'
import styles from './products.module.css'
import { RelationList } from './relation-list.tsx'
import type { ProductView } from './view-state.ts'
import { makerWord, matchWords, roleTitles } from './words.ts'

export function ProductPanel({ id, view }: { readonly id: string; readonly view: ProductView }) {
  const { realm } = useScope()
  const product = useProduct(id, realm)
  return (
    <div className={panel.panel}>
      <Answer of={product} title="正在读取产品">
        {(data) => <Explained product={data} view={view} />}
      </Answer>
    </div>
  )
}

const figures: readonly RelationRole[] = ['materials', 'uses', 'kinds']

function Explained({ product, view }: { readonly product: ProductDetail; readonly view: ProductView }) {
  const { realm, href } = useScope()
  const { id, name } = product
  const all = (role: RelationRole) => view.list(id, role)
  return (
    <>
      <header className={panel.head}>
        <h2>
          <bdi>{name}</bdi>
        </h2>
      </header>
      {product.ancestors.length > 0 && (
        <ol className={styles.path} aria-label="类属">
          {product.ancestors.map((one) => (
            <li key={one.id}>
              <button type="button" className="text-button" onClick={() => view.go(one.id)}>
                <bdi>{one.name}</bdi>
              </button>
            </li>
          ))}
          <li>
            <b>
              <bdi>{name}</bdi>
            </b>
          </li>
        </ol>
      )}
      <div className={styles.figures}>
        {figures.map((role) => (
          <button key={role} type="button" disabled={product[role] === 0} onClick={() => all(role)}>
            <span>{roleTitles[role]}</span>
            <b>{formatNumber(product[role])}</b>
          </button>
        ))}
        <button type="button" disabled={product.makers === 0} onClick={() => view.showMakers(id)}>
          <span>{makerWord[realm]}</span>
          <b>{formatNumber(product.makers)}</b>
        </button>
      </div>
      <div className={panel.actions}>
        {id !== view.product && (
          <button type="button" className="button button-small button-primary" onClick={() => view.go(id)}>
            以此产品为中心
          </button>
        )}
        <button type="button" className="button button-small" onClick={() => view.showMakers(id)}>
          生产企业
        </button>
      </div>
      <section>
        <h3>所属环节</h3>
        {product.segments.length === 0 ? (
          <p className="quiet">不在已建标准的产业链内。</p>
        ) : (
          <ul className={panel.rows}>
            {product.segments.map((one) => (
              <li key={`${one.chain} ${one.segment}`}>
                <Link
                  className={panel.rowButton}
                  to={href('/government/chain-map', { chain: one.chain, segment: one.segment })}
                >
                  <span>
                    <bdi>
                      {one.chainTitle} › {one.stageTitle} › {one.segmentTitle}
                    </bdi>
                    <small>{matchWords({ ...product, ...one })}</small>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      <RelationList
        product={id}
        of="materials"
        total={product.materials}
        onPick={view.go}
        onAll={() => all('materials')}
      />
      <RelationList product={id} of="uses" total={product.uses} onPick={view.go} onAll={() => all('uses')} />
      <RelationList
        product={id}
        of="kinds"
        total={product.kinds}
        onPick={view.go}
        onAll={() => all('kinds')}
      />
      <PathFinder key={id} from={id} name={name} onPick={view.go} />
      <p className={panel.foot}>
        {product.aliases.length > 0 && <>来源中另写作 {product.aliases.slice(0, 8).join('、')}。</>}
        {product.industry !== null && <>所属行业 {product.industry}。</>}
        目录来源{' '}
        {product.sources.length === 0
          ? '—，只见于产品关系或企业产品'
          : product.sources.slice(0, 3).map((source) => (
              <span key={source.rowId}>
                {source.datasetTitle}（截至 {formatDate(source.effectiveAt)}）{' '}
                <SourceButton source={source} label="原始行" />{' '}
              </span>
            ))}
      </p>
    </>
  )
}
