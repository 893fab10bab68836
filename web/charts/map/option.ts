/** The ECharts option of a region map: shaded regions, outlines of cities, labels, arcs. */
import type { EChartsOption } from 'echarts'
import { formatNumber } from '../../parts/format.ts'
import { tooltipNode, tooltipStyle } from '../echarts.ts'
import type { Palette } from '../palette.ts'
import type { Arcs } from './arcs.ts'
import { classOf, type MapClass } from './classes.ts'
import type { Point } from './geometry.ts'

export interface RegionValue {
  readonly code: string
  readonly name: string
  readonly value: number | null
  readonly estimated: boolean
  /** Shown for orientation only: neither a value nor the lack of one. */
  readonly outside?: boolean
  /** There is a value that may not be shown; the map says 不予显示, not 无数据. */
  readonly withheld?: boolean
  /** Further lines of the tooltip. */
  readonly lines?: readonly string[]
}

export interface MapLabel {
  readonly code: string
  readonly text: string
  readonly at: Point
}

export interface MapDrawing {
  /** Name under which the outlines are registered. */
  readonly map: string
  readonly values: ReadonlyMap<string, RegionValue>
  readonly classes: readonly MapClass[]
  readonly measure: { readonly title: string; readonly unit: string; readonly digits: number }
  readonly labels: readonly MapLabel[]
  /** Outlines of the level above, drawn stronger. */
  readonly outlines: readonly (readonly Point[])[]
  readonly arcs: Arcs | null
  readonly selected: string | null
  /** What a click on a region does, for the tooltip. */
  readonly clickHint: (code: string) => string | null
  readonly palette: Palette
}

/** Strokes that say 无数据, or dots that say 不予显示, in the theme's colours. */
function patternOf(kind: 'strokes' | 'dots', { colour }: Palette): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 8
  const context = canvas.getContext('2d')
  if (context !== null) {
    context.fillStyle = colour.card
    context.fillRect(0, 0, 8, 8)
    context.strokeStyle = colour['line-2']
    context.fillStyle = colour['ink-3']
    context.lineWidth = 1
    context.beginPath()
    if (kind === 'strokes') {
      for (const shift of [-8, 0, 8]) {
        context.moveTo(shift, 8)
        context.lineTo(shift + 8, 0)
      }
      context.stroke()
    } else {
      context.arc(2, 2, 1, 0, 2 * Math.PI)
      context.arc(6, 6, 1, 0, 2 * Math.PI)
      context.fill()
    }
  }
  return canvas
}

export function shadeOf({ shade }: MapClass, { colour }: Palette): string {
  if (shade.kind === 'sequential') return colour[`map-${shade.step}`]
  const side = shade.side === 'below' ? colour.outflow : colour.inflow
  return `${side}${shade.deep ? 'b8' : '5c'}`
}

export function mapOption(drawing: MapDrawing): EChartsOption {
  const { map, values, classes, measure, labels, outlines, arcs, selected, palette } = drawing
  const { colour } = palette
  const noData = patternOf('strokes', palette)
  const notShown = patternOf('dots', palette)
  const fill = ({ value, outside, withheld }: RegionValue) => {
    if (outside === true) return colour.ground
    const found = value === null ? undefined : classOf(classes, value)
    if (found !== undefined) return shadeOf(found, palette)
    return { image: withheld === true ? notShown : noData, repeat: 'repeat' as const }
  }
  const regions = [...values.values()].map((region) => ({
    name: region.code,
    itemStyle: {
      areaColor: fill(region),
      // White lines would vanish between hatched neighbours.
      borderColor: region.value === null ? colour['line-2'] : colour['map-line'],
      ...(region.code === selected && { borderColor: colour.accent, borderWidth: 2.5 }),
    },
  }))
  const tooltip = (code: string): HTMLElement | string => {
    const region = values.get(code)
    if (region === undefined) return ''
    if (region.outside === true) return tooltipNode(region.name, ['不在所选地区内'])
    const text =
      region.value === null
        ? region.withheld === true
          ? '不予显示'
          : '无数据'
        : `${formatNumber(region.value, measure.digits)} ${measure.unit}${region.estimated ? '（估算）' : ''}`
    const hint = drawing.clickHint(code)
    return tooltipNode(region.name, [
      `${measure.title} ${text}`,
      ...(region.lines ?? []),
      ...(hint === null ? [] : [hint]),
    ])
  }
  return {
    tooltip: tooltipStyle(palette),
    geo: {
      map,
      nameProperty: 'code',
      // Room for the names of places that arcs lead to beyond the edge.
      left: arcs === null ? 6 : 44,
      right: 6,
      top: 6,
      bottom: 6,
      preserveAspect: 'contain',
      // 1° of longitude against 1° of latitude at 36.4° N.
      aspectScale: 0.805,
      selectedMode: false,
      label: { show: false },
      itemStyle: { areaColor: colour.card, borderColor: colour['map-line'], borderWidth: 0.8 },
      emphasis: {
        label: { show: false },
        itemStyle: { areaColor: 'inherit', borderColor: colour.accent, borderWidth: 2 },
      },
      tooltip: { show: true, formatter: ({ name }: { name: string }) => tooltip(name) },
      regions,
    },
    series: [
      {
        type: 'lines',
        coordinateSystem: 'geo',
        polyline: true,
        silent: true,
        z: 3,
        lineStyle: { color: colour['map-outline'], width: 1, opacity: 1 },
        data: outlines.map((coords) => ({ coords: coords.map(([x, y]) => [x, y]) })),
      },
      ...(arcs === null ? [] : [arcHalo(arcs, palette), arcSeries(arcs, palette)]),
      labelSeries(labels, palette),
      ...(arcs === null ? [] : [edgeSeries(arcs, palette)]),
    ],
  } as EChartsOption
}

function flowColour(direction: 'in' | 'out' | 'within', { colour }: Palette): string {
  if (direction === 'in') return colour.inflow
  return direction === 'out' ? colour.outflow : colour['ink-2']
}

const CURVE = 0.22
/** Room for 呼伦贝尔市陈巴尔虎旗; anything longer is cut. */
const LABEL_WIDTH = 130

function arcWidth({ arcs }: Arcs): (enterprises: number) => number {
  const most = Math.max(1, ...arcs.map(({ enterprises }) => enterprises))
  return (enterprises) => 1 + 2.2 * Math.sqrt(enterprises / most)
}

/** A light edge under each arc keeps it legible over dark regions. */
function arcHalo(arcs: Arcs, { colour }: Palette) {
  const width = arcWidth(arcs)
  return {
    type: 'lines',
    coordinateSystem: 'geo',
    z: 4,
    silent: true,
    data: arcs.arcs.map(({ coords, enterprises }) => ({
      coords: coords.map(([x, y]) => [x, y]),
      lineStyle: { color: colour.card, width: width(enterprises) + 2, curveness: CURVE, opacity: 0.75 },
    })),
  }
}

function arcSeries(laid: Arcs, palette: Palette) {
  const { arcs } = laid
  const width = arcWidth(laid)
  return {
    type: 'lines',
    coordinateSystem: 'geo',
    z: 5,
    symbol: ['none', 'arrow'],
    symbolSize: 7,
    tooltip: {
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const arc = arcs[dataIndex]
        return arc === undefined
          ? ''
          : tooltipNode(`${arc.from} → ${arc.to}`, [`迁移企业 ${arc.enterprises} 家`])
      },
    },
    data: arcs.map(({ coords, direction, enterprises }) => ({
      coords: coords.map(([x, y]) => [x, y]),
      lineStyle: {
        color: flowColour(direction, palette),
        width: width(enterprises),
        curveness: CURVE,
        opacity: 1,
      },
    })),
  }
}

function labelSeries(labels: readonly MapLabel[], { colour }: Palette) {
  return {
    type: 'scatter',
    coordinateSystem: 'geo',
    silent: true,
    z: 6,
    symbolSize: 1,
    itemStyle: { color: 'transparent' },
    label: {
      show: true,
      position: 'inside',
      formatter: ({ name }: { name: string }) => name,
      color: colour.ink,
      fontFamily: colour.font,
      fontSize: 12,
      width: LABEL_WIDTH,
      overflow: 'truncate',
      textBorderColor: colour.card,
      textBorderWidth: 2.5,
    },
    labelLayout: { hideOverlap: true },
    data: labels.map(({ text, at: [x, y] }) => ({ name: text, value: [x, y] })),
  }
}

function edgeSeries({ edges }: Arcs, palette: Palette) {
  return {
    type: 'scatter',
    coordinateSystem: 'geo',
    silent: true,
    z: 7,
    symbolSize: 5,
    label: {
      show: true,
      position: 'left',
      formatter: ({ name }: { name: string }) => name,
      fontFamily: palette.colour.font,
      fontSize: 11,
      width: LABEL_WIDTH,
      overflow: 'truncate',
      textBorderColor: palette.colour.card,
      // Wide enough that arcs ending beside it do not strike the words through.
      textBorderWidth: 4,
    },
    // A name that would run out of the picture on the left is moved in.
    labelLayout: ({ labelRect }: { readonly labelRect: { readonly x: number } }) => ({
      hideOverlap: true,
      moveOverlap: 'shiftY' as const,
      dx: Math.max(0, 2 - labelRect.x),
    }),
    data: edges.map(({ at: [x, y], text, direction }) => ({
      name: text,
      value: [x, y],
      itemStyle: { color: flowColour(direction, palette) },
      label: { color: flowColour(direction, palette) },
    })),
  }
}
