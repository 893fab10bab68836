/** 如果停更，受影响的是…: the sentence, and the list behind it. */
import type { Lineage } from '../../../../server/api/schemas/lineage.ts'
import styles from './lineage.module.css'

export function Impact({ impact }: { readonly impact: NonNullable<Lineage['impact']> }) {
  return (
    <details className={styles.impact}>
      <summary>{impact.sentence}</summary>
      <dl>
        {impact.groups.map(({ title, items }) => (
          <div key={title}>
            <dt>
              {title} <span className="number">{items.length}</span>
            </dt>
            <dd>{items.join('、')}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
