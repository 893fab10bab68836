/** Moves by month: in upwards, out downwards, so that the balance is seen at once. */
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import type { MigrationFlows } from '../../../../server/api/schemas/migration.ts'
import { tooltipNode, tooltipStyle, useChart } from '../../../charts/echarts.ts'
import { usePalette, type Palette } from '../../../charts/palette.ts'
import { useMigrationFlows } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './migration.module.css'

type Month = MigrationFlows['byMonth'][number]

export function MonthCard({ months }: { readonly months: number }) {
  const { query, region } = useScope()
  const flows = useMigrationFlows(query, months)
  return (
    <Card
      title="按月迁入迁出"
      fill
      className={styles.months}
      note={
        <span className={styles.key}>
          <i data-flow="in" /> 迁入 <i data-flow="out" /> 迁出 · 单位：家 · 来源：企业变更登记
        </span>
      }
    >
      <Answer of={flows} title="正在读取各月迁移">
        {({ byMonth }) =>
          byMonth.length === 0 ? (
            <EmptyState title="没有按月数据" supplier="市场监管部门" />
          ) : (
            <MonthChart months={byMonth} place={region.name} />
          )
        }
      </Answer>
    </Card>
  )
}

function MonthChart({ months, place }: { readonly months: readonly Month[]; readonly place: string }) {
  const palette = usePalette()
  const option = useMemo(() => monthOption(months, palette), [months, palette])
  const chart = useChart(option)
  if (chart.error !== null) return <ErrorState error={chart.error} />
  const total = (name: 'inflow' | 'outflow') => months.reduce((sum, month) => sum + month[name], 0)
  return (
    <div
      ref={chart.ref}
      className={styles.chart}
      role="img"
      aria-label={`${place}${months[0]?.month ?? ''}至${months.at(-1)?.month ?? ''}共迁入 ${total('inflow')} 家，迁出 ${total('outflow')} 家`}
    />
  )
}

function monthOption(months: readonly Month[], palette: Palette): EChartsOption {
  const { colour } = palette
  const text = { color: colour['ink-2'], fontFamily: colour.font, fontSize: 12 }
  const bars = (name: string, shade: string, values: readonly number[]) => ({
    type: 'bar' as const,
    name,
    stack: 'moves',
    barMaxWidth: 22,
    itemStyle: { color: shade },
    data: [...values],
  })
  return {
    aria: { enabled: true },
    grid: { left: 4, right: 8, top: 10, bottom: 2, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (items: unknown) => {
        const [first] = Array.isArray(items) ? (items as { dataIndex?: number }[]) : []
        const month = months[first?.dataIndex ?? -1]
        return month === undefined
          ? ''
          : tooltipNode(month.month, [
              `迁入 ${formatNumber(month.inflow)} 家`,
              `迁出 ${formatNumber(month.outflow)} 家`,
            ])
      },
    },
    xAxis: {
      type: 'category',
      data: months.map(({ month }) => month),
      axisLine: { lineStyle: { color: colour['line-2'] } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 3,
      // Out is drawn downwards; its axis counts all the same.
      axisLabel: { ...text, formatter: (value: number) => formatNumber(Math.abs(value)) },
      splitLine: { lineStyle: { color: colour.line } },
    },
    series: [
      bars(
        '迁入',
        colour.inflow,
        months.map(({ inflow }) => inflow),
      ),
      bars(
        '迁出',
        colour.outflow,
        months.map(({ outflow }) => -outflow),
      ),
    ],
  }
}
