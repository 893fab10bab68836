/** Changes one's own password; the rule is said before, what is wrong after. */
import { useState, type FormEvent } from 'react'
import { useOwnSecondFactor } from '../data/access-queries.ts'
import { problemOf, request } from '../data/api.ts'
import styles from './account.module.css'

export function PasswordForm({ onDone }: { readonly onDone: () => void }) {
  const rule = useOwnSecondFactor().data?.passwordRule
  const [current, setCurrent] = useState('')
  const [chosen, setChosen] = useState('')
  const [repeated, setRepeated] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (chosen !== repeated) {
      setProblem('两次输入的新口令不一致。')
      return
    }
    setProblem(null)
    setWaiting(true)
    try {
      await request('/api/session/password', {
        method: 'PUT',
        body: { currentPassword: current, newPassword: chosen },
      })
      onDone()
    } catch (error) {
      setProblem(problemOf(error).detail)
    } finally {
      setWaiting(false)
    }
  }

  return (
    <form className={styles.form} aria-label="修改口令" onSubmit={(event) => void submit(event)}>
      <PasswordField
        label="现在的口令"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
      />
      <PasswordField label="新口令" autoComplete="new-password" value={chosen} onChange={setChosen} />
      <PasswordField
        label="再输入一次新口令"
        autoComplete="new-password"
        value={repeated}
        onChange={setRepeated}
      />
      {rule !== undefined && <p className="quiet small">{rule}。</p>}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={waiting}>
        {waiting ? '正在修改 …' : '修改口令'}
      </button>
    </form>
  )
}

function PasswordField({
  label,
  autoComplete,
  value,
  onChange,
}: {
  readonly label: string
  readonly autoComplete: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <label>
      {label}
      <input
        className="field"
        type="password"
        autoComplete={autoComplete}
        required
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
