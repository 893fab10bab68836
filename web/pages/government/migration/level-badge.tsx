/** The level of a score, always with its word. */
import { levelMeanings, levelTitles, type Level } from './vocabulary.ts'
import styles from './level-badge.module.css'

export function LevelBadge({ level }: { readonly level: Level }) {
  return (
    <span className={styles.level} data-level={level} title={levelMeanings[level]}>
      {levelTitles[level]}
    </span>
  )
}
