/** Lines over two number axes: step lines of survival, curves of precision over recall. */
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import { tooltipNode, tooltipStyle, useChart } from '../../../charts/echarts.ts'
import { type ColourName, usePalette, type Palette } from '../../../charts/palette.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import styles from './study.module.css'

export interface Line {
  readonly title: string
  readonly colour: ColourName
  readonly points: readonly (readonly [x: number, y: number])[]
  readonly dashed?: boolean
  readonly step?: boolean
  /** Marks alone, where there are too few points for a line. */
  readonly marks?: boolean
}

export interface Axis {
  readonly title: string
  readonly min: number
  readonly max: number
  readonly digits: number
}

export interface XyChartProps {
  /** What the chart shows, in words. */
  readonly label: string
  readonly lines: readonly Line[]
  readonly x: Axis
  readonly y: Axis
}

export function XyChart({ label, lines, x, y }: XyChartProps) {
  const palette = usePalette()
  const option = useMemo(() => xyOption({ label, lines, x, y }, palette), [label, lines, x, y, palette])
  const { ref: box, error } = useChart(option)
  if (error !== null) return <ErrorState error={error} />
  return (
    <>
      <div ref={box} className={styles.canvas} role="img" aria-label={label} />
      <div className={styles.key} aria-hidden="true">
        {lines.map(({ title, colour }) => (
          <span key={title}>
            <i style={{ background: `var(--${colour})` }} />
            {title}
          </span>
        ))}
      </div>
    </>
  )
}

function xyOption({ lines, x, y }: XyChartProps, palette: Palette): EChartsOption {
  const { colour } = palette
  const text = { color: colour['ink-2'], fontFamily: colour.font, fontSize: 11 }
  const axis = ({ title, min, max, digits }: Axis, gap: number) => ({
    type: 'value' as const,
    name: title,
    nameLocation: 'middle' as const,
    nameGap: gap,
    nameTextStyle: text,
    min,
    max,
    axisLabel: { ...text, formatter: (value: number) => formatNumber(value, digits) },
    splitLine: { lineStyle: { color: colour.line } },
    axisLine: { lineStyle: { color: colour['ink-3'] } },
  })
  return {
    grid: { left: 30, right: 16, top: 12, bottom: 24, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'item',
      formatter: (item: unknown) => {
        const { seriesName = '', value = [] } = item as { seriesName?: string; value?: readonly number[] }
        return tooltipNode(seriesName, [
          `${x.title} ${formatNumber(value[0], Math.max(1, x.digits))}`,
          `${y.title} ${formatNumber(value[1], 1)}`,
        ])
      },
    },
    xAxis: axis(x, 24),
    yAxis: axis(y, 38),
    series: lines.map(({ title, colour: name, points, dashed = false, step = false, marks = false }) => ({
      type: 'line' as const,
      name: title,
      data: points.map(([across, up]) => [across, up]),
      step: step ? ('end' as const) : false,
      showSymbol: marks || points.length < 3,
      symbolSize: marks ? 9 : 6,
      lineStyle: { color: colour[name], width: 2, type: dashed ? ('dashed' as const) : ('solid' as const) },
      itemStyle: { color: colour[name] },
    })),
  }
}
