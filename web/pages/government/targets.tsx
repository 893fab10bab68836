/** 目标企业 (沿链招商): whom to ask for each gap, why, what would change, and how much the ranking is worth. */
import { useTargets } from '../../data/targets.ts'
import { useChains } from '../../data/queries.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { EnterpriseDrawer } from '../../parts/enterprise-drawer.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { readFilter } from './targets/filter.ts'
import { GapList } from './targets/gap-list.tsx'
import { TargetDrawer } from './targets/target-drawer.tsx'
import { TargetsCard } from './targets/targets-card.tsx'
import styles from './targets/targets.module.css'

export default function Targets() {
  const chains = useChains()
  const { query } = useScope()
  const { get, set } = useAddressState()
  const filter = readFilter(get)
  const targets = useTargets(query, filter)
  const [target, enterprise] = [get('target'), get('enterprise')]
  if (chains.data?.items.length === 0) {
    return (
      <EmptyState
        title="尚未载入产业链"
        detail="产业链标准库载入后，这里按短板环节排列目标企业。"
        supplier="平台运营单位"
      />
    )
  }
  return (
    <div className={styles.page} data-print="page">
      <GapList targets={targets} segment={filter.segment} />
      <TargetsCard targets={targets} filter={filter} />
      {target !== null && (
        <TargetDrawer
          key={target}
          creditCode={target}
          segment={get('of') ?? undefined}
          onClose={() => set({ target: null, of: null })}
        />
      )}
      {enterprise !== null && (
        <EnterpriseDrawer creditCode={enterprise} onClose={() => set({ enterprise: null })} />
      )}
    </div>
  )
}
