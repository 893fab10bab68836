/** On or off, at once, with its word. */
import styles from './switch.module.css'

export function Switch({
  label,
  on,
  disabled = false,
  onChange,
}: {
  readonly label: string
  readonly on: boolean
  readonly disabled?: boolean
  readonly onChange: (on: boolean) => void
}) {
  return (
    <button
      type="button"
      role="switch"
      className={styles.switch}
      aria-checked={on}
      aria-label={label}
      disabled={disabled}
      onClick={(event) => {
        event.stopPropagation()
        onChange(!on)
      }}
    >
      <i aria-hidden="true" />
      {on ? '启用' : '停用'}
    </button>
  )
}
