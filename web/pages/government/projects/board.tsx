/** A column a stage; what was given up stands behind the last. */
import type { Project } from '../../../../server/api/schemas/project.ts'
import { projectStages, projectStageTitles } from '../../../data/projects.ts'
import { moneyText } from '../../../parts/format.ts'
import styles from './projects.module.css'

export function ProjectBoard({
  projects,
  onOpen,
}: {
  readonly projects: readonly Project[]
  readonly onOpen: (id: number) => void
}) {
  const alive = projects.filter(({ droppedReason }) => droppedReason === null)
  const dropped = projects.filter(({ droppedReason }) => droppedReason !== null)
  const columns = [
    ...projectStages.map((stage) => ({
      id: stage as string,
      title: projectStageTitles[stage],
      items: alive.filter((project) => project.stage === stage),
    })),
    { id: 'dropped', title: projectStageTitles.dropped, items: dropped },
  ]
  return (
    <div className={styles.board}>
      {columns.map(({ id, title, items }) => (
        <section key={id} className={styles.column} aria-label={title}>
          <header>
            <h2>{title}</h2>
            <span className="quiet">
              {items.length} 个
              {items.some(({ investment }) => investment !== null) && ` · ${moneyText(sumOf(items))}`}
            </span>
          </header>
          <ul>
            {items.map((project) => (
              <li key={project.id}>
                <ProjectCard project={project} onOpen={onOpen} />
              </li>
            ))}
            {items.length === 0 && <li className={styles.none}>没有项目</li>}
          </ul>
        </section>
      ))}
    </div>
  )
}

function sumOf(projects: readonly Project[]): number {
  return projects.reduce((sum, { investment }) => sum + (investment ?? 0), 0)
}

function ProjectCard({
  project,
  onOpen,
}: {
  readonly project: Project
  readonly onOpen: (id: number) => void
}) {
  const next = project.dates.find(({ doneOn }) => doneOn === null)
  return (
    <button type="button" className={styles.card} onClick={() => onOpen(project.id)}>
      <b>
        <bdi>{project.title}</bdi>
      </b>
      <bdi>{project.firm.name}</bdi>
      <span className="quiet small">
        {project.segmentTitle} · {project.region.name}
        {project.investment !== null && ` · ${moneyText(project.investment)}`}
      </span>
      <span className="quiet small">{project.owner.displayName}</span>
      {next !== undefined && (
        <span className={next.overdue ? styles.overdue : styles.next}>
          {next.dueOn} {next.title}
          {next.overdue && '（逾期）'}
        </span>
      )}
    </button>
  )
}
