import { useState } from 'react'
import type { Visit } from '../../../../server/api/schemas/visit.ts'
import { useChange } from '../../../data/change.ts'
import { VISITS } from '../../../data/visits.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './visits.module.css'

/** 办结, once everything asked for has been followed up. */
export function ClosingForm({ visit }: { readonly visit: Visit }) {
  const [summary, setSummary] = useState('')
  const change = useChange(VISITS)
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault()
        void change.run(`${VISITS}/${visit.id}/close`, 'POST', { summary: summary.trim() })
      }}
    >
      <input
        className={`field ${styles.grow}`}
        aria-label="办结小结"
        placeholder="办结小结"
        required
        maxLength={500}
        value={summary}
        onChange={({ target }) => setSummary(target.value)}
      />
      <button type="submit" className="button button-primary" disabled={change.busy || summary.trim() === ''}>
        办结
      </button>
      <ProblemNote problem={change.problem} />
    </form>
  )
}
