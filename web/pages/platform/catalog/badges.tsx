import { gradeTitles, type GradeCode } from '../../../data/catalog.ts'
import styles from './catalog.module.css'

/** 一般 3 级 and above stand out: masks begin there. */
export function GradeBadge({ grade }: { readonly grade: GradeCode }) {
  return (
    <span className={styles.grade} data-grade={grade}>
      {gradeTitles[grade]}
    </span>
  )
}

export function CertifiedBadge({ until }: { readonly until: string }) {
  return (
    <span className={styles.certified} title={`数据认证有效期至 ${until}`}>
      已认证
    </span>
  )
}

/** good = in force, waiting = someone has to act, over = ended. */
export function StateBadge({
  title,
  tone,
}: {
  readonly title: string
  readonly tone: 'good' | 'waiting' | 'over'
}) {
  return (
    <span className={styles.state} data-tone={tone}>
      {title}
    </span>
  )
}
