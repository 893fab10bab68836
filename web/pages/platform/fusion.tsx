/**
 * 融合汇聚: records that name a firm, put to the firm they speak of. What is uncertain a person decides, side by
 * side with the evidence; every decision can be taken back and no source record is ever lost.
 */
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { Choice } from '../../parts/choice.tsx'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { ConflictView } from './fusion/conflict-view.tsx'
import { CoverageView } from './fusion/coverage-view.tsx'
import { JudgementView } from './fusion/judgement-view.tsx'
import { ReviewView } from './fusion/review-view.tsx'
import styles from './fusion/fusion.module.css'

const views = [
  { value: 'review', title: '核对' },
  { value: 'judgements', title: '判定记录' },
  { value: 'coverage', title: '覆盖' },
  { value: 'conflicts', title: '冲突' },
] as const

export default function Fusion() {
  const { session, realm, change } = useScope()
  const address = useAddressState()
  const view = views.find(({ value }) => value === address.get('view'))?.value ?? 'review'
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Choice
          label="融合汇聚"
          value={view}
          options={views}
          onChange={(value) => address.set({ view: value, dataset: null, field: null, row: null }, true)}
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
      {view === 'review' && <ReviewView key={realm} />}
      {view === 'judgements' && <JudgementView />}
      {view === 'coverage' && <CoverageView />}
      {view === 'conflicts' && <ConflictView />}
    </div>
  )
}
