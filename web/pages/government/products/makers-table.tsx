/** Makers of products, local ones first, each line to its source row. */
import type { ProductMaker } from '../../../../server/api/schemas/product.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatDate, formatShare } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './products.module.css'

/** One line a firm and product. */
interface Line {
  readonly maker: ProductMaker
  readonly product: ProductMaker['products'][number]
}

export const RATIO_NOTE =
  '营业收入占比照录来源：同一公司按产品、行业、地区的拆分和不同年度并列，口径不一，不可相加。'

const columns: readonly Column<Line>[] = [
  {
    key: 'name',
    title: '企业',
    value: ({ maker }) => maker.name,
    show: ({ maker }) => <NameText text={maker.name} lines={2} />,
  },
  { key: 'code', title: '证券代码', width: '96px', value: ({ maker }) => maker.securityCode },
  {
    key: 'place',
    title: '所在地',
    width: '128px',
    value: ({ maker }) => [maker.province, maker.region?.name].filter(Boolean).join(' ') || null,
  },
  { key: 'local', title: '本地', width: '64px', value: ({ maker }) => (maker.local ? '本地' : '外地') },
  {
    key: 'written',
    title: '产品（原文）',
    value: ({ product }) => product.written,
    show: ({ product }) => <NameText text={product.written} lines={2} />,
  },
  {
    key: 'ratio',
    title: '营业收入占比',
    unit: '%',
    width: '148px',
    number: true,
    digits: 1,
    value: ({ product }) => (product.revenueRatio === null ? null : product.revenueRatio * 100),
    show: ({ product }) => formatShare(product.revenueRatio, 1),
  },
  {
    key: 'date',
    title: '来源截至',
    width: '104px',
    value: ({ product }) => formatDate(product.source.effectiveAt),
  },
  {
    key: 'source',
    title: '证据',
    width: '92px',
    data: false,
    value: () => null,
    show: ({ product }) => <SourceButton source={product.source} label="原始行" />,
  },
]

export function MakersTable({
  name,
  makers,
  total,
  more,
  onFirm,
}: {
  readonly name: string
  readonly makers: readonly ProductMaker[]
  readonly total: number | undefined
  readonly more: { readonly load: () => void; readonly loading: boolean } | undefined
  /** Of firms of the register; others have no profile here. */
  readonly onFirm: (creditCode: string) => void
}) {
  const { realm } = useScope()
  const lines = makers.flatMap((maker) => maker.products.map((product): Line => ({ maker, product })))
  const local = makers.filter((maker) => maker.local).length
  return (
    <>
      <p className={styles.note}>
        {realm === 'actual' ? '上市公司披露的主营构成' : '演示企业填报的产品'}；企业 {total ?? makers.length}{' '}
        家，已列出的本地 {local} 家、外地 {makers.length - local} 家。{RATIO_NOTE}
      </p>
      <DataTable
        name={name}
        rows={lines}
        columns={columns}
        rowKey={({ maker, product }) =>
          `${maker.securityCode ?? maker.creditCode ?? maker.name} ${product.source.rowId}`
        }
        onRow={({ maker }) => maker.creditCode !== null && onFirm(maker.creditCode)}
        more={more}
        empty={
          <EmptyState
            title="没有生产该产品的企业"
            detail={
              realm === 'actual'
                ? '上市公司 2021 年前披露的主营构成中没有该产品；未上市企业的产品没有来源。'
                : '演示企业没有填报该产品。'
            }
            supplier="填报企业"
          />
        }
      />
    </>
  )
}
