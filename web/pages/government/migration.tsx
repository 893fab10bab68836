/** 企业迁移预警: who came and went, whom to visit and offer help before they do, and how good the list is. */
import { useRef } from 'react'
import { Backtest } from './migration/backtest.tsx'
import { CohortView } from './migration/cohort-view.tsx'
import { DetectedView } from './migration/detected-view.tsx'
import { EventsCard } from './migration/events-card.tsx'
import { Figures } from './migration/figures.tsx'
import { FlowMapCard } from './migration/flow-map.tsx'
import { ForecastView } from './migration/forecast-view.tsx'
import { MatrixView } from './migration/matrix-view.tsx'
import { MonthsCard } from './migration/months-card.tsx'
import { Sections } from './migration/sections.tsx'
import { useViewState, type MovesShown, type ViewState } from './migration/view-state.ts'
import { WatchCard } from './migration/watch-card.tsx'
import { WatchDrawer } from './migration/watch-drawer.tsx'
import styles from './migration/screen.module.css'

export default function Migration() {
  const view = useViewState()
  return (
    <>
      <Sections view={view} />
      {view.section === 'monitor' && <Monitor view={view} />}
      {view.section === 'detected' && <DetectedView />}
      {view.section === 'matrix' && <MatrixView view={view} />}
      {view.section === 'cohorts' && <CohortView />}
      {view.section === 'forecast' && <ForecastView />}
      {view.enterprise !== null && (
        <WatchDrawer key={view.enterprise} creditCode={view.enterprise} onClose={view.close} />
      )}
    </>
  )
}

function Monitor({ view }: { readonly view: ViewState }) {
  const records = useRef<HTMLDivElement>(null)
  const leadToMoves = (moves: MovesShown) => {
    view.showMoves(moves)
    records.current?.scrollIntoView({ block: 'nearest' })
    records.current?.focus({ preventScroll: true })
  }
  return (
    <div className={styles.page} data-print="page">
      <Figures view={view} onMoves={leadToMoves} />
      <FlowMapCard view={view} />
      <WatchCard view={view} />
      <MonthsCard view={view} />
      <Backtest />
      <div ref={records} className={styles.records} tabIndex={-1}>
        <EventsCard view={view} />
      </div>
    </div>
  )
}
