/**
 * The bordered box everything stands in: `<Card title="实时告警" note="未读 7" actions={…}>`.
 * `fill` lets the content take the height that is left and scroll inside.
 */
import type { ReactNode } from 'react'
import styles from './card.module.css'

export function Card({
  title,
  note,
  actions,
  footer,
  fill = false,
  className,
  children,
}: {
  readonly title?: string
  /** 口径 or count beside the title, quiet. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly footer?: ReactNode
  readonly fill?: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <section
      className={[styles.card, className].filter(Boolean).join(' ')}
      data-fill={fill}
      aria-label={title}
    >
      {title !== undefined && (
        <header className={styles.header}>
          <h2>{title}</h2>
          {note !== undefined && <div className={styles.note}>{note}</div>}
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      <div className={styles.body}>{children}</div>
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </section>
  )
}
