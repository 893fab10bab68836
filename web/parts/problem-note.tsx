import type { ApiProblem } from '../data/api.ts'
import styles from './reason-form.module.css'

/** Why an act was refused, beside the button that asked for it. */
export function ProblemNote({ problem }: { readonly problem: ApiProblem | null }) {
  if (problem === null) return null
  return (
    <div className={styles.failure} role="alert">
      <b>{problem.title}</b>
      <p>{problem.detail}</p>
      {problem.expected !== undefined && <p className="small">应为：{problem.expected}</p>}
    </div>
  )
}
