/** The key to the colours, which is also the filter: a verdict pressed stands out, the others step back. */
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'
import type { Strength } from '../../../../server/domain/strength.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { classText, shadesFor } from './colouring.ts'
import { countVerdicts, verdictOrder } from './verdicts.ts'
import type { Colouring } from './view-state.ts'
import styles from './chain-map.module.css'

export function VerdictFilter({
  segments,
  chosen,
  onChange,
}: {
  readonly segments: readonly SegmentState[]
  readonly chosen: ReadonlySet<Strength>
  readonly onChange: (chosen: ReadonlySet<Strength>) => void
}) {
  const counts = countVerdicts(segments)
  const toggle = (strength: Strength) => {
    const next = new Set(chosen)
    if (!next.delete(strength)) next.add(strength)
    onChange(next)
  }
  return (
    <div className={styles.filter} role="group" aria-label="按强弱筛选">
      {verdictOrder.map((strength) => (
        <button
          key={strength}
          type="button"
          data-strength={strength}
          aria-pressed={chosen.has(strength)}
          aria-label={`${strengthTitles[strength]} ${counts.get(strength) ?? 0} 个环节`}
          disabled={counts.get(strength) === 0 && !chosen.has(strength)}
          onClick={() => toggle(strength)}
        >
          <i aria-hidden="true" />
          {strengthTitles[strength]}
          <b className="number">{counts.get(strength)}</b>
        </button>
      ))}
      {chosen.size > 0 && (
        <button type="button" className="text-button" data-print="no" onClick={() => onChange(new Set())}>
          全部
        </button>
      )}
    </div>
  )
}

/** The key where a number gives the colour. */
export function ShadeKey({
  segments,
  colouring,
}: {
  readonly segments: readonly SegmentState[]
  readonly colouring: Colouring
}) {
  const shades = shadesFor(segments, colouring)
  if (shades === null) return null
  return (
    <ul className={styles.shadeKey} aria-label="底色图例">
      {shades.classes.map((one) => (
        <li key={one.from}>
          <i
            style={{
              background: one.shade.kind === 'sequential' ? `var(--map-${one.shade.step})` : undefined,
            }}
          />
          <span className="number">{classText(one)}</span>
        </li>
      ))}
      <li>{shades.unit}</li>
    </ul>
  )
}
