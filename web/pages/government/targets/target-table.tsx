/** One row a firm: place, the gap it fills, the score as a bar of its points, size, distance. */
import type { Target } from '../../../../server/api/schemas/target.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatNumber, MISSING } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { PointBar } from '../../../parts/point-bar.tsx'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import type { TargetPages } from './targets-card.tsx'
import styles from './targets.module.css'

/** The largest score that can be reached; all bars share the scale. */
const FULL_SCORE = 100
const YUAN_IN_YI = 1e8

const columns: readonly Column<Target & { readonly place: number }>[] = [
  { key: 'place', title: '名次', number: true, width: '56px', value: ({ place }) => place },
  {
    key: 'name',
    title: '企业',
    value: ({ name }) => name,
    show: ({ name, province, city, listedCode }) => (
      <span className={styles.firm}>
        <NameText text={name} />
        <small>
          {[province, city].filter(Boolean).join(' ') || '所在地不详'}
          {listedCode !== null && ` · ${listedCode}`}
        </small>
      </span>
    ),
  },
  {
    key: 'segment',
    title: '可补环节',
    width: '19%',
    value: ({ segmentTitle }) => segmentTitle,
    show: ({ segmentTitle, strength, otherSegments }) => (
      <span className={styles.firm} title={otherSegments.join('、')}>
        <span className={styles.segment}>
          <StrengthBadge strength={strength} /> <NameText text={segmentTitle} />
        </span>
        {otherSegments.length > 0 && <small>另可补 {otherSegments.length} 个环节</small>}
      </span>
    ),
  },
  {
    key: 'score',
    title: '得分',
    unit: '分',
    width: '18%',
    value: ({ score }) => score,
    show: ({ name, score, points }) => (
      <span className={styles.score}>
        <PointBar
          points={points.filter((point) => point.points !== 0)}
          full={FULL_SCORE}
          label={`${name}的得分构成`}
          words={false}
        />
        <b className="number">{formatNumber(score)}</b>
      </span>
    ),
  },
  {
    key: 'revenue',
    title: '营业收入',
    unit: '亿元',
    number: true,
    width: '122px',
    value: ({ revenue }) => (revenue === null ? null : revenue / YUAN_IN_YI),
    show: ({ revenue, revenueYear }) => (
      <span className={styles.firm}>
        {revenue === null ? MISSING : formatNumber(revenue / YUAN_IN_YI, 2)}
        {revenueYear !== null && <small>{revenueYear} 年</small>}
      </span>
    ),
  },
  {
    key: 'kilometres',
    title: '直线距离',
    unit: '千米',
    number: true,
    width: '122px',
    value: ({ kilometres }) => kilometres,
  },
]

export function TargetTable({ targets }: { readonly targets: TargetPages }) {
  const { get, set } = useAddressState()
  if (targets.data === undefined)
    return targets.error === null ? (
      <Loading title="正在排列目标企业" />
    ) : (
      <ErrorState error={targets.error} retry={() => void targets.refetch()} />
    )
  const rows = targets.data.pages
    .flatMap(({ items }) => items)
    .map((item, at) => ({ ...item, place: at + 1 }))
  return (
    <DataTable
      name="目标企业"
      rows={rows}
      columns={columns}
      rowKey={({ creditCode, segment }) => `${creditCode} ${segment}`}
      selected={`${get('target')} ${get('of')}`}
      onRow={({ creditCode, segment }) => set({ target: creditCode, of: segment }, true)}
      total={targets.data.pages[0]?.total}
      more={
        targets.hasNextPage
          ? { load: () => void targets.fetchNextPage(), loading: targets.isFetchingNextPage }
          : undefined
      }
      exportable={false}
      empty={
        <EmptyState
          title="没有符合条件的企业"
          detail="可放宽筛选，或把“企业来自”改为全部；也可载入更多省的企业名录。"
          supplier="招商部门、行业协会"
        />
      }
    />
  )
}
