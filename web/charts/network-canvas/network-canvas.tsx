/**
 * The enterprise network of a cluster on one canvas: positions come from the server, thousands of firms are
 * marks, their trade is shade between them, and only what is chosen has lines of its own.
 *   <NetworkCanvas data={network} label="企业网络" colouring="verdict" selected={null} onSelect={select} />
 * Ripple of 停产推演: pass `values` (share of output lost, 0–1, by position in `data.nodes`); new values recolour
 * the marks and lay nothing out anew. Give a new array for every round.
 * ← largest supplier, → largest customer, ↑ ↓ within the segment, Enter opens, Esc lets go, + − 0 zoom.
 */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import { useBoxSize } from '../box-size.ts'
import { usePalette } from '../palette.ts'
import { FirmTip } from './firm-tip.tsx'
import { attachGestures } from './gestures.ts'
import { StageHeads, type StageHeadsHandle } from './stage-heads.tsx'
import { isArrow, stepFrom } from './steps.ts'
import { NetworkSurface } from './surface.ts'
import { tonesOf, type NetworkColouring } from './tones.ts'
import { ZoomTools } from './zoom-tools.tsx'
import styles from './network-canvas.module.css'

export interface NetworkCanvasProps {
  readonly data: ClusterNetwork
  /** Accessible name: what the picture shows, with its counts. */
  readonly label: string
  readonly colouring: NetworkColouring
  /** Share of output lost by position in data.nodes, 0–1; NaN = not computed. Takes the place of `colouring`. */
  readonly values?: Float32Array | undefined
  /** By position: 0 = not drawn, 1 = drawn as a partner of a firm of 2, 2 = drawn. Absent = all of 2. */
  readonly mask?: Uint8Array | undefined
  /** Edges below it are not drawn, 元. */
  readonly leastAmount?: number | undefined
  /** Position in data.nodes; its partners are lit with it. */
  readonly selected: number | null
  readonly onSelect: (position: number | null) => void
  /** Enter or a second click on the selection. */
  readonly onOpen?: ((position: number) => void) | undefined
  /** A few words on the firm under the pointer; by default name, segment, place, trade. */
  readonly tip?: ((position: number) => ReactNode) | undefined
  /** Where the zoom buttons go. */
  readonly tools?: Element | null | undefined
}

interface Hover {
  readonly position: number
  readonly at: readonly [x: number, y: number]
}

const STEP = 1.4

export function NetworkCanvas(props: NetworkCanvasProps) {
  const {
    data,
    label,
    colouring,
    values,
    mask,
    leastAmount = 0,
    selected,
    onSelect,
    onOpen,
    tip,
    tools,
  } = props
  const palette = usePalette()
  const box = useRef<HTMLDivElement>(null)
  const base = useRef<HTMLCanvasElement>(null)
  const over = useRef<HTMLCanvasElement>(null)
  const heads = useRef<StageHeadsHandle>(null)
  const size = useBoxSize(box)
  const [surface, setSurface] = useState<NetworkSurface | null>(null)
  const [zoom, setZoom] = useState(1)
  const [hover, setHover] = useState<Hover | null>(null)

  useEffect(() => {
    if (base.current === null || over.current === null) return
    const made = new NetworkSurface(data, { base: base.current, over: over.current }, (view, whole) => {
      heads.current?.place(view)
      setZoom(view.scale / whole)
    })
    setSurface(made)
    const fonts = () => made.fontsCame()
    document.fonts.addEventListener('loadingdone', fonts)
    return () => {
      document.fonts.removeEventListener('loadingdone', fonts)
      made.close()
    }
  }, [data])

  // An application takes the keys itself, so it is a stop of the Tab key.
  useEffect(() => {
    if (box.current !== null) box.current.tabIndex = 0
  }, [])
  useEffect(() => {
    if (size !== null) surface?.resize(size)
  }, [surface, size])
  const tones = useMemo(() => tonesOf(data, colouring, values, palette), [data, colouring, values, palette])
  const filter = useMemo(() => ({ mask, least: leastAmount }), [mask, leastAmount])
  useEffect(() => surface?.draw({ tones, filter, palette }), [surface, tones, filter, palette])
  const hovered = hover?.position ?? null
  useEffect(() => surface?.choose({ selected, hovered }), [surface, selected, hovered])

  const latest = useRef({ selected, onSelect, onOpen })
  useEffect(() => {
    latest.current = { selected, onSelect, onOpen }
  })
  useEffect(() => {
    const element = box.current
    if (surface === null || element === null) return
    return attachGestures(element, {
      moveBy: (dx, dy) => surface.moveBy(dx, dy),
      zoomBy: (factor, at) => surface.zoomBy(factor, at),
      hover: (at) => {
        const position = at === null ? null : surface.at(at[0], at[1])
        setHover(position === null || at === null ? null : { position, at })
      },
      click: (at) => {
        const now = latest.current
        const position = surface.at(at[0], at[1])
        if (position !== null && position === now.selected) now.onOpen?.(position)
        else now.onSelect(position)
      },
    })
  }, [surface])
  // A selection made elsewhere (search, list) is brought into sight.
  useEffect(() => {
    if (surface !== null && selected !== null) surface.reveal(selected)
  }, [surface, selected])

  const onKeyDown = (event: KeyboardEvent) => {
    if (surface === null || event.ctrlKey || event.metaKey || event.altKey) return
    if (isArrow(event.key)) {
      const next = stepFrom(surface.picture, data, selected, event.key, filter)
      if (next !== null) onSelect(next)
    } else if (event.key === 'Enter' && selected !== null) onOpen?.(selected)
    else if (event.key === 'Escape' && selected !== null) onSelect(null)
    else if (event.key === '+' || event.key === '=') surface.zoomBy(STEP)
    else if (event.key === '-') surface.zoomBy(1 / STEP)
    else if (event.key === '0') surface.fit()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const name = selected === null ? '' : (data.nodes.name[selected] ?? '')
  return (
    <div className={styles.frame}>
      <StageHeads ref={heads} data={data} view={surface?.view ?? null} />
      <div
        ref={box}
        className={styles.box}
        role="application"
        aria-label={`${label}。方向键：左为最大供应商，右为最大客户，上下为同环节企业；回车打开，Esc 取消，加减号缩放，0 为全图`}
        data-ready={surface !== null && size !== null}
        onKeyDown={onKeyDown}
      >
        <canvas ref={base} className={styles.base} aria-hidden="true" />
        <canvas ref={over} className={styles.over} aria-hidden="true" />
        {hover !== null && size !== null && (
          <div className={styles.tip} style={tipPlace(hover.at, size)} role="tooltip">
            {tip === undefined ? <FirmTip data={data} position={hover.position} /> : tip(hover.position)}
          </div>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {name === '' ? '' : `已选中 ${name}`}
      </p>
      {surface !== null &&
        tools instanceof Element &&
        createPortal(
          <ZoomTools zoom={zoom} onZoom={(factor) => surface.zoomBy(factor)} onFit={() => surface.fit()} />,
          tools,
        )}
    </div>
  )
}

function tipPlace(
  [x, y]: readonly [number, number],
  { width, height }: { readonly width: number; readonly height: number },
): React.CSSProperties {
  return {
    ...(x > width / 2 ? { right: width - x + 14 } : { left: x + 14 }),
    ...(y > height / 2 ? { bottom: height - y + 14 } : { top: y + 14 }),
  }
}
