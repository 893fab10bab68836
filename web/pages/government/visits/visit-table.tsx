import type { Visit } from '../../../../server/api/schemas/visit.ts'
import { visitCauseTitles, visitStates, visitStateTitles } from '../../../data/visits.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './visits.module.css'

export function VisitTable({
  visits,
  selected,
  filtered,
  onOpen,
}: {
  readonly visits: readonly Visit[]
  readonly selected: number | null
  readonly filtered: boolean
  readonly onOpen: (id: number) => void
}) {
  return (
    <DataTable
      name="走访服务"
      rows={visits}
      columns={columns}
      rowKey={({ id }) => id}
      selected={selected}
      onRow={({ id }) => onOpen(id)}
      empty={
        <EmptyState
          title={filtered ? '没有这个状态的走访' : '还没有安排走访'}
          detail="在企业迁移预警的走访服务名单中选企业，或点“安排走访”。"
        />
      }
    />
  )
}

const doneOf = ({ demands }: Visit) => demands.filter(({ outcome }) => outcome !== null).length

const columns: readonly Column<Visit>[] = [
  {
    key: 'name',
    title: '企业',
    value: ({ name }) => name,
    show: ({ name }) => <NameText text={name} />,
  },
  { key: 'region', title: '所在地', width: '100px', value: ({ region }) => region.name },
  { key: 'cause', title: '缘由', width: '130px', value: ({ cause }) => visitCauseTitles[cause] },
  {
    key: 'owner',
    title: '走访人',
    width: '150px',
    value: ({ owner }) => owner.displayName,
    show: ({ owner }) => <NameText text={owner.displayName} />,
  },
  {
    key: 'due',
    title: '走访期限',
    width: '150px',
    value: ({ dueOn }) => dueOn,
    show: ({ dueOn, overdue }) => (
      <span className={overdue ? styles.overdue : undefined}>
        {dueOn}
        {overdue && ' 逾期'}
      </span>
    ),
  },
  { key: 'visited', title: '走访日期', width: '110px', value: ({ visitedOn }) => visitedOn },
  {
    key: 'demands',
    title: '诉求已回访',
    width: '110px',
    number: true,
    value: (visit) => (visit.visitedOn === null ? null : doneOf(visit)),
    show: (visit) => (visit.visitedOn === null ? '—' : `${doneOf(visit)} / ${visit.demands.length}`),
  },
  {
    key: 'state',
    title: '状态',
    width: '90px',
    value: ({ state }) => visitStateTitles[state],
    order: ({ state }) => visitStates.indexOf(state),
  },
]
