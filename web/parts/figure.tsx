/**
 * A figure: name, value, unit, change or 口径, sparkline, 证据.
 * - `MetricFigure id="cluster-scale"` reads the metric for the scope of the screen;
 * - `Figure` shows values that come with another answer.
 * Estimated: 估算 with its method. Missing: —, hatched, with who could supply it. `unproven` hatches a
 * value that cannot be walked down to rows.
 */
import type { ReactNode } from 'react'
import type { Metric } from '../../server/api/schemas/metric.ts'
import { useMetric } from '../data/queries.ts'
import { Sparkline, type SparkPoint } from '../charts/sparkline.tsx'
import { useScope } from '../shell/scope.tsx'
import { ErrorState } from './error-state.tsx'
import { EvidenceButton } from './evidence-drawer.tsx'
import { formatChange, formatNumber, MISSING } from './format.ts'
import { Loading } from './loading.tsx'
import styles from './figure.module.css'

export interface FigureProps {
  readonly title: string
  readonly value: number | null
  readonly unit: string
  readonly digits?: number
  /** Below the value: change or 口径. */
  readonly note?: ReactNode
  readonly series?: readonly SparkPoint[]
  readonly estimated?: boolean
  /** How it is estimated; the tooltip of 估算. */
  readonly method?: string | null
  readonly unproven?: boolean
  readonly missing?: { readonly reason: string; readonly supplier: string } | null
  readonly evidence?: ReactNode
  readonly compact?: boolean
  readonly bordered?: boolean
}

export function Figure({
  title,
  value,
  unit,
  digits = 0,
  note,
  series,
  estimated = false,
  method,
  unproven = false,
  missing,
  evidence,
  compact = false,
  bordered = true,
}: FigureProps) {
  const none = value === null
  return (
    <article className={styles.figure} data-compact={compact} data-bordered={bordered} aria-label={title}>
      <header className={styles.head}>
        <h3 title={title}>
          <bdi>{title}</bdi>
        </h3>
        {estimated && (
          <abbr className={styles.estimated} title={method ?? '按模型估算'}>
            估算
          </abbr>
        )}
        {evidence}
      </header>
      <div className={styles.row}>
        <p
          className={[styles.value, none || unproven ? 'hatched' : ''].filter(Boolean).join(' ')}
          title={unproven ? '该数值暂不能追溯到原始记录' : undefined}
        >
          <span className="number">{none ? MISSING : formatNumber(value, digits)}</span>
          {!none && <small title={unit}>{unit}</small>}
        </p>
        {series !== undefined && !none && (
          <Sparkline title={title} points={series} unit={unit} digits={digits} />
        )}
      </div>
      <footer className={styles.foot}>
        <div
          className={styles.note}
          title={none && missing ? `${missing.reason}；可由 ${missing.supplier} 提供` : undefined}
        >
          {none && missing ? <span>可由 {missing.supplier} 提供</span> : note}
        </div>
      </footer>
    </article>
  )
}

/** The change against a year before, in the colour of better or worse and always with its sign. */
export function Change({
  metric,
}: {
  readonly metric: Pick<Metric, 'change' | 'better' | 'digits' | 'unit'>
}) {
  const { change, better } = metric
  if (change === null) return null
  // A difference in the metric's own unit has its digits; percents and points have one.
  const text = formatChange(change.value, change.unit === metric.unit ? metric.digits : 1)
  const level = !/[1-9]/.test(text)
  const good =
    better === 'neither' || level ? 'neither' : change.value > 0 === (better === 'higher') ? 'good' : 'bad'
  return (
    <span className={styles.change} data-good={good} title={`与 ${change.base} 相比`}>
      同比{' '}
      {level ? (
        '持平'
      ) : (
        <span className="number">
          {text} {change.unit.replace(/^个/, '')}
        </span>
      )}
    </span>
  )
}

export function MetricFigure({
  id,
  title,
  note,
  compact = false,
  bordered = true,
}: {
  readonly id: string
  /** Shorter than the metric's own title where the place asks for it. */
  readonly title?: string
  /** Added after the change. */
  readonly note?: ReactNode
  readonly compact?: boolean
  readonly bordered?: boolean
}) {
  const { query } = useScope()
  const { data, error, refetch } = useMetric(id, query)
  if (data === undefined) {
    return (
      <article
        className={styles.figure}
        data-compact={compact}
        data-bordered={bordered}
        aria-label={title ?? id}
      >
        {error === null ? <Loading /> : <ErrorState error={error} retry={() => void refetch()} />}
      </article>
    )
  }
  return (
    <Figure
      title={title ?? data.title}
      value={data.value}
      unit={data.unit}
      digits={data.digits}
      series={data.series}
      estimated={data.estimated}
      method={data.method}
      missing={data.missing}
      compact={compact}
      bordered={bordered}
      note={
        <>
          <Change metric={data} />
          {note}
        </>
      }
      evidence={<EvidenceButton metric={id} title={data.title} />}
    />
  )
}
