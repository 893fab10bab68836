/**
 * Cards in named columns with links between them, drawn by G6: the cards are elements of the page (text
 * wraps, focus and pointer work as everywhere, hostile names stay text), links and bands are on the
 * canvas below.
 *   const layout = useMemo(() => layColumns(groups, size, limits), …);
 *   <ColumnDiagram label="产业链图" size={size} layout={layout} heads={heads} links={links} bands
 *                  card={(id) => <SegmentCard … />} selected={id} onSelect={select} />
 * ← ↑ → ↓ move between cards, Home and End within a column, Enter opens, Esc lets go.
 */
import type { Element as GraphElement, Graph, IPointerEvent } from '@antv/g6'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { ErrorState } from '../../parts/error-state.tsx'
import type { BoxSize } from '../box-size.ts'
import { useG6 } from '../g6.ts'
import { usePalette } from '../palette.ts'
import type { ColumnLayout } from './column-layout.ts'
import { graphData, headId, type DiagramLink } from './graph-data.ts'
import { neighbourCard } from './keyboard.ts'
import { StillPicture } from './still-picture.tsx'
import { Viewport } from './viewport.ts'
import { ZoomButtons } from './zoom-buttons.tsx'
import styles from './column-diagram.module.css'

export interface CardState {
  readonly selected: boolean
  /** Only one card of the picture is a stop of the Tab key. */
  readonly tabIndex: 0 | -1
}

export interface ColumnDiagramProps {
  readonly label: string
  readonly size: BoxSize
  readonly layout: ColumnLayout
  /** What stands above each group, by its id. */
  readonly heads: ReadonlyMap<string, ReactNode>
  readonly links: readonly DiagramLink[]
  readonly card: (id: string, state: CardState) => ReactNode
  readonly selected: string | null
  readonly onSelect: (id: string | null) => void
  /** Where the zoom buttons go: beside the picture, not over its cards. */
  readonly tools: Element | null
  /** A few words on a link, where the pointer rests on it. */
  readonly linkTip?: (id: string) => ReactNode
}

interface Tip {
  readonly id: string
  readonly place: React.CSSProperties
}

export function ColumnDiagram(props: ColumnDiagramProps) {
  const { label, size, layout, heads, links, card, selected, onSelect, tools, linkTip } = props
  const { parts, error } = useG6()
  const palette = usePalette()
  const box = useRef<HTMLDivElement>(null)
  const [viewport, setViewport] = useState<Viewport | null>(null)
  const [zoom, setZoom] = useState(1)
  const [tip, setTip] = useState<Tip | null>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const graph = useRef<Graph | null>(null)

  const ids = useMemo(() => [...layout.cards.keys()], [layout])
  const hosts = useHosts(layout)
  const data = useMemo(() => graphData(layout, links, hosts, palette), [layout, links, hosts, palette])
  const latest = useRef({ data, size, layout })
  useEffect(() => {
    latest.current = { data, size, layout }
  })

  useEffect(() => {
    const element = box.current
    if (parts === null || element === null) return
    const start = latest.current
    const container = document.createElement('div')
    container.className = styles.canvas ?? ''
    // Above the still picture, which it takes the cards from.
    element.append(container)
    const made = new parts.Graph({
      container,
      width: start.size.width,
      height: start.size.height,
      animation: false,
      padding: 0,
      canvas: { enableMultiLayer: false },
      data: start.data,
      edge: { type: 'routed' },
      behaviors: [],
      plugins: [],
      transforms: [],
    })
    graph.current = made
    const view = new Viewport(made, start.layout, setZoom)
    let stop = () => {}
    let gone = false
    void made.render().then(() => {
      if (gone) return
      stop = view.attach(element)
      setViewport(view)
    })
    made.on<IPointerEvent<GraphElement>>('edge:pointerenter', ({ target, client }) =>
      setTip({ id: target.id, place: tipPlace(element, client.x, client.y) }),
    )
    made.on('edge:pointerleave', () => setTip(null))
    return () => {
      gone = true
      stop()
      setViewport(null)
      graph.current = null
      made.destroy()
      container.remove()
    }
  }, [parts])

  const drawn = useRef(data)
  useEffect(() => {
    const made = graph.current
    if (viewport === null || made === null || drawn.current === data) return
    drawn.current = data
    made.setData(data)
    void made.draw()
  }, [viewport, data])

  useEffect(() => {
    if (viewport === null) return
    viewport.setPicture(layout)
    viewport.resize(size)
  }, [viewport, size, layout])

  useEffect(() => {
    const placed = selected === null ? undefined : layout.cards.get(selected)
    if (viewport === null || placed === undefined) return
    viewport.reveal({ ...placed, width: layout.cardWidth, height: layout.cardHeight })
  }, [viewport, selected, layout, size])

  const stop = layout.cards.has(current ?? '') ? current : (selected ?? ids[0] ?? null)
  const focusCard = (id: string) => {
    const placed = layout.cards.get(id)
    if (placed === undefined) return
    setCurrent(id)
    viewport?.reveal({ ...placed, width: layout.cardWidth, height: layout.cardHeight })
    hosts.get(id)?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && selected !== null) {
      event.stopPropagation()
      onSelect(null)
      return
    }
    const next = stop === null ? null : neighbourCard(layout, stop, event.key)
    if (next === null) return
    event.preventDefault()
    focusCard(next)
  }
  const onFocus = (event: React.FocusEvent) => {
    const id = event.target.closest<HTMLElement>('[data-card]')?.dataset['card']
    if (id !== undefined) setCurrent(id)
  }

  if (error !== null) return <ErrorState error={error} />
  return (
    <div
      ref={box}
      className={styles.box}
      role="group"
      aria-label={label}
      data-ready={viewport !== null}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {viewport === null && (
        <StillPicture boxWidth={size.width} layout={layout} links={links} hosts={hosts} />
      )}
      {ids.map((id) => {
        const host = hosts.get(id)
        return host === undefined
          ? null
          : createPortal(card(id, { selected: id === selected, tabIndex: id === stop ? 0 : -1 }), host, id)
      })}
      {layout.groups.map((group) => {
        const host = hosts.get(headId(group.id))
        return host === undefined ? null : createPortal(heads.get(group.id), host, headId(group.id))
      })}
      {viewport !== null &&
        tools !== null &&
        createPortal(<ZoomButtons viewport={viewport} zoom={zoom} />, tools)}
      {tip !== null && linkTip !== undefined && (
        <div className={styles.tip} style={tip.place} role="status">
          {linkTip(tip.id)}
        </div>
      )}
    </div>
  )
}

/** An element for each card and head, the same one as long as the picture shows the same cards. */
function useHosts(layout: ColumnLayout): ReadonlyMap<string, HTMLElement> {
  const cards = JSON.stringify([...layout.cards.keys()])
  const groups = JSON.stringify(layout.groups.map(({ id }) => id))
  return useMemo(() => {
    const host = (id: string, card: boolean): [string, HTMLElement] => {
      const element = document.createElement('div')
      element.className = styles.host ?? ''
      if (card) element.dataset['card'] = id
      return [id, element]
    }
    return new Map([
      ...(JSON.parse(cards) as string[]).map((id) => host(id, true)),
      ...(JSON.parse(groups) as string[]).map((id) => host(headId(id), false)),
    ])
  }, [cards, groups])
}

function tipPlace(box: HTMLElement, x: number, y: number): React.CSSProperties {
  const frame = box.getBoundingClientRect()
  const scale = frame.width / box.clientWidth || 1
  const left = (x - frame.left) / scale
  const top = (y - frame.top) / scale
  return {
    ...(left > box.clientWidth / 2 ? { right: box.clientWidth - left + 12 } : { left: left + 12 }),
    ...(top > box.clientHeight / 2 ? { bottom: box.clientHeight - top + 12 } : { top: top + 12 }),
  }
}
