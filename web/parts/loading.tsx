/**
 * Waiting: nothing for the first moment (a flash is worse than a pause), then a bar; after a second
 * the words as well. `share` (0–1) where the progress is known.
 */
import { useEffect, useState } from 'react'
import styles from './states.module.css'

const BAR_AFTER_MS = 150
const WORDS_AFTER_MS = 1_000

export function Loading({
  title = '正在读取',
  share,
}: {
  readonly title?: string
  readonly share?: number | null | undefined
}) {
  const [stage, setStage] = useState(0)
  useEffect(() => {
    const bar = setTimeout(() => setStage(1), BAR_AFTER_MS)
    const words = setTimeout(() => setStage(2), WORDS_AFTER_MS)
    return () => {
      clearTimeout(bar)
      clearTimeout(words)
    }
  }, [])
  return (
    <div className={styles.loading} role="status" aria-label={title}>
      {stage > 0 && <ProgressBar share={share} />}
      {stage > 1 && <span>{title} …</span>}
    </div>
  )
}

export function ProgressBar({ share }: { readonly share?: number | null | undefined }) {
  const known = share !== undefined && share !== null
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { 'aria-valuenow': Math.round(share * 100) } : {})}
    >
      <span data-known={known} style={known ? { width: `${Math.min(1, share) * 100}%` } : undefined} />
    </div>
  )
}
