/** One visit: what it is about, its demands with help and follow-up, and the step that comes next. */
import type { Visit } from '../../../../server/api/schemas/visit.ts'
import { useVisit, visitCauseTitles, visitStates, visitStateTitles } from '../../../data/visits.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { FactList } from '../../../parts/fact-list.tsx'
import { formatTime } from '../../../parts/format.ts'
import { StageSteps } from '../../../parts/stage-steps.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { ClosingForm } from './closing-form.tsx'
import { DemandCard } from './demand-card.tsx'
import { RecordForm } from './record-form.tsx'
import { isDecider } from '../../../data/vocabulary.ts'
import styles from './visits.module.css'

export function VisitDrawer({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const visit = useVisit(id)
  return (
    <Drawer title={visit.data?.name ?? '走访'} wide onClose={onClose}>
      <Answer of={visit} title="正在读取走访">
        {(data) => <Detail visit={data} />}
      </Answer>
    </Drawer>
  )
}

function Detail({ visit }: { readonly visit: Visit }) {
  const { session } = useScope()
  const acts = isDecider(session.role) && visit.state !== 'closed'
  return (
    <div className={styles.detail}>
      <StageSteps
        stages={visitStates.map((id) => ({ id, title: visitStateTitles[id] }))}
        current={visit.state}
      />
      <FactList
        facts={[
          ['所在地', visit.region.name],
          ['缘由', visitCauseTitles[visit.cause]],
          ['走访人', visit.visitors ?? visit.owner.displayName],
          ['走访期限', visit.dueOn],
          ['走访日期', visit.visitedOn ?? '—'],
          ['安排', `${visit.openedBy}，${formatTime(visit.openedAt)}`],
        ]}
      />
      <p>{visit.reason}</p>
      {visit.state === 'planned' && acts && <RecordForm visit={visit} />}
      {visit.state !== 'planned' && (
        <section>
          <h3>诉求、帮扶与回访</h3>
          {visit.demands.length === 0 ? (
            <p className="quiet">走访时企业没有提出诉求。</p>
          ) : (
            <ul className={styles.demands}>
              {visit.demands.map((demand) => (
                <li key={demand.id}>
                  <DemandCard visit={visit.id} demand={demand} acts={acts} />
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {visit.state === 'followed-up' && acts && <ClosingForm visit={visit} />}
      {visit.closedAt !== null && (
        <p>
          <b>办结：</b>
          {visit.summary}
          <span className="quiet small">
            　{visit.closedBy}，{formatTime(visit.closedAt)}
          </span>
        </p>
      )}
    </div>
  )
}
