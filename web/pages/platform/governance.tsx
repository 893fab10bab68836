/**
 * 治理: scores by dataset and dimension, rules with the rows that fail them, records set aside with their
 * mending, possible duplicates, tickets. Stewards and operators act; reviewers look.
 */
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { Choice } from '../../parts/choice.tsx'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { useQuality } from '../../data/governance.ts'
import { DuplicateView } from './governance/duplicate-view.tsx'
import { OverviewView } from './governance/overview-view.tsx'
import { QuarantineView } from './governance/quarantine-view.tsx'
import { RuleView } from './governance/rule-view.tsx'
import { TicketView } from './governance/ticket-view.tsx'
import styles from './governance/governance.module.css'

const views = ['overview', 'rules', 'quarantine', 'duplicates', 'tickets'] as const
type View = (typeof views)[number]

/** What a view keeps in the address; another begins without it. */
const fresh = {
  dataset: null,
  dimension: null,
  failing: null,
  rule: null,
  column: null,
  state: null,
  batch: null,
  record: null,
  ticket: null,
} as const

export default function Governance() {
  const { session, realm, change } = useScope()
  const address = useAddressState()
  const overview = useQuality(realm).data
  const view = views.find((one) => one === address.get('view')) ?? 'overview'
  const count = (title: string, open: number | undefined) =>
    open === undefined || open === 0 ? title : `${title} ${open.toLocaleString('zh-CN')}`
  const options: readonly { readonly value: View; readonly title: string }[] = [
    { value: 'overview', title: '概览' },
    { value: 'rules', title: '规则' },
    { value: 'quarantine', title: count('隔离', overview?.openQuarantine) },
    { value: 'duplicates', title: count('疑似重复', overview?.openDuplicates) },
    { value: 'tickets', title: count('工单', overview?.openTickets) },
  ]
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Choice
          label="治理"
          value={view}
          options={options}
          onChange={(value) => address.set({ ...fresh, view: value }, true)}
        />
        {session.realms.length > 1 ? (
          <Choice
            label="数据范围"
            value={realm}
            options={[
              { value: 'demonstration', title: '演示数据' },
              { value: 'actual', title: '实际数据' },
            ]}
            onChange={(value) => change({ realm: value })}
          />
        ) : (
          <RealmBadge realm={realm} always />
        )}
      </div>
      {view === 'overview' && <OverviewView />}
      {view === 'rules' && <RuleView />}
      {view === 'quarantine' && <QuarantineView />}
      {view === 'duplicates' && <DuplicateView />}
      {view === 'tickets' && <TicketView />}
    </div>
  )
}
