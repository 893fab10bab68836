import { useState } from 'react'
import styles from './reason-form.module.css'

/** A step that cannot be taken back: asks for the reason first. */
export function ReasonForm({
  button,
  label,
  busy,
  onSend,
}: {
  readonly button: string
  readonly label: string
  readonly busy: boolean
  readonly onSend: (reason: string) => void
}) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  if (!open) {
    return (
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {button}
      </button>
    )
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSend(reason.trim())
      }}
    >
      <label>
        {label}
        <input
          className="field"
          required
          minLength={2}
          maxLength={500}
          ref={(input) => input?.focus()}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className={styles.buttons}>
        <button type="button" className="button" onClick={() => setOpen(false)}>
          取消
        </button>
        <button type="submit" className="button button-primary" disabled={busy || reason.trim().length < 2}>
          确认{button}
        </button>
      </div>
    </form>
  )
}
