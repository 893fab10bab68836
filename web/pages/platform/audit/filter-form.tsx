import { useState, type FormEvent } from 'react'
import type { AuditOutcome } from '../../../../server/api/schemas/audit.ts'
import type { AuditFilter } from '../../../data/access-queries.ts'
import styles from './audit.module.css'

const fields = [
  { name: 'from', label: '自', type: 'date' },
  { name: 'to', label: '至', type: 'date' },
  { name: 'username', label: '用户', type: 'text' },
  { name: 'event', label: '事件', type: 'text' },
  { name: 'object', label: '对象', type: 'text' },
] as const

/** Asked for together, by the button or Enter: every reading of the trail is a record itself. */
export function FilterForm({
  outcomes,
  onFilter,
  onRefresh,
}: {
  readonly outcomes: readonly { readonly value: AuditOutcome | ''; readonly title: string }[]
  readonly onFilter: (filter: AuditFilter) => void
  readonly onRefresh: () => void
}) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const entries = Object.entries(values).filter(([, value]) => value.trim() !== '')
    onFilter(Object.fromEntries(entries.map(([name, value]) => [name, value.trim()])))
    onRefresh()
  }
  const set = (name: string, value: string) => setValues((now) => ({ ...now, [name]: value }))
  return (
    <form className={styles.filter} aria-label="筛选审计记录" onSubmit={submit}>
      {fields.map(({ name, label, type }) => (
        <label key={name}>
          {label}
          <input
            className="field"
            type={type}
            maxLength={100}
            value={values[name] ?? ''}
            onChange={(event) => set(name, event.target.value)}
          />
        </label>
      ))}
      <label>
        结果
        <select
          className="field"
          value={values['result'] ?? ''}
          onChange={(event) => set('result', event.target.value)}
        >
          {outcomes.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button button-primary">
        查询
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          setValues({})
          onFilter({})
        }}
      >
        清除
      </button>
    </form>
  )
}
