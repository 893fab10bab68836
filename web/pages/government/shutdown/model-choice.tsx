/** The production function with what it says in a sentence, and whether others may stand in. */
import { useId } from 'react'
import { productions, productionWords, type Draft } from './draft.ts'
import styles from './builder.module.css'

export function ModelChoice({
  draft,
  onChange,
}: {
  readonly draft: Draft
  readonly onChange: (changes: Partial<Draft>) => void
}) {
  const name = useId()
  return (
    <section>
      <h3>生产函数</h3>
      <div role="radiogroup" aria-label="生产函数" className={styles.model}>
        {productions.map((production) => (
          <label key={production} data-chosen={draft.production === production}>
            <input
              type="radio"
              name={name}
              checked={draft.production === production}
              onChange={() => onChange({ production })}
            />
            <span>
              <b>{productionWords[production].title}</b>
              {production === 'mixed' && <small>默认</small>}
              <br />
              {productionWords[production].says}
            </span>
          </label>
        ))}
      </div>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={draft.replaceability}
          onChange={({ target }) => onChange({ replaceability: target.checked })}
        />
        <span>
          <b>计入可替代</b>
          <br />
          同环节其他供应方按市场份额替补；不计入则结果偏重。
        </span>
      </label>
    </section>
  )
}
