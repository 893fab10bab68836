/** The products of a segment and who makes them in the country: the levels below the segment. */
import { useState } from 'react'
import { Link } from 'react-router'
import type { ProductMaker } from '../../../../server/api/schemas/product.ts'
import { useProductCoverage, useSegmentMakers, useSegmentProducts } from '../../../data/products.ts'
import { Answer } from '../../../parts/answer.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { makerWord, matchWords } from '../products/words.ts'
import styles from './panel.module.css'

const SHOWN = 6

export function SegmentProducts({ chain, segment }: { readonly chain: string; readonly segment: string }) {
  const { realm, href } = useScope()
  const [all, setAll] = useState(false)
  const products = useSegmentProducts(chain, segment, realm)
  return (
    <section>
      <h3>
        产品 <span className="quiet small">产业链标准的产品词及其品种，全国产品网络中的</span>
      </h3>
      <Answer of={products} title="正在读取产品">
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">全国产品网络中没有该环节的产品词。</p>
          ) : (
            <>
              <ol className={styles.rows}>
                {items.slice(0, all ? items.length : SHOWN).map((item) => (
                  <li key={item.id}>
                    <Link
                      className={styles.rowButton}
                      to={href('/government/products', { product: item.id })}
                    >
                      <span>
                        <bdi>{item.name}</bdi>
                        <small>
                          {matchWords(item)} · 上游 {formatNumber(item.materials)} · 下游{' '}
                          {formatNumber(item.uses)}
                        </small>
                      </span>
                      <b className="number">
                        {makerWord[realm]} {formatNumber(item.makers)}
                      </b>
                    </Link>
                  </li>
                ))}
              </ol>
              <More total={items.length} all={all} unit="种" onToggle={setAll} />
            </>
          )
        }
      </Answer>
    </section>
  )
}

export function SegmentMakers({
  chain,
  segment,
  onFirm,
}: {
  readonly chain: string
  readonly segment: string
  readonly onFirm: (creditCode: string) => void
}) {
  const { query, realm, region } = useScope()
  const makers = useSegmentMakers(chain, segment, query)
  const word = makerWord[realm]
  const coverage = useProductCoverage(query).data?.items.find((one) => one.segment === segment)
  return (
    <section>
      <h3>
        {realm === 'actual' ? '上市企业' : '填报产品的企业'}{' '}
        <span className="quiet small">按披露的产品，全国</span>
      </h3>
      {coverage?.making === false && (
        <p className="quiet small">本环节是贸易、服务环节，下列企业生产其经营的产品。</p>
      )}
      <Answer of={makers} title="正在读取企业">
        {({ pages }) => {
          const firms = pages.flatMap(({ items }) => items)
          const local = firms.filter((firm) => firm.local)
          const outside = firms.filter((firm) => !firm.local)
          if (firms.length === 0)
            return <p className="quiet">没有披露生产该环节产品的{word}，可由填报企业提供。</p>
          return (
            <>
              <MakerRows title={`${region.name}内`} firms={local} onFirm={onFirm} />
              <MakerRows title={`${region.name}外`} firms={outside} onFirm={onFirm} />
            </>
          )
        }}
      </Answer>
    </section>
  )
}

function MakerRows({
  title,
  firms,
  onFirm,
}: {
  readonly title: string
  readonly firms: readonly ProductMaker[]
  readonly onFirm: (creditCode: string) => void
}) {
  const [all, setAll] = useState(false)
  return (
    <>
      <p className="quiet small">
        <bdi>{title}</bdi> {formatNumber(firms.length)} 家{firms.length === 0 && '：没有'}
      </p>
      <ol className={styles.rows}>
        {firms.slice(0, all ? firms.length : SHOWN).map((firm) => {
          const { creditCode, products } = firm
          const about = (
            <span>
              <bdi>{firm.name}</bdi>
              <small>
                {[firm.securityCode, firm.region?.name ?? firm.province].filter(Boolean).join(' · ')}
                {' · '}
                {products
                  .slice(0, 3)
                  .map(({ written }) => written)
                  .join('、')}
                {products.length > 3 && ` 等 ${products.length} 种`}
              </small>
            </span>
          )
          return (
            <li key={firm.securityCode ?? creditCode ?? firm.name}>
              {creditCode === null ? (
                <div className={styles.rowButton} title="不在本平台的企业库，只有上市公司披露的资料">
                  {about}
                </div>
              ) : (
                <button type="button" className={styles.rowButton} onClick={() => onFirm(creditCode)}>
                  {about}
                </button>
              )}
              {products[0] !== undefined && <SourceButton source={products[0].source} label="原始行" />}
            </li>
          )
        })}
      </ol>
      <More total={firms.length} all={all} unit="家" onToggle={setAll} />
    </>
  )
}

function More({
  total,
  all,
  unit,
  onToggle,
}: {
  readonly total: number
  readonly all: boolean
  readonly unit: string
  readonly onToggle: (all: boolean) => void
}) {
  if (total <= SHOWN) return null
  return (
    <button type="button" className="text-button small" onClick={() => onToggle(!all)}>
      {all ? '收起' : `全部 ${formatNumber(total)} ${unit}`}
    </button>
  )
}
