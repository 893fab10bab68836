/** 停产推演: what follows when firms, segments, counties or suppliers stop; and what a change of demand does. */
import { useState } from 'react'
import type { ScenarioOptions } from '../../../server/api/schemas/scenario.ts'
import { useScenario, useScenarioOptions } from '../../data/scenarios.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { EnterpriseDrawer } from '../../parts/enterprise-drawer.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useScope } from '../../shell/scope.tsx'
import { Builder } from './shutdown/builder.tsx'
import { Comparison } from './shutdown/comparison.tsx'
import { Demand } from './shutdown/demand.tsx'
import { requestOf, scopeOf, targetCount } from './shutdown/draft.ts'
import { Examples } from './shutdown/examples.tsx'
import { FirmTables } from './shutdown/firm-tables.tsx'
import { HiddenFirms } from './shutdown/hidden-firms.tsx'
import { CountyLosses, SegmentLosses } from './shutdown/losses.tsx'
import { NoNetwork } from './shutdown/no-network.tsx'
import { ResultPanel } from './shutdown/result-panel.tsx'
import { Ripple } from './shutdown/ripple.tsx'
import { Substitutes } from './shutdown/substitutes.tsx'
import { tabs, useViewState, type ViewState } from './shutdown/view-state.ts'
import styles from './shutdown/shutdown.module.css'

export default function Shutdown() {
  const view = useViewState()
  return (
    <>
      <div className={styles.page} data-print="page">
        <Choice label="推演的内容" value={view.tab} options={tabs} onChange={view.showTab} />
        {view.tab === 'demand' ? <Demand /> : <OnNetwork view={view} />}
      </div>
      {view.firm !== null && <EnterpriseDrawer creditCode={view.firm} onClose={view.close} />}
    </>
  )
}

/** All but 需求测算 rest on the trade between firms: without it nothing is computed and nothing drawn. */
function OnNetwork({ view }: { readonly view: ViewState }) {
  const { query } = useScope()
  const options = useScenarioOptions(query)
  return (
    <Answer of={options} title="正在读取可选的停产对象">
      {(data) => {
        if (!data.available) return <NoNetwork options={data} onDemand={() => view.showTab('demand')} />
        if (view.tab === 'hidden') return <HiddenFirms view={view} />
        if (view.tab === 'compare') return <Comparison options={data} view={view} />
        return <Run options={data} view={view} />
      }}
    </Answer>
  )
}

function Run({ options, view }: { readonly options: ScenarioOptions; readonly view: ViewState }) {
  const { query } = useScope()
  const { draft } = view
  const [wide, setWide] = useState(false)
  const chosen = targetCount(draft) > 0
  const result = useScenario(chosen ? requestOf(draft, scopeOf(query)) : null)
  return (
    <div className={styles.run} data-wide={wide && result.data !== undefined} data-print="page">
      <Builder options={options} view={view} running={result.isFetching} />
      {result.data !== undefined ? (
        <>
          <Ripple result={result.data} view={view} wide={wide} onWide={setWide} />
          <ResultPanel result={result.data} />
          <SegmentLosses result={result.data} />
          <CountyLosses result={result.data} />
          <FirmTables result={result.data} view={view} />
          <Substitutes result={result.data} view={view} />
        </>
      ) : (
        <Card fill className={styles.instead}>
          {!chosen ? (
            <Examples options={options} onRun={view.run} />
          ) : result.error === null ? (
            <Loading title="正在推演" />
          ) : (
            <ErrorState error={result.error} retry={() => void result.refetch()} />
          )}
        </Card>
      )}
    </div>
  )
}
