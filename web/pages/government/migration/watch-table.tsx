/** Whom to visit: the score as a bar of its points, the latest signal, a click for all of it. */
import type { WatchItem, WatchList } from '../../../../server/api/schemas/migration.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { PointBar } from '../../../parts/point-bar.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { FULL_SCORE, levelTitles, stageTitles } from './words.ts'
import styles from './migration.module.css'

export interface WatchAnswer {
  readonly data: WatchList | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

export function WatchTable({
  watch,
  selected,
  onOpen,
}: {
  readonly watch: WatchAnswer
  readonly selected: string | null
  readonly onOpen: (creditCode: string) => void
}) {
  const { region, realm } = useScope()
  return (
    <Answer of={watch} title="正在读取走访名单">
      {({ items, total, month }) => (
        <div className={styles.table}>
          <DataTable
            name={`走访服务名单-${region.name}-${month}`}
            rows={items}
            total={total}
            columns={columnsFor(realm)}
            rowKey={({ creditCode }) => creditCode}
            selected={selected}
            onRow={({ creditCode }) => onOpen(creditCode)}
            empty={
              <EmptyState
                title="没有需要走访的企业"
                detail={`${region.name}目前没有得分达到 20 分的企业。没有用电、参保或对外投资数据时也无从判断。`}
                supplier="供电、人社、市场监管部门"
              />
            }
          />
        </div>
      )}
    </Answer>
  )
}

function columnsFor(realm: string): readonly Column<WatchItem>[] {
  return [
    {
      key: 'name',
      title: '企业',
      value: ({ name }) => name,
      show: ({ name, demonstration }) => (
        <span className={styles.firm}>
          <NameText text={name} />
          {demonstration && realm !== 'demonstration' && <RealmBadge realm="demonstration" />}
        </span>
      ),
    },
    {
      key: 'region',
      title: '地区',
      width: '112px',
      value: ({ region }) => region.name,
      show: ({ region }) => <NameText text={region.name.replace(/^.+市(?=.)/, '')} />,
    },
    {
      key: 'score',
      title: '得分',
      width: '172px',
      value: ({ score }) => score,
      show: ({ score, points, name }) => (
        <span className={styles.score}>
          <b className="number">{formatNumber(score)}</b>
          <PointBar points={points} full={FULL_SCORE} label={`${name}的得分构成`} words={false} />
        </span>
      ),
    },
    {
      key: 'level',
      title: '建议',
      width: '86px',
      value: ({ level }) => levelTitles[level],
      show: ({ level }) => (
        <span className={styles.level} data-level={level}>
          {levelTitles[level]}
        </span>
      ),
    },
    {
      key: 'signal',
      title: '最近信号',
      width: '226px',
      value: ({ signals }) => {
        const [latest] = signals
        return latest === undefined ? null : `${latest.date} ${stageTitles[latest.stage]} ${latest.title}`
      },
      show: ({ signals }) => {
        const [latest] = signals
        return latest === undefined ? '—' : <NameText text={`${latest.date} ${latest.title}`} />
      },
    },
  ]
}
