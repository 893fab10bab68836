/** What is due on which day of a month, and what was reached on it. */
import type { Project } from '../../../../server/api/schemas/project.ts'
import { projectStageTitles } from '../../../data/projects.ts'
import { Card } from '../../../parts/card.tsx'
import { dayFromNow, shiftMonth } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { monthGrid } from './month-grid.ts'
import frame from '../../../parts/page-frame.module.css'
import styles from './projects.module.css'

interface Entry {
  readonly key: string
  readonly project: number
  readonly text: string
  readonly kind: 'due' | 'overdue' | 'done' | 'stage'
}

const weekdays = ['一', '二', '三', '四', '五', '六', '日']

export function ProjectCalendar({
  projects,
  onOpen,
}: {
  readonly projects: readonly Project[]
  readonly onOpen: (id: number) => void
}) {
  const address = useAddressState()
  const now = dayFromNow()
  const asked = address.get('month') ?? ''
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : now.slice(0, 7)
  const entries = entriesOf(projects)
  const go = (by: number) => address.set({ month: shiftMonth(month, by) })
  return (
    <Card
      title={`${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`}
      note="待办与到期事项，以及各项目到达的阶段"
      fill
      className={frame.fill}
      actions={
        <>
          <button type="button" className="button button-small" aria-label="上一月" onClick={() => go(-1)}>
            <Icon name="left" size={12} />
          </button>
          <button type="button" className="button button-small" onClick={() => address.set({ month: null })}>
            本月
          </button>
          <button type="button" className="button button-small" aria-label="下一月" onClick={() => go(1)}>
            <Icon name="right" size={12} />
          </button>
        </>
      }
    >
      <table className={styles.calendar} aria-label="项目日程">
        <thead>
          <tr>
            {weekdays.map((weekday) => (
              <th key={weekday} scope="col">
                {weekday}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthGrid(month).map((week) => (
            <tr key={week[0]?.day}>
              {week.map(({ day, inside }) => (
                <td key={day} data-outside={!inside} data-today={day === now}>
                  <time dateTime={day}>{Number(day.slice(8))}</time>
                  {(entries.get(day) ?? []).map((entry) => (
                    <button
                      key={entry.key}
                      type="button"
                      className={styles.entry}
                      data-kind={entry.kind}
                      onClick={() => onOpen(entry.project)}
                    >
                      {entry.text}
                    </button>
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function entriesOf(projects: readonly Project[]): ReadonlyMap<string, readonly Entry[]> {
  const all = projects.flatMap((project) => [
    ...project.dates.map((date) => ({
      day: date.doneOn ?? date.dueOn,
      entry: {
        key: `date ${date.id}`,
        project: project.id,
        text: `${date.doneOn === null ? (date.overdue ? '逾期 ' : '') : '已办 '}${date.title} · ${project.title}`,
        kind: date.doneOn !== null ? 'done' : date.overdue ? 'overdue' : 'due',
      } satisfies Entry,
    })),
    ...project.steps.map((step, index) => ({
      day: step.reachedOn,
      entry: {
        key: `step ${project.id} ${index}`,
        project: project.id,
        text: `${projectStageTitles[step.stage]} · ${project.title}`,
        kind: 'stage',
      } satisfies Entry,
    })),
  ])
  const byDay = new Map<string, Entry[]>()
  for (const { day, entry } of all) byDay.set(day, [...(byDay.get(day) ?? []), entry])
  return byDay
}
