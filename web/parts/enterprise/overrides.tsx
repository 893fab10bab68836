/** What people decided about a firm's place in the chain of the screen, and the way to take it back. */
import type { OverrideItem } from '../../../server/api/schemas/override.ts'
import type { Role } from '../../../server/api/schemas/session.ts'
import { useChange } from '../../data/change.ts'
import type { Items } from '../../data/queries.ts'
import { useResource } from '../../data/resource.ts'
import { useScope } from '../../shell/scope.tsx'
import { formatTime } from '../format.ts'
import styles from './enterprise.module.css'

const deciders: ReadonlySet<Role> = new Set<Role>(['province', 'city', 'county', 'chain-office', 'operator'])

export function Overrides({ creditCode }: { readonly creditCode: string }) {
  const { session, chain } = useScope()
  const path =
    chain === undefined || !deciders.has(session.role)
      ? null
      : `/api/chains/${encodeURIComponent(chain.id)}/overrides`
  const overrides = useResource<Items<OverrideItem>>(path, { creditCode }).data?.items ?? []
  const change = useChange('/api/chains', '/api/enterprises', '/api/metrics')
  if (overrides.length === 0) return null
  return (
    <section>
      <h3>生效的人工判定</h3>
      {change.problem !== null && <p role="alert">{change.problem.detail}</p>}
      <ul className={styles.aliases}>
        {overrides.map((item) => (
          <li key={item.id}>
            <bdi>{item.title}</bdi>：{item.included ? '属于' : '不属于'}{' '}
            <span className="quiet small">
              {item.reason}（<bdi>{item.decidedBy}</bdi>，{formatTime(item.decidedAt)}）
            </span>{' '}
            <button
              type="button"
              className="button button-small"
              disabled={change.busy}
              onClick={() => void change.run(`${path}/${item.id}`, 'DELETE')}
            >
              撤销
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
