import { useState, type ReactNode } from 'react'
import { useDecision } from '../../../data/catalog.ts'
import drawer from './drawer.module.css'

/** A remark and one or two buttons; what was refused and why stands below. */
export function DecisionForm({
  label,
  path,
  actions,
  required = true,
  children,
  onDone,
}: {
  /** What the remark is. */
  readonly label: string
  readonly path: string
  /** `body` makes the request's body from the remark. */
  readonly actions: readonly {
    readonly title: string
    readonly primary?: boolean
    readonly body: (remark: string) => unknown
  }[]
  /** Whether a remark has to be written. */
  readonly required?: boolean
  readonly children?: ReactNode
  readonly onDone?: () => void
}) {
  const [remark, setRemark] = useState('')
  const { run, busy, problem } = useDecision()
  const missing = required && remark.trim() === ''
  return (
    <form className={drawer.form} onSubmit={(event) => event.preventDefault()}>
      {children}
      <label>
        {label}
        <textarea
          className="field"
          rows={2}
          maxLength={500}
          value={remark}
          onChange={(event) => setRemark(event.target.value)}
        />
      </label>
      <div className={drawer.actions}>
        {actions.map(({ title, primary = false, body }) => (
          <button
            key={title}
            type="button"
            className={primary ? 'button button-primary' : 'button'}
            disabled={busy || missing}
            onClick={() =>
              void run(path, body(remark.trim())).then((done) => {
                if (!done) return
                setRemark('')
                onDone?.()
              })
            }
          >
            {title}
          </button>
        ))}
      </div>
      {problem !== null && (
        <p className={drawer.problem} role="alert">
          {problem.detail}
          {problem.expected !== undefined && `应为：${problem.expected}`}
        </p>
      )}
    </form>
  )
}
