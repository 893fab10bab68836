/** 走访服务: 诉求 → 帮扶 → 回访, by state; one opens to its steps. */
import type { VisitState } from '../../../server/api/schemas/visit.ts'
import { useVisits, visitStates, visitStateTitles } from '../../data/visits.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { ArrangeDrawer } from './visits/arrange-drawer.tsx'
import { VisitDrawer } from './visits/visit-drawer.tsx'
import { VisitTable } from './visits/visit-table.tsx'
import { isDecider } from '../../data/vocabulary.ts'
import frame from '../../parts/page-frame.module.css'
import styles from './visits/visits.module.css'

type Shown = VisitState | 'all'

export default function Visits() {
  const { query, session, realm } = useScope()
  const address = useAddressState()
  const state: Shown = visitStates.find((one) => one === address.get('state')) ?? 'all'
  const visits = useVisits(query, state === 'all' ? {} : { state })
  const opened = Number(address.get('visit')) || null
  const counts = visits.data?.counts
  const options = [
    { value: 'all' as Shown, title: '全部' },
    ...visitStates.map((value) => ({
      value: value as Shown,
      title: counts === undefined ? visitStateTitles[value] : `${visitStateTitles[value]} ${counts[value]}`,
    })),
  ]
  return (
    <div className={frame.page}>
      <div className={frame.bar}>
        <Choice
          label="走访状态"
          value={state}
          options={options}
          onChange={(value) => address.set({ state: value === 'all' ? null : value })}
        />
        {counts !== undefined && counts.overdue > 0 && (
          <span className={styles.overdue}>{counts.overdue} 件逾期</span>
        )}
        <RealmBadge realm={realm} always />
        <span className={frame.room} />
        {isDecider(session.role) && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => address.set({ arrange: 'yes' }, true)}
          >
            安排走访
          </button>
        )}
      </div>
      <Card
        title="走访服务"
        note="了解诉求、协调帮扶、按期回访；企业自主决定经营和布局"
        fill
        className={frame.fill}
      >
        <Answer of={visits} title="正在读取走访记录">
          {({ items }) => (
            <VisitTable
              visits={items}
              selected={opened}
              filtered={state !== 'all'}
              onOpen={(id) => address.set({ visit: String(id) }, true)}
            />
          )}
        </Answer>
      </Card>
      {opened !== null && (
        <VisitDrawer key={opened} id={opened} onClose={() => address.set({ visit: null })} />
      )}
      {address.get('arrange') !== null && (
        <ArrangeDrawer
          creditCode={address.get('firm')}
          owners={visits.data?.owners ?? []}
          onClose={() => address.set({ arrange: null, firm: null, cause: null, reason: null })}
          onDone={(id) =>
            address.set({ arrange: null, firm: null, cause: null, reason: null, visit: String(id) })
          }
        />
      )}
    </div>
  )
}
