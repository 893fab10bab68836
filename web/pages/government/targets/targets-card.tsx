/** The ranked firms with their points, filters and downloads; beside it how points are given and what they are worth. */
import { targetFileAddress, type TargetFilter, type useTargets } from '../../../data/targets.ts'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Filters } from './filters.tsx'
import { Scoring } from './scoring.tsx'
import { TargetTable } from './target-table.tsx'
import styles from './targets.module.css'

export type TargetPages = ReturnType<typeof useTargets>

const views = [
  { value: 'list', title: '企业' },
  { value: 'scoring', title: '评分口径与回测' },
] as const

export function TargetsCard({
  targets,
  filter,
}: {
  readonly targets: TargetPages
  readonly filter: TargetFilter
}) {
  const { query, realm } = useScope()
  const { get, set } = useAddressState()
  const view = get('view') === 'scoring' ? 'scoring' : 'list'
  const first = targets.data?.pages[0]
  const gap = first?.gaps.find(({ segment }) => segment === filter.segment)
  return (
    <Card
      title={gap === undefined ? '目标企业' : `目标企业：${gap.title}`}
      fill
      className={styles.targets}
      note={first === undefined || view === 'scoring' ? undefined : `${formatNumber(first.total)} 家`}
      actions={
        <>
          <Choice
            label="内容"
            value={view}
            options={views}
            onChange={(next) => set({ view: next === 'list' ? null : next })}
          />
          {view === 'list' && (first?.total ?? 0) > 0 && (
            <span className={styles.downloads} data-print="no">
              <Icon name="export" size={13} />
              导出清单
              {(['xlsx', 'csv'] as const).map((format) => (
                <a
                  key={format}
                  className="button button-small"
                  href={targetFileAddress(query, filter, format)}
                  download
                >
                  {format.toUpperCase()}
                </a>
              ))}
            </span>
          )}
          <RealmBadge realm={realm} />
        </>
      }
      footer={
        view === 'list'
          ? `得分为各项相加的专家评分，不是概率。${first === undefined ? '' : `截至 ${first.month}；`}来源：企业登记、上市公司披露、${realm === 'demonstration' ? '供应交易' : '公告合同'}，逐项可看原始行。`
          : undefined
      }
    >
      {view === 'scoring' ? (
        <Scoring />
      ) : (
        <>
          <Filters filter={filter} provinces={first?.provinces ?? []} />
          <TargetTable targets={targets} />
        </>
      )}
    </Card>
  )
}
