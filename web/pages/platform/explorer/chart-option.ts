/** The answer as an ECharts option. What is withheld or missing is a gap, never a zero. */
import type { EChartsOption } from 'echarts'
import type { ChartKind, ExplorerAnswer } from '../../../../server/api/schemas/explorer.ts'
import { tooltipNode, tooltipStyle } from '../../../charts/echarts.ts'
import type { Palette } from '../../../charts/palette.ts'
import { shownMeasures, valueText, withUnit, type ShownMeasure } from './units.ts'

/** More than this on one axis is a crowd; the table has them all. */
const mostBars = 30
const mostPoints = 120
/** Series beyond these are left to the table: more colours than the eye tells apart. */
export const mostSeries = 8

export interface Series {
  readonly title: string
  readonly colour: string
}

export interface Drawn {
  readonly option: EChartsOption
  readonly series: readonly Series[]
  /** What the picture leaves out, in words. */
  readonly notes: readonly string[]
}

interface Line extends Series {
  readonly measure: ShownMeasure
  readonly values: readonly (number | null)[]
}

export function drawAnswer(answer: ExplorerAnswer, chart: ChartKind, palette: Palette): Drawn | null {
  const measures = shownMeasures(answer)
  if (answer.groups.length === 0 || answer.rows.length === 0) return null
  if (chart === 'scatter') return drawScatter(answer, measures, palette)
  const limit = chart === 'line' ? mostPoints : mostBars
  const all = categoriesOf(answer)
  const inTime = isInTime(answer)
  const categories = inTime ? all.slice(-limit) : all.slice(0, limit)
  const lines = linesOf(answer, measures, categories, palette)
  const hidden = all.length - categories.length
  const left = answer.groups.length === 2 ? (answer.margins[1]?.length ?? 0) - lines.length : 0
  const withheld = answer.rows.filter((row) => row.withheld).length
  return {
    option: axes(answer, chart, categories, lines, palette),
    series: lines.map(({ title, colour }) => ({ title, colour })),
    notes: [
      ...(hidden > 0 ? [`图中只画 ${categories.length} 项，其余 ${hidden} 项见表`] : []),
      ...(left > 0 ? [`图中画 ${lines.length} 个系列，其余 ${left} 个见表`] : []),
      ...(withheld > 0 ? [`${withheld} 处因小单元保护不予显示，图中留空`] : []),
    ],
  }
}

interface Category {
  readonly code: string | null
  readonly label: string
}

function isInTime({ groups }: ExplorerAnswer): boolean {
  return groups[0]?.kind === 'time' || groups[0]?.kind === 'year'
}

function categoriesOf({ rows }: ExplorerAnswer): readonly Category[] {
  const found = new Map<string | null, Category>()
  for (const { keys } of rows) {
    const [key] = keys
    if (key !== undefined && !found.has(key.code)) found.set(key.code, key)
  }
  return [...found.values()]
}

function colours({ colour, strength }: Palette): readonly string[] {
  return [
    colour.accent,
    strength.weak.mark,
    strength['over-dependent'].mark,
    strength['single-source'].mark,
    strength.strong.mark,
    strength.missing.mark,
    colour['map-2'],
    colour['ink-3'],
  ]
}

function linesOf(
  answer: ExplorerAnswer,
  measures: readonly ShownMeasure[],
  categories: readonly Category[],
  palette: Palette,
): readonly Line[] {
  const tones = colours(palette)
  const scaled = (value: number | null | undefined, { scale }: ShownMeasure) =>
    value === null || value === undefined ? null : value / scale
  if (answer.groups.length === 2) {
    const [measure] = measures
    if (measure === undefined) return []
    const cells = new Map(
      answer.rows.map(({ keys, values }) => [`${keys[0]?.code}\n${keys[1]?.code}`, values[0] ?? null]),
    )
    const weight = ({ values }: { readonly values: readonly (number | null)[] }) => Math.abs(values[0] ?? 0)
    return (
      (answer.margins[1] ?? [])
        .toSorted((a, b) => weight(b) - weight(a))
        // A series whose every value is withheld or missing has nothing to draw.
        .filter(({ key }) =>
          categories.some(({ code }) => (cells.get(`${code}\n${key.code}`) ?? null) !== null),
        )
        .slice(0, mostSeries)
        .map(({ key }, index) => ({
          title: key.label,
          colour: tones[index % tones.length] ?? '',
          measure,
          values: categories.map(({ code }) => scaled(cells.get(`${code}\n${key.code}`), measure)),
        }))
    )
  }
  const rows = new Map(answer.rows.map(({ keys, values }) => [keys[0]?.code ?? null, values]))
  return measures.map((measure, index) => ({
    title: withUnit(measure),
    colour: tones[index] ?? '',
    measure,
    values: categories.map(({ code }) => scaled(rows.get(code)?.[index], measure)),
  }))
}

function axes(
  answer: ExplorerAnswer,
  chart: ChartKind,
  categories: readonly Category[],
  lines: readonly Line[],
  palette: Palette,
): EChartsOption {
  const { colour } = palette
  const text = { color: colour['ink-2'], fontFamily: colour.font, fontSize: 11 }
  const lying = chart === 'bar' && !isInTime(answer)
  const withheld = new Set(
    answer.groups.length === 1
      ? answer.rows.filter((row) => row.withheld).map(({ keys }) => keys[0]?.code ?? null)
      : [],
  )
  const category = {
    type: 'category' as const,
    data: categories.map(({ code, label }) => (withheld.has(code) ? `${label}（不予显示）` : label)),
    inverse: lying,
    boundaryGap: chart !== 'line',
    axisLine: { lineStyle: { color: colour['line-2'] } },
    axisTick: { show: false },
    axisLabel: {
      ...text,
      // A name for every bar while there is room for them.
      ...(lying && categories.length <= 18 ? { interval: 0, fontSize: 10.5 } : { hideOverlap: true }),
      ...(lying ? { width: 170, overflow: 'truncate' as const } : {}),
    },
  }
  const scales = [...new Set(lines.map(({ measure }) => measure))]
  const values = scales.map((measure, index) => ({
    type: 'value' as const,
    name: measure.unit,
    nameTextStyle: text,
    nameLocation: 'end' as const,
    position: lying
      ? index === 0
        ? ('bottom' as const)
        : ('top' as const)
      : index === 0
        ? ('left' as const)
        : ('right' as const),
    axisLabel: { ...text, hideOverlap: true },
    splitLine: { show: index === 0, lineStyle: { color: colour.line } },
  }))
  return {
    aria: { enabled: true },
    grid: {
      left: 8,
      right: lying ? 46 : 12,
      top: lying ? (scales.length > 1 ? 34 : 8) : 30,
      bottom: lying ? 6 : 4,
      containLabel: true,
    },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      axisPointer: { type: chart === 'line' ? 'line' : 'shadow' },
      formatter: (items: unknown) => {
        const at = Array.isArray(items) ? ((items as { dataIndex?: number }[])[0]?.dataIndex ?? -1) : -1
        return tooltipNode(
          categories[at]?.label ?? '',
          lines.map(
            ({ title, measure, values: list }) =>
              `${title} ${valueText(list[at] === null || list[at] === undefined ? null : list[at] * measure.scale, measure)}`,
          ),
        )
      },
    },
    ...(lying ? { xAxis: values, yAxis: category } : { xAxis: category, yAxis: values }),
    series: lines.map(({ title, colour: tone, measure, values: data }) => ({
      name: title,
      type: chart === 'line' ? ('line' as const) : ('bar' as const),
      data: [...data],
      connectNulls: false,
      showSymbol: data.length < 2,
      symbol: 'circle',
      barMaxWidth: 22,
      itemStyle: { color: tone },
      lineStyle: { color: tone, width: 1.8 },
      ...(chart === 'stacked' && { stack: 'all' }),
      ...(lying ? { xAxisIndex: scales.indexOf(measure) } : { yAxisIndex: scales.indexOf(measure) }),
    })),
  } as EChartsOption
}

function drawScatter(
  answer: ExplorerAnswer,
  [across, up]: readonly ShownMeasure[],
  palette: Palette,
): Drawn | null {
  if (across === undefined || up === undefined) return null
  const { colour } = palette
  const text = { color: colour['ink-2'], fontFamily: colour.font, fontSize: 11 }
  const points = answer.rows.flatMap(({ keys, values }) => {
    const [x, y] = [values[0] ?? null, values[1] ?? null]
    if (x === null || y === null) return []
    return [{ name: keys.map(({ label }) => label).join(' · '), value: [x / across.scale, y / up.scale] }]
  })
  const axis = (measure: ShownMeasure) => ({
    type: 'value' as const,
    name: withUnit(measure),
    nameLocation: 'middle' as const,
    nameGap: 28,
    nameTextStyle: text,
    axisLabel: { ...text, hideOverlap: true },
    splitLine: { lineStyle: { color: colour.line } },
  })
  return {
    option: {
      aria: { enabled: true },
      grid: { left: 30, right: 24, top: 16, bottom: 28, containLabel: true },
      tooltip: {
        ...tooltipStyle(palette),
        formatter: (item: unknown) => {
          const { name, value } = item as { name: string; value: readonly [number, number] }
          return tooltipNode(name, [
            `${withUnit(across)} ${valueText(value[0] * across.scale, across)}`,
            `${withUnit(up)} ${valueText(value[1] * up.scale, up)}`,
          ])
        },
      },
      xAxis: axis(across),
      yAxis: { ...axis(up), nameGap: 48 },
      series: [
        {
          type: 'scatter',
          data: points,
          symbolSize: 9,
          itemStyle: { color: colour.accent, opacity: 0.8 },
          label: {
            show: points.length <= 25,
            position: 'right',
            formatter: '{b}',
            ...text,
          },
          labelLayout: { hideOverlap: true },
        },
      ],
    } as EChartsOption,
    series: [],
    notes:
      points.length < answer.rows.length
        ? [`${answer.rows.length - points.length} 项缺一个数值，图中没有画`]
        : [],
  }
}
