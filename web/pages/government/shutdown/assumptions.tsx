/** What a result rests on: limits of the data, how the model is set, what the user assumed. */
import type { Assumption } from '../../../../server/api/schemas/scenario.ts'
import styles from './result.module.css'

const kindWords = { data: '数据', model: '模型', given: '假设' } as const

export function Assumptions({ items }: { readonly items: readonly Assumption[] }) {
  return (
    <section>
      <h3>
        前提与假设 <span className="quiet small">{items.length} 条</span>
      </h3>
      <ul className={styles.assumptions}>
        {items.map(({ id, title, text, kind }) => (
          <li key={id} data-kind={kind}>
            <small>{kindWords[kind]}</small>
            <span>
              <b>{title}</b> {text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
