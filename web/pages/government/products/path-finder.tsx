/** The shortest way on which one product goes into another. */
import { useState } from 'react'
import { useProductWay } from '../../../data/products.ts'
import { Answer } from '../../../parts/answer.tsx'
import { ProductSearch } from './product-search.tsx'
import styles from './products.module.css'

export function PathFinder({
  from,
  name,
  onPick,
}: {
  readonly from: string
  readonly name: string
  readonly onPick: (id: string) => void
}) {
  const [to, setTo] = useState<{ readonly id: string; readonly name: string } | null>(null)
  const way = useProductWay(from, to?.id ?? null)
  return (
    <section>
      <h3>供应路径</h3>
      <p className={styles.note}>找“{name}”与另一产品之间最短的供应路径，至多 8 步。</p>
      <ProductSearch label="另一产品（支持拼音）" onPick={(id, title) => setTo({ id, name: title })} />
      {to !== null && (
        <Answer of={way} title="正在查找路径">
          {({ steps, reversed }) =>
            steps.length === 0 ? (
              <p className="quiet" role="status">
                {to.id === from
                  ? '两端是同一产品。'
                  : `来源中没有“${name}”与“${to.name}”之间 8 步以内的供应路径。`}
              </p>
            ) : (
              <div role="status">
                <p className={styles.note}>
                  {reversed ? `“${to.name}”经 ` : `“${name}”经 `}
                  {steps.length - 1} 步供应到{reversed ? `“${name}”` : `“${to.name}”`}：
                </p>
                <ol className={`${styles.path} ${styles.way}`}>
                  {steps.map((step) => (
                    <li key={step.id}>
                      <button type="button" className="text-button" onClick={() => onPick(step.id)}>
                        <bdi>{step.name}</bdi>
                      </button>
                    </li>
                  ))}
                </ol>
              </div>
            )
          }
        </Answer>
      )}
    </section>
  )
}
