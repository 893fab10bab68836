/** 企业迁移预警: who moved in and out, and whom to visit and help before they do. */
import { useState } from 'react'
import { useWatchList } from '../../data/government-queries.ts'
import { Choice } from '../../parts/choice.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { BacktestCard } from './migration/backtest-card.tsx'
import { EventTable } from './migration/event-table.tsx'
import { FlowCard } from './migration/flow-card.tsx'
import { MonthCard } from './migration/month-card.tsx'
import { VisitDrawer } from './migration/visit-drawer.tsx'
import { WatchTable } from './migration/watch-table.tsx'
import { Card } from '../../parts/card.tsx'
import styles from './migration/migration.module.css'

const MONTHS = [12, 24, 36] as const
type Tab = 'watch' | 'events'

export default function Migration() {
  const { query, region } = useScope()
  const { get, set } = useAddressState()
  const asked = Number(get('months'))
  const months = MONTHS.find((one) => one === asked) ?? MONTHS[0]
  const tab: Tab = get('list') === 'events' ? 'events' : 'watch'
  const watch = useWatchList(query)
  const enterprise = get('enterprise')
  const [flow, setFlow] = useState<string | null>(null)
  const total = watch.data?.total ?? watch.data?.items.length
  const urgent = watch.data?.items.filter(({ level }) => level === 'high').length
  return (
    <div className={styles.page} data-print="page">
      <div className={styles.left}>
        <FlowCard
          months={months}
          onMonths={(next) => set({ months: next === MONTHS[0] ? null : String(next) })}
          choices={MONTHS}
          picked={flow}
          onPick={setFlow}
        />
        <MonthCard months={months} />
      </div>
      <div className={styles.right}>
        <Card
          title={tab === 'watch' ? '走访服务名单' : '近期迁移'}
          fill
          className={styles.list}
          note={
            tab === 'watch'
              ? total === undefined
                ? undefined
                : `${region.name} ${total} 家，建议走访 ${urgent} 家 · 数据到 ${watch.data?.month}`
              : `近 ${months} 个月登记住所变更`
          }
          actions={
            <Choice
              label="名单或迁移记录"
              value={tab}
              options={[
                { value: 'watch', title: '走访名单' },
                { value: 'events', title: '近期迁移' },
              ]}
              onChange={(next) => set({ list: next === 'watch' ? null : next })}
            />
          }
        >
          {tab === 'watch' ? (
            <WatchTable
              watch={watch}
              selected={enterprise}
              onOpen={(code) => set({ enterprise: code }, true)}
            />
          ) : (
            <EventTable months={months} onOpen={(code) => set({ enterprise: code }, true)} />
          )}
        </Card>
        <BacktestCard watch={watch} />
      </div>
      {enterprise !== null && (
        <VisitDrawer creditCode={enterprise} watch={watch} onClose={() => set({ enterprise: null })} />
      )}
    </div>
  )
}
