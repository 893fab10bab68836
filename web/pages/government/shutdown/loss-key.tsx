/** What the shades of the marks mean, in words; the colours are those of the network's `values`. */
import styles from './ripple.module.css'

const steps = [
  { step: 0, title: '不受影响' },
  { step: 10, title: '10 %' },
  { step: 30, title: '30 %' },
  { step: 65, title: '65 %' },
  { step: 100, title: '100 %，停产' },
] as const

export function LossKey() {
  return (
    <ul className={styles.key} aria-label="图例：产出损失">
      <li>产出损失</li>
      {steps.map(({ step, title }) => (
        <li key={step}>
          <i data-loss={step} aria-hidden="true" />
          {title}
        </li>
      ))}
    </ul>
  )
}
