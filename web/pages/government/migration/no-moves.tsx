/** No move in the window: nothing happened, or nothing was ever recorded — which are told apart. */
import { EmptyState } from '../../../parts/empty-state.tsx'
import { realmTitles } from '../../../data/vocabulary.ts'
import { useScope } from '../../../shell/scope.tsx'
import { useHomeMoves } from './moves.ts'
import { moveSupplier } from './vocabulary.ts'

export function NoMoves({
  months,
  compact = false,
}: {
  readonly months: string
  readonly compact?: boolean
}) {
  const { region, realm } = useScope()
  const recorded = useHomeMoves(true).data
  if (recorded?.items.length === 0) {
    return (
      <EmptyState
        compact={compact}
        title="没有住所变更记录"
        detail={`${realmTitles[realm]}中尚无企业住所变更，不能判断迁入迁出。`}
        supplier={moveSupplier}
      />
    )
  }
  return (
    <EmptyState
      compact={compact}
      title="没有迁移"
      detail={`${region.name}近 ${months} 个月没有企业迁入或迁出的登记，可选更长的统计窗口。`}
    />
  )
}
