/**
 * Moving the picture: drag with the pointer, wheel to scroll, Ctrl + wheel or pinch to zoom. The picture
 * never leaves its box. A drag is no click: {@link Viewport.attach} swallows the click that ends it.
 */
import type { Graph } from '@antv/g6'

interface Size {
  readonly width: number
  readonly height: number
}

const ZOOM = { least: 0.4, most: 2.5 } as const
const DRAG_FROM_PX = 4
/** The picture may be dragged this far past its edge. */
const MARGIN = 24
const WHEEL_ZOOM = 0.0016

export class Viewport {
  #graph: Graph
  #picture: Size
  #onChange: (zoom: number) => void

  constructor(graph: Graph, picture: Size, onChange: (zoom: number) => void) {
    this.#graph = graph
    this.#picture = picture
    this.#onChange = onChange
  }

  get zoom(): number {
    return this.#graph.getZoom()
  }

  /** Where the picture's upper left corner stands in the box. */
  get #corner(): readonly [x: number, y: number] {
    const [x = 0, y = 0] = this.#graph.getViewportByCanvas([0, 0])
    return [x, y]
  }

  setPicture(picture: Size): void {
    this.#picture = picture
  }

  moveBy(dx: number, dy: number): void {
    const [x, y] = this.#corner
    this.#moveTo(x + dx, y + dy)
  }

  zoomBy(factor: number, at?: readonly [x: number, y: number]): void {
    const [width, height] = this.#graph.getSize()
    this.#zoomTo(this.zoom * factor, at ?? [width / 2, height / 2])
    this.moveBy(0, 0)
  }

  /** The whole picture in the box. */
  fit(): void {
    const [width, height] = this.#graph.getSize()
    this.#zoomTo(Math.min(1, width / this.#picture.width, height / this.#picture.height), [0, 0])
    this.#moveTo(0, 0)
  }

  /** Full size again, from the upper left corner. */
  reset(): void {
    this.#zoomTo(1, [0, 0])
    this.#moveTo(0, 0)
  }

  /** The nearest move that brings a part of the picture into the box. */
  reveal(part: { readonly x: number; readonly y: number } & Size): void {
    const [boxWidth, boxHeight] = this.#graph.getSize()
    const [x, y] = this.#corner
    const k = this.zoom
    const shift = (start: number, length: number, room: number) => {
      if (start < 8) return 8 - start
      return start + length > room - 8 ? room - 8 - (start + length) : 0
    }
    const dx = shift(x + part.x * k, part.width * k, boxWidth)
    const dy = shift(y + part.y * k, part.height * k, boxHeight)
    if (dx !== 0 || dy !== 0) this.#moveTo(x + dx, y + dy)
  }

  /** Puts the corner back after the box has changed its size. */
  resize({ width, height }: Size): void {
    const [x, y] = this.#corner
    this.#graph.resize(width, height)
    this.#moveTo(x, y)
  }

  #zoomTo(zoom: number, at: readonly [x: number, y: number]): void {
    const next = Math.min(ZOOM.most, Math.max(ZOOM.least, zoom))
    void this.#graph.zoomTo(next, false, [at[0], at[1]])
    this.#onChange(next)
  }

  #moveTo(x: number, y: number): void {
    const [boxWidth, boxHeight] = this.#graph.getSize()
    const k = this.zoom
    const [nowX, nowY] = this.#corner
    const toX = within(x, boxWidth, this.#picture.width * k, 0.5)
    const toY = within(y, boxHeight, this.#picture.height * k, 0)
    if (toX !== nowX || toY !== nowY) void this.#graph.translateBy([toX - nowX, toY - nowY], false)
  }

  /** Listens on the box; returns how to stop. */
  attach(box: HTMLElement): () => void {
    let from: { readonly x: number; readonly y: number; readonly pointer: number } | null = null
    let dragging = false
    const down = (event: PointerEvent) => {
      if (event.button === 0) from = { x: event.clientX, y: event.clientY, pointer: event.pointerId }
      dragging = false
    }
    const move = (event: PointerEvent) => {
      if (from === null || event.pointerId !== from.pointer) return
      const dx = event.clientX - from.x
      const dy = event.clientY - from.y
      if (!dragging && Math.hypot(dx, dy) < DRAG_FROM_PX) return
      if (!dragging) box.setPointerCapture(event.pointerId)
      dragging = true
      box.dataset['dragging'] = 'true'
      this.moveBy(dx, dy)
      from = { ...from, x: event.clientX, y: event.clientY }
    }
    const up = () => {
      from = null
      delete box.dataset['dragging']
    }
    const click = (event: MouseEvent) => {
      if (dragging) event.stopPropagation()
      dragging = false
    }
    const wheel = (event: WheelEvent) => {
      const frame = box.getBoundingClientRect()
      const [, boxHeight] = this.#graph.getSize()
      const [boxWidth] = this.#graph.getSize()
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        // A scaled wall: client pixels are not the box's own.
        const scale = frame.width / boxWidth || 1
        this.zoomBy(Math.exp(-event.deltaY * WHEEL_ZOOM * (event.deltaMode === 1 ? 20 : 1)), [
          (event.clientX - frame.left) / scale,
          (event.clientY - frame.top) / scale,
        ])
        return
      }
      const larger =
        this.#picture.width * this.zoom > boxWidth + 1 || this.#picture.height * this.zoom > boxHeight + 1
      if (!larger) return
      event.preventDefault()
      const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY]
      this.moveBy(-dx, -dy)
    }
    // The browser scrolls a focused element into view by itself; here the picture moves instead.
    const scroll = () => {
      for (const element of [box, ...box.querySelectorAll('*')]) {
        if (element.scrollTop !== 0) element.scrollTop = 0
        if (element.scrollLeft !== 0) element.scrollLeft = 0
      }
    }
    box.addEventListener('pointerdown', down)
    box.addEventListener('pointermove', move)
    box.addEventListener('pointerup', up)
    box.addEventListener('pointercancel', up)
    box.addEventListener('click', click, { capture: true })
    box.addEventListener('wheel', wheel, { passive: false })
    box.addEventListener('scroll', scroll, { capture: true })
    return () => {
      box.removeEventListener('pointerdown', down)
      box.removeEventListener('pointermove', move)
      box.removeEventListener('pointerup', up)
      box.removeEventListener('pointercancel', up)
      box.removeEventListener('click', click, { capture: true })
      box.removeEventListener('wheel', wheel)
      box.removeEventListener('scroll', scroll, { capture: true })
    }
  }
}

/** A picture smaller than its box stands at the given share of what is free; a larger one covers the box. */
function within(start: number, room: number, length: number, share: number): number {
  if (length <= room + 1) return (room - length) * share
  return Math.min(MARGIN, Math.max(room - length - MARGIN, start))
}
