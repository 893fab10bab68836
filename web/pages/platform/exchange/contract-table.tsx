import type { Contract } from '../../../../server/api/schemas/exchange.ts'
import { contractStateTitles, outputTitles, useContracts } from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './exchange.module.css'

const used = (value: number, maximum: number) => `${formatNumber(value)} / ${formatNumber(maximum)}`

const columns: readonly Column<Contract>[] = [
  {
    key: 'number',
    title: '合同编号',
    width: '176px',
    value: ({ number }) => number,
    show: ({ number, digest }) => (
      <span className={styles.two}>
        <span>{number}</span>
        <small title={`SHA-256 ${digest}`}>摘要 {digest.slice(0, 12)}…</small>
      </span>
    ),
  },
  {
    key: 'dataset',
    title: '数据集',
    width: '22%',
    value: ({ terms }) => terms.dataset.title,
    show: ({ terms }) => (
      <span className={styles.two}>
        <span>
          <NameText text={terms.dataset.title} />
        </span>
        <small>
          {terms.fields.length} 项，{terms.purpose.title}
        </small>
      </span>
    ),
  },
  {
    key: 'party',
    title: '接收方',
    value: ({ terms }) => terms.recipient.name,
    show: ({ terms }) => <NameText text={terms.recipient.name} />,
  },
  { key: 'output', title: '交付方式', width: '92px', value: ({ terms }) => outputTitles[terms.output] },
  {
    key: 'calls',
    title: '次数',
    unit: '已用 / 约定',
    number: true,
    width: '132px',
    value: ({ usage }) => usage.calls,
    show: ({ usage, terms }) => used(usage.calls, terms.maximumCalls),
  },
  {
    key: 'rows',
    title: '行数',
    unit: '已用 / 约定',
    number: true,
    width: '156px',
    value: ({ usage }) => usage.rows,
    show: ({ usage, terms }) => used(usage.rows, terms.maximumRows),
  },
  { key: 'until', title: '有效期止', width: '104px', value: ({ terms }) => terms.validUntil },
  {
    key: 'state',
    title: '状态',
    width: '104px',
    value: ({ state }) => contractStateTitles[state],
    show: ({ state, destruction }) => (
      <span className={styles.two}>
        <span className={styles.state} data-state={state}>
          {contractStateTitles[state]}
        </span>
        {destruction !== null && <small>已销毁</small>}
      </span>
    ),
  },
]

export function ContractTable({ onOpen }: { readonly onOpen: (id: number) => void }) {
  const contracts = useContracts()
  return (
    <Answer of={contracts} title="正在读取合同">
      {({ pages }) => (
        <DataTable
          name="数字合同"
          rows={pages.flatMap(({ items }) => items)}
          columns={columns}
          rowKey={({ id }) => id}
          onRow={({ id }) => onOpen(id)}
          more={
            contracts.hasNextPage
              ? { load: () => void contracts.fetchNextPage(), loading: contracts.isFetchingNextPage }
              : undefined
          }
          empty={<EmptyState title="还没有数字合同" detail="申请批准后自动生成合同，由接收方签署后生效。" />}
        />
      )}
    </Answer>
  )
}
