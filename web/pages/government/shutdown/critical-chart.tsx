/** Share of sales against ESRI, both on logarithmic axes: what lies far above the diagonal is hidden critical. */
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import type { Criticality } from '../../../../server/api/schemas/criticality.ts'
import { tooltipNode, tooltipStyle, useChart } from '../../../charts/echarts.ts'
import { usePalette, type Palette } from '../../../charts/palette.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatNumber, formatShare } from '../../../parts/format.ts'
import styles from './shutdown.module.css'

type CriticalFirm = Criticality['items'][number]

export function CriticalChart({
  items,
  total,
  onPick,
}: {
  readonly items: readonly CriticalFirm[]
  readonly total: number | undefined
  readonly onPick: (firm: CriticalFirm) => void
}) {
  const palette = usePalette()
  // A logarithm knows no zero: firms without sales or without effect are counted in words.
  const drawn = useMemo(() => items.filter(({ esri, salesShare }) => esri > 0 && salesShare > 0), [items])
  const option = useMemo(() => chartOption(drawn, palette), [drawn, palette])
  const { ref: box, error } = useChart(option, {
    onClick: ({ data }) => {
      const firm = drawn[nodeOf(data)]
      if (firm !== undefined) onPick(firm)
    },
  })
  if (error !== null) return <ErrorState error={error} />
  const hidden = drawn.filter(({ hidden: one }) => one).length
  return (
    <div className={styles.chart}>
      <div
        ref={box}
        role="img"
        aria-label={`${formatNumber(drawn.length)} 家企业的销售占比与 ESRI，其中隐性关键 ${formatNumber(hidden)} 家；数值见左表`}
      />
      <p className={styles.chartKey}>
        <span data-mark="hidden">隐性关键 {formatNumber(hidden)} 家</span>
        <span data-mark="other">其他企业 {formatNumber(drawn.length - hidden)} 家</span>
        <span data-mark="line">影响 = 规模</span>
        <span>
          影响最大的 {formatNumber(drawn.length)}
          {total !== undefined && total > drawn.length ? ` / ${formatNumber(total)}` : ''} 家；点选即推演
        </span>
      </p>
    </div>
  )
}

function chartOption(drawn: readonly CriticalFirm[], palette: Palette): EChartsOption | null {
  if (drawn.length === 0) return null
  const { colour } = palette
  const axisText = { color: colour['ink-2'], fontFamily: colour.font, fontSize: 11 }
  const sales = bounds(drawn.map(({ salesShare }) => salesShare * 100))
  const effect = bounds(drawn.map(({ esri }) => esri * 100))
  // The line of equal shares, as far as it runs through both.
  const [least, most] = [Math.max(sales.min, effect.min), Math.min(sales.max, effect.max)]
  const axis = (name: string, range: { readonly min: number; readonly max: number }) => ({
    type: 'log' as const,
    name,
    ...range,
    nameLocation: 'middle' as const,
    nameTextStyle: axisText,
    axisLine: { lineStyle: { color: colour['line-2'] } },
    axisLabel: { ...axisText, formatter: (value: number) => `${Number(value.toPrecision(1))}` },
    splitLine: { lineStyle: { color: colour.line } },
  })
  const points = (hidden: boolean) =>
    drawn.flatMap((firm, index) =>
      firm.hidden === hidden ? [[firm.salesShare * 100, firm.esri * 100, index]] : [],
    )
  const named = drawn
    .filter(({ hidden }) => hidden)
    .toSorted((a, b) => b.esri - a.esri)
    .slice(0, NAMED)
  return {
    grid: { left: 30, right: 20, top: 12, bottom: 26, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'item',
      formatter: (item: unknown) => {
        const firm = drawn[nodeOf((item as { data?: unknown }).data)]
        if (firm === undefined) return ''
        return tooltipNode(firm.name, [
          [firm.segmentTitle, firm.region?.name].filter(Boolean).join(' · '),
          `销售占比 ${formatShare(firm.salesShare, 3)}（第 ${formatNumber(firm.salesRank)}）`,
          `ESRI ${formatShare(firm.esri, 3)}（第 ${formatNumber(firm.esriRank)}）`,
        ])
      },
    },
    xAxis: { ...axis('销售占全网 %', sales), nameGap: 24 },
    yAxis: { ...axis('ESRI，全网产出损失 %', effect), nameGap: 40 },
    series: [
      {
        type: 'line',
        data:
          least < most
            ? [
                [least, least],
                [most, most],
              ]
            : [],
        silent: true,
        symbol: 'none',
        lineStyle: { color: colour['ink-3'], type: 'dashed', width: 1 },
      },
      {
        type: 'scatter',
        data: points(false),
        symbolSize: 6,
        itemStyle: { color: colour['ink-3'], opacity: 0.45 },
      },
      {
        type: 'scatter',
        data: points(true),
        symbolSize: 9,
        itemStyle: { color: colour.outflow, opacity: 0.85 },
        labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' },
        label: {
          show: true,
          position: 'top',
          fontFamily: colour.font,
          fontSize: 11,
          color: colour.ink,
          formatter: ({ data }: { data: unknown }) => {
            const firm = drawn[nodeOf(data)]
            return firm !== undefined && named.includes(firm) ? firm.name : ''
          },
        },
      },
    ],
  } as EChartsOption
}

const NAMED = 6

/** Whole powers of ten around the values. */
function bounds(values: readonly number[]) {
  return {
    min: 10 ** Math.floor(Math.log10(Math.min(...values))),
    max: 10 ** Math.ceil(Math.log10(Math.max(...values))),
  }
}

function nodeOf(data: unknown): number {
  const third: unknown = Array.isArray(data) ? data[2] : undefined
  return typeof third === 'number' ? third : -1
}
