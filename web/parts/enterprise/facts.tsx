/** Transactions, weekly capacity and energy readings of an enterprise, each with its source row. */
import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query'
import type {
  CapacityItem,
  EnergyItem,
  Enterprise,
  TransactionItem,
} from '../../../server/api/schemas/enterprise.ts'
import type { SourceRef } from '../../../server/api/schemas/shared.ts'
import { useEnterpriseFacts } from '../../data/government-queries.ts'
import type { Items } from '../../data/queries.ts'
import { useScope } from '../../shell/scope.tsx'
import { Answer } from '../answer.tsx'
import { DataTable, type Column } from '../data-table.tsx'
import { EmptyState } from '../empty-state.tsx'
import { SourceButton } from '../evidence-drawer.tsx'
import { formatTime } from '../format.ts'
import { NameText } from '../name-text.tsx'

interface Part {
  readonly enterprise: Enterprise
}

const sourceColumn = <
  Row extends { readonly source: SourceRef; readonly late?: boolean },
>(): Column<Row> => ({
  key: 'source',
  title: '来源',
  width: '110px',
  value: ({ source, late }) => `${source.fileName} 第${source.rowNumber}行${late === true ? '（补录）' : ''}`,
  show: ({ source, late }) => (
    <>
      <SourceButton source={source} />
      {late === true && (
        <small className="quiet" title="截至之后才入库，按首次版本显示">
          {' '}
          补录
        </small>
      )}
    </>
  ),
})

export function TransactionTable({ enterprise }: Part) {
  const { asOf } = useScope()
  return (
    <Facts
      of={useEnterpriseFacts(enterprise.creditCode, 'transactions', asOf)}
      name={`${enterprise.name}-供应交易`}
      empty="没有供应交易记录"
      supplier="企业本身或链主企业"
      columns={transactionColumns}
    />
  )
}

const transactionColumns: readonly Column<TransactionItem>[] = [
  { key: 'month', title: '月份', width: '84px', value: ({ month }) => month },
  {
    key: 'direction',
    title: '方向',
    width: '60px',
    value: ({ direction }) => (direction === 'sale' ? '销售' : '采购'),
  },
  {
    key: 'partner',
    title: '对方',
    value: ({ partner }) => partner.name,
    show: ({ partner }) => <NameText text={partner.name} />,
  },
  {
    key: 'product',
    title: '产品',
    width: '110px',
    value: ({ product }) => product,
    show: ({ product }) => (product === null ? '—' : <NameText text={product} />),
  },
  {
    key: 'amount',
    title: '金额',
    unit: '万元',
    number: true,
    digits: 1,
    width: '110px',
    value: ({ amount }) => (amount === null ? null : amount / 1e4),
  },
  sourceColumn(),
]

export function CapacityTable({ enterprise }: Part) {
  const { asOf } = useScope()
  return (
    <Facts
      of={useEnterpriseFacts(enterprise.creditCode, 'capacity', asOf)}
      name={`${enterprise.name}-周产能`}
      empty="没有周产能记录"
      supplier="企业本身"
      columns={capacityColumns}
    />
  )
}

const capacityColumns: readonly Column<CapacityItem>[] = [
  { key: 'week', title: '周（起始日）', width: '110px', value: ({ weekStart }) => weekStart },
  {
    key: 'product',
    title: '产品',
    value: ({ product }) => product,
    show: ({ product }) => <NameText text={product} />,
  },
  { key: 'maximum', title: '最大', number: true, width: '90px', value: ({ maximum }) => maximum },
  { key: 'actual', title: '实际', number: true, width: '90px', value: ({ actual }) => actual },
  { key: 'agreed', title: '已订', number: true, width: '90px', value: ({ agreed }) => agreed },
  { key: 'unit', title: '单位', width: '64px', value: ({ unit }) => unit },
  sourceColumn(),
]

export function EnergyTable({ enterprise }: Part) {
  const { asOf } = useScope()
  return (
    <Facts
      of={useEnterpriseFacts(enterprise.creditCode, 'energy', asOf)}
      name={`${enterprise.name}-能源`}
      empty="没有能源计量读数"
      supplier="企业本身或能源公司"
      columns={energyColumns}
    />
  )
}

const energyColumns: readonly Column<EnergyItem>[] = [
  {
    key: 'period',
    title: '时间',
    width: '150px',
    value: ({ period }) => formatTime(period),
  },
  { key: 'medium', title: '介质', value: ({ medium }) => medium },
  {
    key: 'value',
    title: '读数',
    number: true,
    digits: 1,
    width: '140px',
    value: ({ value }) => value,
  },
  { key: 'unit', title: '单位', width: '90px', value: ({ unit }) => unit },
  sourceColumn(),
]

function Facts<Row extends { readonly source: SourceRef }>({
  of,
  name,
  empty,
  supplier,
  columns,
}: {
  readonly of: UseInfiniteQueryResult<InfiniteData<Items<Row>>>
  readonly name: string
  readonly empty: string
  readonly supplier: string
  readonly columns: readonly Column<Row>[]
}) {
  return (
    <Answer of={of}>
      {({ pages }) => (
        <DataTable
          name={name}
          rows={pages.flatMap(({ items }) => items)}
          columns={columns}
          rowKey={({ source }) => source.rowId}
          total={pages[0]?.total}
          more={
            of.hasNextPage
              ? { load: () => void of.fetchNextPage(), loading: of.isFetchingNextPage }
              : undefined
          }
          empty={<EmptyState title={empty} supplier={supplier} />}
        />
      )}
    </Answer>
  )
}
