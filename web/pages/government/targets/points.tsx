/** The points of a firm, each with its detail, state and source row. */
import type { Target } from '../../../../server/api/schemas/target.ts'
import { EvidenceButton, SourceButton } from '../../../parts/evidence-drawer.tsx'
import { MISSING } from '../../../parts/format.ts'
import { PointBar } from '../../../parts/point-bar.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './targets.module.css'

export function Points({ target: { name, points, segment } }: { readonly target: Target }) {
  const { chain } = useScope()
  return (
    <>
      <PointBar
        points={points.filter((point) => point.points !== 0)}
        full={100}
        label={`${name}的得分构成`}
        words={false}
      />
      <dl className={styles.points}>
        {points.map(({ kind, title, points: value, most, detail, state, source }) => (
          <div key={kind} data-state={state}>
            <dt>
              <bdi>{title}</bdi>
              <span className="number">
                <b>{state === 'unknown' ? MISSING : value < 0 ? `−${-value}` : value}</b>
                {most > 0 && <small> / {most}</small>}
              </span>
            </dt>
            <dd>
              {state === 'estimated' && <span className={styles.estimated}>估算</span>}
              <bdi>{detail}</bdi> {source !== null && <SourceButton source={source} label="打开原始行" />}
              {kind === 'unmet' && state === 'known' && chain !== undefined && (
                <EvidenceButton figure={`segment:${chain.id}/${segment}/unmet`} title="未满足需求" />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
