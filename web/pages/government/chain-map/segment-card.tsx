/** A segment in the picture: name, verdict, firms, how much of the demand is supplied locally. */
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'
import type { CardState } from '../../../charts/chain-diagram/column-diagram.tsx'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { formatNumber, formatShare, moneyText } from '../../../parts/format.ts'
import styles from './segment-card.module.css'

export interface SegmentCardProps extends CardState {
  readonly segment: SegmentState
  readonly compact: boolean
  /** Out of the light: filtered out or away from the selection. */
  readonly dim: boolean
  /** Step of the sequential scale in place of the verdict's colour. */
  readonly shade: number | null | undefined
  readonly onOpen: () => void
}

/** What stands in the place of firms where there are none. */
export function firmsText({ enterprises, strength, demand }: SegmentState): string {
  if (enterprises > 0) return `${formatNumber(enterprises)} 家`
  if (strength === 'unknown') return '无记录'
  return demand === null || demand === 0 ? '本地空缺' : `需求 ${moneyText(demand)}`
}

export function ratioText({ localSupplyRatio, ratioMethod }: SegmentState): string {
  const text = formatShare(localSupplyRatio)
  return ratioMethod === 'estimated' && localSupplyRatio !== null ? `估 ${text}` : text
}

export function describeSegment(segment: SegmentState): string {
  const ratio =
    segment.localSupplyRatio === null ? '' : `，本地配套率 ${formatShare(segment.localSupplyRatio)}`
  return `${segment.title}，${strengthTitles[segment.strength]}，${firmsText(segment)}${ratio}`
}

export function SegmentCard(props: SegmentCardProps) {
  const { segment, compact, dim, shade, selected, tabIndex, onOpen } = props
  const { strength, localSupplyRatio } = segment
  const share = localSupplyRatio === null ? null : Math.min(1, localSupplyRatio)
  return (
    <button
      type="button"
      className={styles.card}
      data-strength={strength}
      data-compact={compact}
      data-dim={dim}
      data-shade={shade === undefined ? undefined : (shade ?? 'none')}
      aria-pressed={selected}
      aria-label={describeSegment(segment)}
      title={segment.reasons[0]}
      tabIndex={tabIndex}
      onClick={onOpen}
    >
      <span className={styles.title}>
        <bdi>{segment.title}</bdi>
      </span>
      <span className={styles.line}>
        <b className={styles.word}>{strengthTitles[strength]}</b>
        <span>{firmsText(segment)}</span>
        {/* Without a supplier the share is nothing new. */}
        {strength !== 'missing' && <span className={styles.share}>{ratioText(segment)}</span>}
      </span>
      <span className={styles.bar} data-none={share === null}>
        {share !== null && <i style={{ width: `${share * 100}%` }} />}
      </span>
    </button>
  )
}
