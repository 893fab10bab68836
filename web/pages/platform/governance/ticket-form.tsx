/** Opens a ticket about a rule or a group of quarantined records: to whom, until when. */
import { useState } from 'react'
import { useChange } from '../../../data/change.ts'
import { useTickets } from '../../../data/governance.ts'
import { dayFromNow } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Problem } from './problem.tsx'
import styles from './governance.module.css'

/** A fortnight to settle it, unless said otherwise. */
const USUAL_DAYS = 14

export function TicketForm({
  about,
}: {
  readonly about: {
    readonly origin: 'rule' | 'quarantine'
    readonly dataset: string
    readonly rule: string
    readonly column?: string | null
  }
}) {
  const { realm } = useScope()
  const assignees = useTickets(realm, undefined, false).data?.assignees ?? []
  const [assignee, setAssignee] = useState('')
  const [dueOn, setDueOn] = useState(() => dayFromNow(USUAL_DAYS))
  const [note, setNote] = useState('')
  const change = useChange('/api/governance')
  const [opened, setOpened] = useState<number | null>(null)
  const open = async () => {
    const made = await change.run<{ id: number }>('/api/governance/tickets', 'POST', {
      ...about,
      realm,
      assignee,
      dueOn,
      ...(note.trim() !== '' && { note: note.trim() }),
    })
    if (made !== null) setOpened(made.id)
  }
  if (opened !== null) return <p role="status">已开工单 #{opened}，全部通过后自动关闭。</p>
  return (
    <>
      <div className={styles.form}>
        <select
          className="field"
          aria-label="指派给"
          value={assignee}
          onChange={(event) => setAssignee(event.target.value)}
        >
          <option value="">指派给</option>
          {assignees.map(({ username, displayName }) => (
            <option key={username} value={username}>
              {displayName}
            </option>
          ))}
        </select>
        <input
          type="date"
          className="field"
          aria-label="期限"
          value={dueOn}
          onChange={(event) => setDueOn(event.target.value)}
        />
        <input
          className="field"
          aria-label="要求"
          placeholder="要求（可空）"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <button
          type="button"
          className="button"
          disabled={assignee === '' || dueOn === '' || change.busy}
          onClick={() => void open()}
        >
          开工单
        </button>
      </div>
      {change.problem !== null && <Problem problem={change.problem} />}
    </>
  )
}
