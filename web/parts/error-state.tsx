/** What went wrong, what would have been valid, and a way to try again where that can help. */
import { problemOf } from '../data/api.ts'
import { Icon } from './icon.tsx'
import styles from './states.module.css'

export function ErrorState({
  error,
  retry,
}: {
  readonly error: unknown
  readonly retry?: (() => void) | undefined
}) {
  const problem = problemOf(error)
  return (
    <div className={styles.state} role="alert">
      <span className={styles.mark} data-kind="error">
        <Icon name="warning" />
      </span>
      <strong>{problem.title}</strong>
      {problem.detail !== problem.title && <p>{problem.detail}</p>}
      {problem.expected !== undefined && <p className="small">应为：{problem.expected}</p>}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.slice(0, 8).map(({ path, message }) => (
            <li key={`${path}${message}`}>
              {path} {message}
            </li>
          ))}
        </ul>
      )}
      {problem.requestId !== undefined && <p className="small">请求编号 {problem.requestId}，报修时请提供</p>}
      {retry !== undefined && problem.status !== 403 && (
        <div className={styles.next}>
          <button type="button" className="button button-small" onClick={retry}>
            重试
          </button>
        </div>
      )}
    </div>
  )
}
