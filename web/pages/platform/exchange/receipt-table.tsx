import type { Receipt } from '../../../../server/api/schemas/deliveries.ts'
import { channelTitles, useReceipts } from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatBytes, formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './exchange.module.css'

const columns: readonly Column<Receipt>[] = [
  { key: 'id', title: '回执号', number: true, width: '72px', value: ({ id }) => id },
  { key: 'at', title: '时间', width: '136px', value: ({ at }) => formatTime(at) },
  {
    key: 'contract',
    title: '合同与数据集',
    width: '24%',
    value: ({ contract, datasetTitle }) => `${contract} ${datasetTitle}`,
    show: ({ contract, datasetTitle }) => (
      <span className={styles.two}>
        <span>
          <NameText text={datasetTitle} />
        </span>
        <small>{contract}</small>
      </span>
    ),
  },
  {
    key: 'party',
    title: '接收方',
    value: ({ party, by }) => `${party} ${by}`,
    show: ({ party, by }) => (
      <span className={styles.two}>
        <span>
          <NameText text={party} />
        </span>
        <small>
          <bdi>{by}</bdi>
        </small>
      </span>
    ),
  },
  { key: 'channel', title: '方式', width: '92px', value: ({ channel }) => channelTitles[channel] },
  { key: 'rows', title: '行数', number: true, width: '92px', value: ({ rows }) => rows },
  {
    key: 'bytes',
    title: '大小',
    number: true,
    width: '92px',
    value: ({ bytes }) => bytes,
    show: ({ bytes }) => formatBytes(bytes),
  },
  {
    key: 'digest',
    title: 'SHA-256',
    width: '132px',
    value: ({ digest }) => digest,
    show: ({ digest }) => (
      <code className={styles.code} title={digest}>
        {digest.slice(0, 12)}…
      </code>
    ),
  },
]

export function ReceiptTable({
  contract,
  onOpen,
}: {
  readonly contract?: number
  readonly onOpen?: (contract: number) => void
}) {
  const receipts = useReceipts(contract)
  return (
    <Answer of={receipts} title="正在读取回执">
      {({ pages }) => (
        <DataTable
          name={contract === undefined ? '交付回执' : `合同 ${contract} 交付回执`}
          rows={pages.flatMap(({ items }) => items)}
          columns={columns}
          rowKey={({ id }) => id}
          onRow={onOpen === undefined ? undefined : ({ contractId }) => onOpen(contractId)}
          more={
            receipts.hasNextPage
              ? { load: () => void receipts.fetchNextPage(), loading: receipts.isFetchingNextPage }
              : undefined
          }
          empty={
            <EmptyState
              compact
              title="还没有交付"
              detail="合同签署后，以密钥读取或下载文件，每次都有回执。"
            />
          }
        />
      )}
    </Answer>
  )
}
