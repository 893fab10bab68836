/** Names and values in three columns: `<FactList facts={[['企业', name], ['落地区域', place]]} />`. */
import styles from './fact-list.module.css'

export function FactList({
  facts,
}: {
  readonly facts: readonly (readonly [title: string, value: string])[]
}) {
  return (
    <dl className={styles.facts}>
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}
