/**
 * A monthly line with its axis: gaps where there is no value, dashed where estimated, Spring Festival
 * marked because work stops for it. `base` draws the line an index is measured against (100).
 */
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { formatNumber } from '../parts/format.ts'
import { tooltipNode, tooltipStyle, useChart } from './echarts.ts'
import { usePalette, type Palette } from './palette.ts'
import type { SparkPoint } from './sparkline.tsx'
import { springFestivalMonths } from './spring-festival.ts'
import styles from './trend.module.css'

export interface TrendProps {
  readonly title: string
  readonly unit: string
  readonly digits: number
  readonly points: readonly SparkPoint[]
  readonly base?: number
}

export function Trend(props: TrendProps) {
  const { title, unit, digits, points, base } = props
  const palette = usePalette()
  const known = points.filter(({ value }) => value !== null)
  const option = useMemo(
    () =>
      known.length < 2
        ? null
        : trendOption({ title, unit, digits, points, ...(base !== undefined && { base }) }, palette),
    [title, unit, digits, points, base, palette, known.length],
  )
  const { ref: box, error } = useChart(option)
  if (error !== null) return <ErrorState error={error} />
  const last = known.at(-1)
  return (
    <div className={styles.trend}>
      <div
        ref={box}
        className={styles.canvas}
        role="img"
        aria-label={`${title}走势，${known.length} 期，最近 ${last?.period ?? ''} 为 ${formatNumber(last?.value, digits)} ${unit}`}
      />
      {option === null && (
        <div className={styles.over}>
          <EmptyState compact title="数据不足以成线" detail="至少需要两期数据。" />
        </div>
      )}
    </div>
  )
}

function trendOption({ title, unit, digits, points, base }: TrendProps, palette: Palette): EChartsOption {
  const { colour } = palette
  const months = points.map(({ period }) => period)
  const festivals = springFestivalMonths(months)
  const value = (point: SparkPoint | undefined) => point?.value ?? null
  const axisText = { color: colour['ink-2'], fontFamily: colour.font, fontSize: 11 }
  const line = {
    type: 'line' as const,
    showSymbol: false,
    symbol: 'circle',
    symbolSize: 6,
    lineStyle: { color: colour.accent, width: 1.8 },
    itemStyle: { color: colour.accent },
  }
  return {
    aria: { enabled: true },
    grid: { left: 4, right: 12, top: 18, bottom: 2, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colour['line-2'] } },
      formatter: (items: unknown) => {
        const index = indexOf(items)
        const point = points[index]
        if (point === undefined) return ''
        return tooltipNode(point.period, [
          `${title} ${formatNumber(point.value, digits)} ${unit}${point.estimated === true ? '（估算）' : ''}`,
          ...(festivals.has(point.period) ? ['春节所在月'] : []),
        ])
      },
    },
    xAxis: {
      type: 'category',
      data: months,
      boundaryGap: false,
      axisLine: { lineStyle: { color: colour['line-2'] } },
      axisTick: { show: false },
      axisLabel: { ...axisText, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' },
    },
    yAxis: {
      type: 'value',
      scale: true,
      splitNumber: 3,
      // Room for the words under a trough.
      boundaryGap: ['10%', 0],
      axisLabel: {
        ...axisText,
        formatter: (number: number) => formatNumber(number, number % 1 === 0 ? 0 : 1),
      },
      splitLine: { lineStyle: { color: colour.line } },
    },
    series: [
      {
        ...line,
        name: title,
        data: points.map(value),
        connectNulls: false,
        ...(points.some(({ estimated }) => estimated === true) && {
          lineStyle: { ...line.lineStyle, type: 'dashed' as const },
        }),
        markPoint: {
          symbol: 'circle',
          symbolSize: 7,
          itemStyle: { color: colour.weak },
          label: {
            show: true,
            position: 'bottom',
            formatter: '春节',
            color: palette.strength.weak.word,
            fontFamily: colour.font,
            fontSize: 11,
          },
          data: points
            .filter((point) => festivals.has(point.period) && point.value !== null)
            .map((point) => ({ name: '春节', coord: [point.period, value(point) ?? 0] })),
        },
        ...(base !== undefined && {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: colour['ink-3'], type: 'dotted' },
            label: { show: false },
            data: [{ yAxis: base }],
          },
        }),
      },
    ],
  }
}

function indexOf(items: unknown): number {
  const [first] = Array.isArray(items) ? (items as { dataIndex?: number }[]) : []
  return first?.dataIndex ?? -1
}
