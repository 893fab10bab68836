/** Who makes a product. */
import { useState } from 'react'
import { useProduct, useProductMakers } from '../../../data/products.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { MakersTable } from './makers-table.tsx'
import styles from './products.module.css'

export function MakersDrawer({
  product,
  onClose,
  onFirm,
}: {
  readonly product: string
  readonly onClose: () => void
  readonly onFirm: (creditCode: string) => void
}) {
  const { query, realm } = useScope()
  const detail = useProduct(product, realm).data
  const name = detail?.name ?? ''
  const [kinds, setKinds] = useState(false)
  const makers = useProductMakers(product, query, kinds)
  const title = `生产“${name}”的企业`
  return (
    <Drawer title={title} note={<RealmBadge realm={realm} />} wide onClose={onClose}>
      {(detail?.kinds ?? 0) > 0 && (
        <label className={styles.check}>
          <input type="checkbox" checked={kinds} onChange={({ target }) => setKinds(target.checked)} />
          连同 {formatNumber(detail?.kinds)} 种细分品种的企业
        </label>
      )}
      <Answer of={makers} title="正在读取企业">
        {({ pages }) => (
          <MakersTable
            name={title}
            makers={pages.flatMap(({ items }) => items)}
            total={pages[0]?.total}
            more={
              makers.hasNextPage
                ? { load: () => void makers.fetchNextPage(), loading: makers.isFetchingNextPage }
                : undefined
            }
            onFirm={onFirm}
          />
        )}
      </Answer>
    </Drawer>
  )
}
