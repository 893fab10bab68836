/** 驾驶舱: how the cluster stands, where, what has just happened, how strong the chain is. */
import { useScope } from '../../shell/scope.tsx'
import { useChains } from '../../data/queries.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { Loading } from '../../parts/loading.tsx'
import { AlertsCard } from './cockpit/alerts-card.tsx'
import { ChainStrip } from './cockpit/chain-strip.tsx'
import { Figures } from './cockpit/figures.tsx'
import { MapCard } from './cockpit/map-card.tsx'
import { TrendCard } from './cockpit/trend-card.tsx'
import styles from './cockpit/cockpit.module.css'

export default function Cockpit() {
  const { chain } = useScope()
  const chains = useChains()
  if (chain === undefined) {
    if (chains.error !== null) {
      return <ErrorState error={chains.error} retry={() => void chains.refetch()} />
    }
    if (chains.data === undefined) return <Loading title="正在读取产业链" />
    return (
      <EmptyState
        title="尚未载入产业链"
        detail="产业链标准库载入后，这里显示集群规模、强弱与告警。"
        supplier="平台运营单位"
      />
    )
  }
  return (
    <div className={styles.cockpit}>
      <Figures />
      <div className={styles.middle}>
        <MapCard />
        <AlertsCard />
      </div>
      <div className={styles.bottom}>
        <ChainStrip />
        <TrendCard />
      </div>
    </div>
  )
}
