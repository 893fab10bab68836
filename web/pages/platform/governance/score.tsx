/** A score of 0–100 with a ground that says how good it is: never by colour alone, the number stands in it. */
import { formatNumber, MISSING } from '../../../parts/format.ts'
import styles from './governance.module.css'

export function levelOf(score: number | null): 'good' | 'fair' | 'poor' | 'none' {
  if (score === null) return 'none'
  return score >= 95 ? 'good' : score >= 80 ? 'fair' : 'poor'
}

/** 100 only where nothing failed: 99.96 is shown as 99.9. */
export function scoreText(score: number | null): string {
  if (score === null) return MISSING
  if (score === 100) return '100'
  return formatNumber(Math.floor(score * 10) / 10, 1)
}

export function Score({ value }: { readonly value: number | null }) {
  return (
    <span className={styles.score} data-level={levelOf(value)}>
      {scoreText(value)}
    </span>
  )
}
