/** Why a change was refused, with what would be right. */
import type { ApiProblem } from '../../../data/api.ts'
import styles from './governance.module.css'

const SHOWN = 5

export function Problem({ problem }: { readonly problem: ApiProblem }) {
  return (
    <div className={styles.fault} role="alert">
      <b>{problem.detail}</b>
      {problem.expected !== undefined && <span className="small">应为：{problem.expected}</span>}
      {problem.errors.length > 1 &&
        problem.errors.slice(0, SHOWN).map(({ path, message }) => (
          <span key={path} className="small">
            {message}
          </span>
        ))}
    </div>
  )
}
