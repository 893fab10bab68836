/** A link in words: who supplies whom, how much, how it is known. */
import type { SegmentLink, SegmentState } from '../../../../server/api/schemas/chain.ts'
import { formatShare, moneyText } from '../../../parts/format.ts'

export function linkStanding({ inferred, essential }: SegmentLink): string {
  return `${essential ? '必需投入' : '一般投入'} · ${inferred ? '推断（标准有，交易未见）' : '交易数据实测'}`
}

export function LinkTip({
  link,
  segments,
}: {
  readonly link: SegmentLink | undefined
  readonly segments: ReadonlyMap<string, SegmentState>
}) {
  if (link === undefined) return null
  return (
    <>
      <b>
        <bdi>{segments.get(link.supplier)?.title ?? link.supplier}</bdi> →{' '}
        <bdi>{segments.get(link.buyer)?.title ?? link.buyer}</bdi>
      </b>
      <div>近 12 个月采购 {moneyText(link.amount)}</div>
      <div>
        占采购方投入 {formatShare(link.weight)}（标准）· {linkStanding(link)}
      </div>
      <div className="quiet">
        来源 {link.sourceTitle}，{link.sourceDate}
      </div>
    </>
  )
}
