/**
 * ECharts in a box, loaded when first drawn:
 *   const { ref, ready, error } = useChart(option, { onClick: ({ name }) => … , prepare: ({ registerMap }) => … })
 *   return <div ref={ref} className={…} role="img" aria-label="…" />
 * Follows the size of its box and the theme; names go to the canvas, or to the tooltip through
 * {@link tooltipNode}, never through HTML text.
 */
import type { ECElementEvent, ECharts, EChartsOption } from 'echarts'
import { useEffect, useRef, useState, type RefCallback } from 'react'
import type { Palette } from './palette.ts'

type EChartsParts = typeof import('./echarts-parts.ts')

let loading: Promise<EChartsParts> | null = null

function loadECharts(): Promise<EChartsParts> {
  loading ??= import('./echarts-parts.ts').catch((error: unknown) => {
    // A lost connection must not be remembered for ever.
    loading = null
    throw error
  })
  return loading
}

export interface ChartEvents {
  readonly onClick?: (event: ECElementEvent) => void
  /** Before the option is set: registers the maps it names. */
  readonly prepare?: (parts: EChartsParts) => void
}

export interface ChartBox {
  /** For the `ref` of the box. */
  readonly ref: RefCallback<HTMLDivElement>
  readonly ready: boolean
  readonly error: Error | null
}

/** Redraws when `option` changes: build it with useMemo from data and `usePalette()`. */
export function useChart(option: EChartsOption | null, events: ChartEvents = {}): ChartBox {
  const [element, setElement] = useState<HTMLDivElement | null>(null)
  const chart = useRef<ECharts | null>(null)
  const [parts, setParts] = useState<EChartsParts | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const handlers = useRef(events)
  useEffect(() => {
    handlers.current = events
  })

  useEffect(() => {
    let wanted = true
    loadECharts().then(
      (loaded) => wanted && setParts(loaded),
      (problem: unknown) =>
        wanted && setError(problem instanceof Error ? problem : new Error(String(problem))),
    )
    return () => {
      wanted = false
    }
  }, [])

  useEffect(() => {
    if (parts === null || element === null) return
    const made = parts.init(element)
    chart.current = made
    made.on('click', (event) => handlers.current.onClick?.(event))
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [parts, element])

  useEffect(() => {
    if (parts === null || option === null || chart.current === null) return
    handlers.current.prepare?.(parts)
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.current.setOption(
      { animationDuration: 250, animationDurationUpdate: 250, ...option, ...(still && { animation: false }) },
      { notMerge: true },
    )
  }, [parts, element, option])

  return { ref: setElement, ready: parts !== null && option !== null, error }
}

/** Look of every tooltip. */
export function tooltipStyle({ colour }: Palette) {
  return {
    confine: true,
    backgroundColor: colour.card,
    borderColor: colour['line-2'],
    borderWidth: 1,
    padding: [8, 12] as [number, number],
    textStyle: { color: colour.ink, fontFamily: colour.font, fontSize: 12 },
    extraCssText: 'box-shadow:none;max-width:320px;white-space:normal',
    transitionDuration: 0,
  }
}

/** A tooltip as elements, so that a name from data stays text: first line bold, then the others. */
export function tooltipNode(title: string, lines: readonly string[]): HTMLElement {
  const box = document.createElement('div')
  const head = document.createElement('b')
  head.textContent = title
  box.append(head)
  for (const line of lines) {
    const row = document.createElement('div')
    row.textContent = line
    box.append(row)
  }
  return box
}
