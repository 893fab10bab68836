/**
 * 企业可见账本: who viewed or used which field of the firm, when, for what, on what ground, how often; and what
 * the firm says about it.
 */
import { useState } from 'react'
import type { LedgerItem } from '../../../server/api/schemas/access-ledger.ts'
import { useAccessLedger } from '../../data/access-ledger.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { formatNumber } from '../../parts/format.ts'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { ClaimDrawer, type ClaimTarget } from './access-ledger/claim-drawer.tsx'
import { ClaimsCard } from './access-ledger/claims-card.tsx'
import { GroupsCard } from './access-ledger/groups-card.tsx'
import { UseTimeline } from './access-ledger/use-timeline.tsx'
import styles from './access-ledger/access-ledger.module.css'

const periods = [
  { value: '7', title: '近 7 天' },
  { value: '30', title: '近 30 天' },
  { value: '180', title: '近半年' },
  { value: 'all', title: '全部' },
] as const
type Period = (typeof periods)[number]['value']

/** First day of the period in Asia/Shanghai. */
function firstDay(period: Period): string | undefined {
  if (period === 'all') return undefined
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
  return format.format(new Date(Date.now() - (Number(period) - 1) * 86_400_000))
}

export default function AccessLedgerPage() {
  const { session } = useScope()
  const address = useAddressState()
  const period = periods.find(({ value }) => value === address.get('period'))?.value ?? '30'
  const who = address.get('who') ?? ''
  const ledger = useAccessLedger(session.creditCode, { from: firstDay(period) })
  const [claim, setClaim] = useState<ClaimTarget | null>(null)
  const groups = ledger.data?.pages[0]?.groups ?? []
  const organisations = [...new Set(groups.map(({ organisation }) => organisation))]

  if (session.creditCode === null) {
    return <EmptyState title="账号还没有绑定企业" detail="通过企业认证后，这里列出本企业数据的每一次使用。" />
  }
  const isShown = (item: LedgerItem) => who === '' || item.organisation === who
  return (
    <div className={styles.page} data-print="page">
      <Card
        title="使用记录"
        fill
        className={styles.main}
        note={<Totals ledger={ledger.data?.pages[0]?.totals} />}
        actions={
          <>
            <select
              className="field"
              aria-label="主体"
              value={who}
              onChange={(event) => address.set({ who: event.target.value || null })}
            >
              <option value="">全部主体</option>
              {organisations.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
            <Choice
              label="时间"
              value={period}
              options={periods}
              onChange={(value) => address.set({ period: value, who: null })}
            />
          </>
        }
      >
        <Answer of={ledger} title="正在读取账本">
          {({ pages }) => (
            <UseTimeline
              items={pages.flatMap(({ items }) => items).filter(isShown)}
              onDispute={(item) => setClaim({ kind: 'dispute', item })}
              more={
                ledger.hasNextPage
                  ? { load: () => void ledger.fetchNextPage(), loading: ledger.isFetchingNextPage }
                  : undefined
              }
            />
          )}
        </Answer>
      </Card>
      <div className={styles.side}>
        <GroupsCard
          groups={groups}
          chosen={who}
          onChoose={(name) => address.set({ who: name === who ? null : name })}
        />
        <ClaimsCard
          creditCode={session.creditCode}
          onCorrect={() => setClaim({ kind: 'correction', item: null })}
        />
      </div>
      {claim !== null && (
        <ClaimDrawer creditCode={session.creditCode} target={claim} onClose={() => setClaim(null)} />
      )}
    </div>
  )
}

function Totals({
  ledger,
}: {
  readonly ledger: { readonly uses: number; readonly organisations: number } | undefined
}) {
  if (ledger === undefined) return null
  return (
    <>
      共 {formatNumber(ledger.uses)} 次，{formatNumber(ledger.organisations)} 个主体
    </>
  )
}
