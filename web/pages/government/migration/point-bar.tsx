/**
 * A score as its points side by side: their sum in figures, each by name under the pointer or on focus. In a
 * row, pressing it does what pressing the row does.
 */
import { useRef } from 'react'
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'
import { formatNumber } from '../../../parts/format.ts'
import { fullScore, pointKind, pointKindTitles, type PointKind } from './vocabulary.ts'
import styles from './point-bar.module.css'

type Scored = Pick<WatchItem, 'score' | 'points'>

export function PointBar({ item }: { readonly item: Scored }) {
  const bar = useRef<HTMLButtonElement>(null)
  const tip = useRef<HTMLSpanElement>(null)
  const show = () => {
    if (bar.current === null || tip.current === null) return
    const { left, top, bottom } = bar.current.getBoundingClientRect()
    const element = tip.current
    element.showPopover()
    // Measured once shown; above the bar where there is no room under it.
    const { offsetWidth, offsetHeight } = element
    const below = bottom + GAP + offsetHeight <= innerHeight
    element.style.left = `${Math.max(GAP, Math.min(left, innerWidth - offsetWidth - GAP))}px`
    element.style.top = `${below ? bottom + GAP : top - GAP - offsetHeight}px`
  }
  const hide = () => tip.current?.hidePopover()
  return (
    <button
      ref={bar}
      type="button"
      className={styles.cell}
      aria-label={`${item.score} 分：${item.points.map(({ title, points }) => `${title} ${points} 分`).join('、')}`}
      onFocus={show}
      onBlur={hide}
      onMouseEnter={show}
      onMouseLeave={hide}
    >
      <b className="number">{formatNumber(item.score)}</b>
      <span className={styles.drawn}>
        <span className={styles.bar}>
          {item.points.map(({ signal, points }) => (
            <i
              key={signal}
              data-kind={pointKind(signal)}
              style={{ width: `${(points / fullScore) * 100}%` }}
            />
          ))}
        </span>
        <small className="number">{item.points.map(({ points }) => points).join('+')}</small>
      </span>
      <span ref={tip} popover="manual" className={styles.tip} data-print="no" aria-hidden="true">
        {item.points.map(({ signal, title, points }) => (
          <span key={signal}>
            <i data-kind={pointKind(signal)} />
            <bdi>{title}</bdi>
            <b className="number">+{formatNumber(points)}</b>
          </span>
        ))}
      </span>
    </button>
  )
}

const GAP = 6

export function PointKey() {
  return (
    <span className={styles.key}>
      {(Object.keys(pointKindTitles) as PointKind[]).map((kind) => (
        <span key={kind}>
          <i data-kind={kind} />
          {pointKindTitles[kind]}
        </span>
      ))}
    </span>
  )
}
