/** The network as a table: every firm with its trade, sorted and exported; the way in without the picture. */
import { useMemo } from 'react'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { largestFirms } from './cluster-network-figures.ts'
import styles from './chain-map.module.css'

/** Rows beyond it are slow to lay out and are found by search or filter. */
const MOST_ROWS = 500
const YUAN_IN_WAN = 1e4

export function ClusterNetworkList({
  data,
  mask,
  firms,
  selected,
  onFocus,
}: {
  readonly data: ClusterNetwork
  readonly mask: Uint8Array | undefined
  readonly firms: number
  readonly selected: number | null
  readonly onFocus: (position: number) => void
}) {
  const rows = useMemo(() => largestFirms(data, mask, MOST_ROWS), [data, mask])
  const columns = useMemo(() => columnsOf(data), [data])
  return (
    <div className={styles.listBox}>
      <DataTable
        name={`${data.chain.title}企业网络-${data.region.name}-${data.asOf ?? ''}`}
        rows={rows}
        columns={columns}
        rowKey={(position) => data.nodes.party[position] ?? position}
        selected={selected === null ? null : (data.nodes.party[selected] ?? null)}
        onRow={onFocus}
        total={firms}
        empty={<EmptyState title="没有符合筛选的企业" detail="换一个环节或区县。" />}
      />
    </div>
  )
}

function columnsOf({ nodes, edges, segments, counties }: ClusterNetwork): readonly Column<number>[] {
  const suppliers = new Uint32Array(nodes.node.length)
  const customers = new Uint32Array(nodes.node.length)
  for (const [edge, supplier] of edges.supplier.entries()) {
    const buyer = edges.buyer[edge] ?? 0
    customers[supplier] = (customers[supplier] ?? 0) + 1
    suppliers[buyer] = (suppliers[buyer] ?? 0) + 1
  }
  const wan = (yuan: number | undefined) => (yuan === undefined ? null : yuan / YUAN_IN_WAN)
  return [
    {
      key: 'name',
      title: '企业',
      width: '30%',
      value: (at) => nodes.name[at] ?? '',
      show: (at) => <NameText text={nodes.name[at] ?? ''} />,
    },
    { key: 'segment', title: '环节', value: (at) => segments[nodes.segment[at] ?? -1]?.title ?? '链外企业' },
    { key: 'county', title: '区县', value: (at) => counties[nodes.county[at] ?? -1]?.name ?? null },
    { key: 'sales', title: '销售', unit: '万元', number: true, value: (at) => wan(nodes.sales[at]) },
    { key: 'purchases', title: '采购', unit: '万元', number: true, value: (at) => wan(nodes.purchases[at]) },
    { key: 'suppliers', title: '供应商', unit: '家', number: true, value: (at) => suppliers[at] ?? 0 },
    { key: 'customers', title: '客户', unit: '家', number: true, value: (at) => customers[at] ?? 0 },
  ]
}
