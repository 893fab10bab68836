/** No data: what is missing, who could supply it, and the next step. Never a blank panel. */
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './states.module.css'

export function EmptyState({
  title,
  detail,
  supplier,
  compact = false,
  children,
}: {
  readonly title: string
  readonly detail?: string | undefined
  /** Who could supply the data. */
  readonly supplier?: string | undefined
  /** Words alone, for a low panel. */
  readonly compact?: boolean
  /** The next step: a button or a link. */
  readonly children?: ReactNode
}) {
  return (
    <div className={styles.state}>
      {!compact && (
        <span className={styles.mark}>
          <Icon name="file" />
        </span>
      )}
      <strong>{title}</strong>
      {detail !== undefined && <p>{detail}</p>}
      {supplier !== undefined && <p className="small">可由 {supplier} 提供</p>}
      {children !== undefined && <div className={styles.next}>{children}</div>}
    </div>
  )
}
