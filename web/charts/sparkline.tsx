/** A line without axes beside a figure. Missing values leave a gap; estimated stretches are dashed. */
import { formatNumber } from '../parts/format.ts'
import styles from './sparkline.module.css'

export interface SparkPoint {
  readonly period: string
  readonly value: number | null
  readonly estimated?: boolean
}

const PAD = 3

/** Runs of neighbouring points that have a value and the same standing, as SVG path data. */
function runs(points: readonly SparkPoint[], width: number, height: number) {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const step = (width - 2 * PAD) / Math.max(1, points.length - 1)
  const found: { path: string; estimated: boolean }[] = []
  let open: { path: string; estimated: boolean } | null = null
  let last: { x: number; y: number } | null = null
  for (const [index, { value, estimated = false }] of points.entries()) {
    if (value === null) {
      open = null
      last = null
      continue
    }
    const x = PAD + index * step
    const y = height - PAD - ((value - low) / span) * (height - 2 * PAD)
    if (open === null || open.estimated !== estimated) {
      const from: { x: number; y: number } = last ?? { x, y }
      open = { path: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}`, estimated }
      found.push(open)
    }
    open.path += `L${x.toFixed(1)} ${y.toFixed(1)}`
    last = { x, y }
  }
  return { found, last }
}

export function Sparkline({
  title,
  points,
  unit,
  digits = 1,
  width = 92,
  height = 30,
}: {
  readonly title: string
  readonly points: readonly SparkPoint[]
  readonly unit: string
  readonly digits?: number
  readonly width?: number
  readonly height?: number
}) {
  const known = points.filter(({ value }) => value !== null)
  const first = known[0]
  const end = known.at(-1)
  if (first === undefined || end === undefined || known.length < 2) return null
  const { found, last } = runs(points, width, height)
  const label = `${title}，${first.period} 为 ${formatNumber(first.value, digits)} ${unit}，${end.period} 为 ${formatNumber(end.value, digits)} ${unit}`
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {found.map(({ path, estimated }) => (
        <path key={path} d={path} data-estimated={estimated} />
      ))}
      {last !== null && <circle cx={last.x} cy={last.y} r="2.2" />}
    </svg>
  )
}
