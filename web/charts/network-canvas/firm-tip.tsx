/** What is said of a firm under the pointer. */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import { moneyText } from '../../parts/format.ts'

export function FirmTip({ data, position }: { readonly data: ClusterNetwork; readonly position: number }) {
  const { nodes, segments, counties } = data
  const segment = segments[nodes.segment[position] ?? -1]?.title ?? '链外企业'
  const county = counties[nodes.county[position] ?? -1]?.name ?? '地区不详'
  const where = nodes.outside[position] === 1 ? `${county}（${data.region.name}以外或辖区以外）` : county
  return (
    <>
      <b>
        <bdi>{nodes.name[position]}</bdi>
      </b>
      <div>
        <bdi>{segment}</bdi> · <bdi>{where}</bdi>
      </div>
      <div className="number">
        销售 {moneyText(nodes.sales[position])} · 采购 {moneyText(nodes.purchases[position])}
      </div>
    </>
  )
}
