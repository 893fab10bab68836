/** The verdict on a segment: always its colour and its word. `StrengthLegend` is the key to a picture. */
import type { Strength } from '../../server/domain/strength.ts'
import { strengthTitles } from '../data/vocabulary.ts'
import styles from './badge.module.css'

const order: readonly Strength[] = ['strong', 'medium', 'weak', 'missing', 'single-source', 'over-dependent']

export function StrengthBadge({
  strength,
  reason,
}: {
  readonly strength: Strength
  /** The verdict in words, for the tooltip. */
  readonly reason?: string | undefined
}) {
  return (
    <span className={styles.strength} data-strength={strength} title={reason}>
      {strengthTitles[strength]}
    </span>
  )
}

export function StrengthLegend({
  counts,
}: {
  readonly counts?: Readonly<Partial<Record<Strength, number>>>
}) {
  const shown = counts?.unknown ? [...order, 'unknown' as const] : order
  return (
    <ul className={styles.legend} aria-label="强弱图例">
      {shown.map((strength) => (
        <li key={strength} data-strength={strength}>
          <i aria-hidden="true" />
          {strengthTitles[strength]}
          {counts !== undefined && <b className="number">{counts[strength] ?? 0}</b>}
        </li>
      ))}
    </ul>
  )
}
