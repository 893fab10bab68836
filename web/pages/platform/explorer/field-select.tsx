/** Small controls of the question: which column, and taking a line out. */
import type { ExplorerField } from '../../../../server/api/schemas/explorer.ts'
import { Icon } from '../../../parts/icon.tsx'
import styles from './explorer.module.css'

export function FieldSelect({
  label,
  fields,
  value,
  onPick,
}: {
  readonly label: string
  readonly fields: readonly ExplorerField[]
  readonly value: string
  readonly onPick: (field: ExplorerField) => void
}) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => {
        const found = fields.find(({ name }) => name === event.target.value)
        if (found !== undefined) onPick(found)
      }}
    >
      {fields.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  )
}

export function Remove({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" className={styles.remove} aria-label={label} title={label} onClick={onClick}>
      <Icon name="close" size={12} />
    </button>
  )
}
