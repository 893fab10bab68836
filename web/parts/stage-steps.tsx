/** Stages in a row, how far something has come: `<StageSteps stages={[{ id, title }]} current="talks" />`. */
import styles from './stage-steps.module.css'

export function StageSteps({
  stages,
  current,
}: {
  readonly stages: readonly { readonly id: string; readonly title: string }[]
  readonly current: string
}) {
  const reached = stages.findIndex(({ id }) => id === current)
  return (
    <ol className={styles.steps} aria-label="进度">
      {stages.map(({ id, title }, index) => (
        <li key={id} data-reached={index <= reached} aria-current={id === current ? 'step' : undefined}>
          {title}
        </li>
      ))}
    </ol>
  )
}
