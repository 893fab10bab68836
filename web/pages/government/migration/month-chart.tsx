/** Moves by month: in above the line, out below it. */
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import type { MigrationFlows } from '../../../../server/api/schemas/migration.ts'
import { tooltipNode, tooltipStyle, useChart } from '../../../charts/echarts.ts'
import { usePalette, type Palette } from '../../../charts/palette.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatChange, formatNumber } from '../../../parts/format.ts'
import styles from './screen.module.css'

type Months = MigrationFlows['byMonth']

export function MonthChart({ flows }: { readonly flows: MigrationFlows }) {
  const palette = usePalette()
  const option = useMemo(() => monthOption(flows.byMonth, palette), [flows.byMonth, palette])
  const { ref: box, error } = useChart(option)
  if (error !== null) return <ErrorState error={error} />
  return (
    <div
      ref={box}
      className={styles.canvas}
      role="img"
      aria-label={`${flows.from} 至 ${flows.to} 各月迁入迁出，合计迁入 ${flows.inflow} 家、迁出 ${flows.outflow} 家：${flows.byMonth
        .map(({ month, inflow, outflow }) => `${month} 入 ${inflow} 出 ${outflow}`)
        .join('；')}`}
    />
  )
}

function monthOption(months: Months, palette: Palette): EChartsOption {
  const { colour } = palette
  const most = Math.max(1, ...months.flatMap(({ inflow, outflow }) => [inflow, outflow]))
  // Whole firms, at most three lines each way, and room for the count on the tallest bar.
  const step = Math.max(1, Math.ceil(most / 3))
  const limit = step * Math.ceil((most + 0.4 * step) / step)
  const axisText = { color: colour['ink-2'], fontFamily: colour.font, fontSize: 11 }
  const bar = { type: 'bar' as const, stack: 'moves', barMaxWidth: 26, barCategoryGap: '35%' }
  // Counts stand on the bars while there is room for them.
  const label = (position: 'top' | 'bottom') => ({
    show: months.length <= 24,
    position,
    distance: 3,
    color: colour.ink,
    fontFamily: colour.font,
    fontSize: 11,
    formatter: ({ value }: { value: unknown }) =>
      Number(value) === 0 ? '' : String(Math.abs(Number(value))),
  })
  // No aria of the chart's own: it would write over the words of the box.
  return {
    grid: { left: 4, right: 8, top: 14, bottom: 2, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: colour.hover, opacity: 0.6 } },
      formatter: (items: unknown) => {
        const month = months[indexOf(items)]
        if (month === undefined) return ''
        return tooltipNode(month.month, [
          `迁入 ${formatNumber(month.inflow)} 家`,
          `迁出 ${formatNumber(month.outflow)} 家`,
          `净迁入 ${formatChange(month.inflow - month.outflow, 0)} 家`,
        ])
      },
    },
    xAxis: {
      type: 'category',
      data: months.map(({ month }) => month),
      axisLine: { onZero: true, lineStyle: { color: colour['ink-3'] } },
      axisTick: { show: false },
      axisLabel: { ...axisText, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      max: limit,
      min: -limit,
      interval: step,
      axisLabel: { ...axisText, formatter: (value: number) => formatNumber(Math.abs(value)) },
      splitLine: { lineStyle: { color: colour.line } },
    },
    series: [
      {
        ...bar,
        name: '迁入',
        itemStyle: { color: colour.inflow, borderRadius: [2, 2, 0, 0] },
        label: label('top'),
        data: months.map(({ inflow }) => inflow),
      },
      {
        ...bar,
        name: '迁出',
        itemStyle: { color: colour.outflow, borderRadius: [0, 0, 2, 2] },
        label: label('bottom'),
        data: months.map(({ outflow }) => -outflow),
      },
    ],
  } as EChartsOption
}

function indexOf(items: unknown): number {
  const [first] = Array.isArray(items) ? (items as { dataIndex?: unknown }[]) : []
  return typeof first?.dataIndex === 'number' ? first.dataIndex : -1
}
