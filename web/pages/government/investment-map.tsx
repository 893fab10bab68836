/** 招商地图: where the chain has gaps, how large, and whom to ask to fill them. */
import { useChains } from '../../data/queries.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { EnterpriseDrawer } from '../../parts/enterprise-drawer.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { GapCard } from './investment-map/gap-card.tsx'
import { GapMapCard } from './investment-map/gap-map-card.tsx'
import styles from './investment-map/investment-map.module.css'

export default function InvestmentMap() {
  const chains = useChains()
  const { get, set } = useAddressState()
  const enterprise = get('enterprise')
  if (chains.data?.items.length === 0) {
    return (
      <EmptyState
        title="尚未载入产业链"
        detail="产业链标准库载入后，这里显示各地的缺口和招商目标。"
        supplier="平台运营单位"
      />
    )
  }
  return (
    <div className={styles.page} data-print="page">
      <GapMapCard />
      <GapCard />
      {enterprise !== null && (
        <EnterpriseDrawer creditCode={enterprise} onClose={() => set({ enterprise: null })} />
      )}
    </div>
  )
}
