/** Losses as bars, the largest first: name, amount in its unit, share of its own output. */
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatShare, moneyText } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './bar-list.module.css'

export interface LossRow {
  readonly id: string
  readonly title: string
  /** 元 */
  readonly loss: number
  /** Of the row's own output, 0–1; null = not known. */
  readonly share: number | null
  /** More about the row, in the tooltip. */
  readonly hint?: string
}

export function BarList({
  label,
  rows,
  most,
  empty,
}: {
  readonly label: string
  readonly rows: readonly LossRow[]
  /** The loss that fills a bar; by default the largest of the rows. */
  readonly most?: number
  readonly empty: string
}) {
  if (rows.length === 0) return <EmptyState compact title={empty} />
  const full = Math.max(most ?? 0, ...rows.map(({ loss }) => loss), Number.MIN_VALUE)
  return (
    <ol className={styles.bars} aria-label={label}>
      {rows.map(({ id, title, loss, share, hint }) => (
        <li key={id} title={hint}>
          <span className={styles.name}>
            <NameText text={title} />
          </span>
          <i aria-hidden="true">
            <b style={{ width: `${(Math.max(0, loss) / full) * 100}%` }} />
          </i>
          <span className={`number ${styles.amount}`}>{moneyText(loss)}</span>
          <span className={`number ${styles.share}`} title="占本环节（区县）产出">
            {share !== null && share > 0 && share < 0.001 ? '< 0.1 %' : formatShare(share, 1)}
          </span>
        </li>
      ))}
    </ol>
  )
}
