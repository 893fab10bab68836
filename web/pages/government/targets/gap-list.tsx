/** The gaps of the region at the left; a choice narrows the list to the firms for that gap. */
import { Link } from 'react-router'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import type { TargetPages } from './targets-card.tsx'
import styles from './targets.module.css'

export function GapList({
  targets,
  segment,
}: {
  readonly targets: TargetPages
  readonly segment: string | undefined
}) {
  const { region, href } = useScope()
  const { set } = useAddressState()
  const gaps = targets.data?.pages[0]?.gaps
  const choose = (next: string | null) => set({ gap: next, target: null, of: null })
  return (
    <Card
      title="短板环节"
      fill
      className={styles.gaps}
      note={gaps === undefined ? undefined : `${gaps.length} 个`}
      footer={
        <Link className="text-button" to={href('/government/investment-map')}>
          在招商地图中看各地短板
        </Link>
      }
    >
      {gaps === undefined ? (
        targets.error === null ? (
          <Loading title="正在判断短板并排列企业" />
        ) : (
          <ErrorState error={targets.error} retry={() => void targets.refetch()} />
        )
      ) : gaps.length === 0 ? (
        <EmptyState
          title="没有短板环节"
          detail={`${region.name}在这条链上没有缺、弱、单点或过度依赖的环节。可换一个地区或产业链。`}
          supplier="链主企业（供应交易）"
        />
      ) : (
        <ul className={styles.gapList}>
          <li>
            <button
              type="button"
              aria-label="全部短板"
              aria-pressed={segment === undefined}
              onClick={() => choose(null)}
            >
              <span className={styles.gapName}>
                <b>全部短板</b>
                <small>每家企业列在得分最高的环节</small>
              </span>
            </button>
          </li>
          {gaps.map((gap) => (
            <li key={gap.segment}>
              <button
                type="button"
                aria-pressed={segment === gap.segment}
                title={gap.reason}
                onClick={() => choose(segment === gap.segment ? null : gap.segment)}
              >
                <StrengthBadge strength={gap.strength} />
                <span className={styles.gapName}>
                  <bdi>{gap.title}</bdi>
                  <small>{gap.unmet === null ? gap.stageTitle : `未满足 ${moneyText(gap.unmet)}`}</small>
                </span>
                <span className={styles.gapCount}>
                  <b className="number">{formatNumber(gap.candidates)}</b>
                  <small>家</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
