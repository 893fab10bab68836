import type { Project } from '../../../../server/api/schemas/project.ts'
import { projectStages, projectStageTitles } from '../../../data/projects.ts'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import frame from '../../../parts/page-frame.module.css'
import styles from './projects.module.css'

export function ProjectTable({
  projects,
  selected,
  onOpen,
}: {
  readonly projects: readonly Project[]
  readonly selected: number | null
  readonly onOpen: (id: number) => void
}) {
  return (
    <Card title="招商项目" note="各地自行登记；计划投资额为企业申报或洽谈数" fill className={frame.fill}>
      <DataTable
        name="招商项目"
        rows={projects}
        columns={columns}
        rowKey={({ id }) => id}
        selected={selected}
        onRow={({ id }) => onOpen(id)}
        empty={
          <EmptyState title="还没有登记招商项目" detail="在目标企业中点“加入招商项目”，或点“登记线索”。" />
        }
      />
    </Card>
  )
}

const shownStage = ({ stage, droppedReason }: Project) => (droppedReason === null ? stage : 'dropped')

const columns: readonly Column<Project>[] = [
  {
    key: 'title',
    title: '项目',
    value: ({ title }) => title,
    show: ({ title }) => <NameText text={title} />,
  },
  {
    key: 'firm',
    title: '企业',
    value: ({ firm }) => firm.name,
    show: ({ firm }) => <NameText text={firm.name} />,
  },
  { key: 'origin', title: '来自', width: '110px', value: ({ firm }) => firm.origin },
  { key: 'segment', title: '环节', width: '140px', value: ({ segmentTitle }) => segmentTitle },
  { key: 'region', title: '落地', width: '90px', value: ({ region }) => region.name },
  {
    key: 'investment',
    title: '计划投资',
    unit: '亿元',
    number: true,
    digits: 2,
    width: '130px',
    value: ({ investment }) => (investment === null ? null : investment / 1e8),
  },
  {
    key: 'owner',
    title: '负责人',
    width: '130px',
    value: ({ owner }) => owner.displayName,
    show: ({ owner }) => <NameText text={owner.displayName} />,
  },
  {
    key: 'stage',
    title: '进度',
    width: '80px',
    value: (project) => projectStageTitles[shownStage(project)],
    order: ({ stage, droppedReason }) => (droppedReason === null ? projectStages.indexOf(stage) : 9),
  },
  {
    key: 'next',
    title: '下一事项',
    width: '220px',
    value: ({ dates }) => {
      const next = dates.find(({ doneOn }) => doneOn === null)
      return next === undefined ? null : `${next.dueOn} ${next.title}`
    },
    show: ({ dates }) => {
      const next = dates.find(({ doneOn }) => doneOn === null)
      if (next === undefined) return '—'
      return (
        <span className={next.overdue ? styles.overdue : undefined}>
          <NameText text={`${next.dueOn} ${next.title}${next.overdue ? '（逾期）' : ''}`} />
        </span>
      )
    },
  },
]
