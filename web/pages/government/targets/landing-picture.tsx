/** Before and after: the verdict on the segment, completeness (or segments with a firm), local supply; and the assumptions. */
import type { TargetCard } from '../../../../server/api/schemas/target.ts'
import { formatShare, MISSING, moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import styles from './targets.module.css'

type Landing = TargetCard['landing']
type State = Landing['before']

export function LandingPicture({
  landing: { before, after, segments, takenOver, assumptions },
}: {
  readonly landing: Landing
}) {
  const digits = sameWhole(before.completeness, after.completeness) ? 1 : 0
  return (
    <div className={styles.landing}>
      <div className={styles.verdicts}>
        <span>本环节</span>
        <StrengthBadge strength={before.strength} reason={before.reasons[0]} />
        <Icon name="right" size={12} />
        <StrengthBadge strength={after.strength} reason={after.reasons[0]} />
        <small>
          {after.reasons[0]}；本地企业 {before.enterprises} → {after.enterprises} 家
        </small>
      </div>
      {before.completeness === null ? (
        <Bars
          title={`有企业的环节（共 ${segments} 个）`}
          before={before.present / segments}
          after={after.present / segments}
          text={({ present }) => `${present} 个`}
          states={[before, after]}
        />
      ) : (
        <Bars
          title="产业链完整度"
          before={before.completeness}
          after={after.completeness ?? 0}
          text={({ completeness }) => formatShare(completeness, digits)}
          states={[before, after]}
        />
      )}
      {before.localSupplyRatio !== null && (
        <Bars
          title="本环节本地配套率"
          before={before.localSupplyRatio}
          after={after.localSupplyRatio ?? 0}
          text={({ localSupplyRatio }) => formatShare(localSupplyRatio)}
          states={[before, after]}
        />
      )}
      <p className="quiet small">
        可替代的对外采购：
        {takenOver === null
          ? `${MISSING}（没有供应交易或营业收入，由链主企业提供）`
          : `${moneyText(takenOver)}/年`}
      </p>
      <ul className={styles.assumptions} aria-label="假设">
        {assumptions.map((text) => (
          <li key={text}>假设：{text}</li>
        ))}
      </ul>
    </div>
  )
}

function sameWhole(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.round(a * 100) === Math.round(b * 100)
}

function Bars({
  title,
  before,
  after,
  text,
  states: [first, second],
}: {
  readonly title: string
  /** 0–1 */
  readonly before: number
  readonly after: number
  readonly text: (state: State) => string
  readonly states: readonly [State, State]
}) {
  return (
    <figure className={styles.bars} aria-label={`${title} ${text(first)} → ${text(second)}`}>
      <figcaption>{title}</figcaption>
      {(
        [
          ['现在', before, first],
          ['落地后', after, second],
        ] as const
      ).map(([name, share, state]) => (
        <div key={name} data-after={name === '落地后'}>
          <span>{name}</span>
          <i style={{ width: `${Math.min(1, share) * 100}%` }} />
          <b className="number">{text(state)}</b>
        </div>
      ))}
    </figure>
  )
}
