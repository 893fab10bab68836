/** Registered moves, the newest first, each with its record. */
import type { MigrationEvent } from '../../../../server/api/schemas/migration.ts'
import { useMigrationEvents } from '../../../data/government-queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './migration.module.css'

const levelTitles: Readonly<Record<MigrationEvent['level'], string>> = {
  cross_province: '跨省',
  cross_city: '跨市',
  cross_county: '跨县',
}

export function EventTable({
  months,
  onOpen,
}: {
  readonly months: number
  readonly onOpen: (creditCode: string) => void
}) {
  const { region, query, realm } = useScope()
  const events = useMigrationEvents(query, months)
  return (
    <Answer of={events} title="正在读取迁移记录">
      {({ pages }) => (
        <div className={styles.table}>
          <DataTable
            name={`近期迁移-${region.name}`}
            rows={pages.flatMap(({ items }) => items)}
            total={pages[0]?.total}
            columns={columnsFor(region.code, realm)}
            rowKey={({ creditCode, date, source }) => `${creditCode} ${date} ${source.rowId}`}
            onRow={({ creditCode }) => onOpen(creditCode)}
            more={
              events.hasNextPage
                ? { load: () => void events.fetchNextPage(), loading: events.isFetchingNextPage }
                : undefined
            }
            empty={
              <EmptyState
                title="没有迁移记录"
                detail={`${region.name}近 ${months} 个月没有跨县的住所变更。可放长时间，或换上一级地区。`}
                supplier="市场监管部门"
              />
            }
          />
        </div>
      )}
    </Answer>
  )
}

function columnsFor(region: string, realm: string): readonly Column<MigrationEvent>[] {
  const prefix = region.replace(/(00){1,2}$/, '')
  const direction = ({ origin, destination }: MigrationEvent) => {
    const left = origin.code.startsWith(prefix)
    const came = destination.code.startsWith(prefix)
    if (left && came) return 'within'
    return came ? 'in' : 'out'
  }
  const words = { in: '迁入', out: '迁出', within: '区内' } as const
  return [
    { key: 'date', title: '日期', width: '106px', value: ({ date }) => date },
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
      key: 'direction',
      title: '方向',
      width: '64px',
      value: (event) => words[direction(event)],
      show: (event) => (
        <span className={styles.direction} data-flow={direction(event)}>
          {words[direction(event)]}
        </span>
      ),
    },
    {
      key: 'way',
      title: '由何地到何地',
      width: '236px',
      value: ({ origin, destination }) => `${origin.name} → ${destination.name}`,
      show: ({ origin, destination }) => <NameText text={`${origin.name} → ${destination.name}`} />,
    },
    { key: 'level', title: '范围', width: '58px', value: ({ level }) => levelTitles[level] },
    {
      key: 'source',
      title: '来源',
      width: '92px',
      value: ({ source }) => `${source.fileName} 第${source.rowNumber}行`,
      show: ({ source }) => (
        // The row itself opens the enterprise.
        <span onClick={(event) => event.stopPropagation()}>
          <SourceButton source={source} />
        </span>
      ),
    },
  ]
}
