import type { Act } from '../../../../server/api/schemas/certification.ts'
import { formatTime } from '../../../parts/format.ts'
import drawer from './drawer.module.css'

/** Who did what when, in their order. */
export function Trail({
  steps,
}: {
  readonly steps: readonly { readonly title: string; readonly act: Act | null }[]
}) {
  return (
    <ol className={drawer.trail}>
      {steps.map(
        ({ title, act }) =>
          act !== null && (
            <li key={`${title}${act.at}`}>
              <b>{title}</b>
              <span>
                <bdi>{act.name}</bdi> {formatTime(act.at)}
              </span>
              {act.remark !== '' && <bdi className="quiet">{act.remark}</bdi>}
            </li>
          ),
      )}
    </ol>
  )
}
