import { useState } from 'react'
import type { Project } from '../../../../server/api/schemas/project.ts'
import { useChange } from '../../../data/change.ts'
import { PROJECTS } from '../../../data/projects.ts'
import { dayFromNow } from '../../../parts/format.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './projects.module.css'

/** What is due when, and whether it was done. */
export function DateSection({ project, works }: { readonly project: Project; readonly works: boolean }) {
  const [dueOn, setDueOn] = useState(() => dayFromNow())
  const [title, setTitle] = useState('')
  const change = useChange(PROJECTS)
  const path = `${PROJECTS}/${project.id}/dates`
  return (
    <section>
      <h3>日程</h3>
      {project.dates.length === 0 && <p className="quiet">还没有登记事项。</p>}
      <ul className={styles.dates}>
        {project.dates.map((date) => (
          <li key={date.id}>
            <label>
              <input
                type="checkbox"
                checked={date.doneOn !== null}
                disabled={!works || change.busy}
                onChange={({ target }) =>
                  void change.run(`${path}/${date.id}`, 'PATCH', {
                    doneOn: target.checked ? dayFromNow() : null,
                  })
                }
              />
              <span className={date.overdue ? styles.overdue : 'number'}>{date.dueOn}</span>
              <bdi>{date.title}</bdi>
            </label>
            <span className={date.overdue ? styles.overdue : 'quiet small'}>
              {date.doneOn === null ? (date.overdue ? '逾期' : '') : `${date.doneOn} 办完`}
            </span>
          </li>
        ))}
      </ul>
      {works && (
        <form
          className={styles.line}
          onSubmit={(event) => {
            event.preventDefault()
            void change.run(path, 'POST', { dueOn, title: title.trim() }).then(() => setTitle(''))
          }}
        >
          <input
            type="date"
            className="field"
            aria-label="事项日期"
            required
            value={dueOn}
            onChange={({ target }) => setDueOn(target.value)}
          />
          <input
            className={`field ${styles.grow}`}
            aria-label="事项"
            placeholder="事项，如实地考察、提交可研"
            required
            maxLength={100}
            value={title}
            onChange={({ target }) => setTitle(target.value)}
          />
          <button type="submit" className="button" disabled={change.busy || title.trim() === ''}>
            加入日程
          </button>
        </form>
      )}
      <ProblemNote problem={change.problem} />
    </section>
  )
}
