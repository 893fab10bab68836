/**
 * Keeps the picture on the screen. The still part is painted once as a bitmap somewhat larger than the box; dragging
 * and zooming only move that bitmap, and it is painted anew when the hand rests or its edge comes into sight.
 */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import type { Palette } from '../palette.ts'
import { createHitGrid, type HitGrid } from './hit-grid.ts'
import { placeLabels, type Label } from './labels.ts'
import { preparePicture, type EdgeFilter, type Picture } from './picture.ts'
import { paintBackdrop, paintMarks, type Backdrop } from './scene.ts'
import { paintSelection, type Chosen } from './selection.ts'
import type { Tones } from './tones.ts'
import { fitView, moveView, revealPoint, zoomView, type Size, type View } from './view.ts'
import { writeBands, writeLabels } from './writing.ts'

/** What is drawn; a new object for every change. */
export interface Drawing {
  readonly tones: Tones
  readonly filter: EdgeFilter
  readonly palette: Palette
}

/** The part of the picture that the bitmap shows: its view, and where its corner stands in the box. */
interface Window extends Size {
  readonly view: View
  readonly left: number
  readonly top: number
  readonly ratio: number
}

const MARGIN = 300
const REST_MS = 140
const LABEL_RADIUS = 6.5
const MOST_LABELS = 120
/** Beyond it sharper pixels are not seen but take four times as long. */
const MOST_RATIO = 2

export class NetworkSurface {
  readonly picture: Picture
  readonly grid: HitGrid
  #data: ClusterNetwork
  #base: HTMLCanvasElement
  #over: HTMLCanvasElement
  #onView: (view: View, whole: number) => void
  #box: Size = { width: 0, height: 0 }
  #view: View = { scale: 1, x: 0, y: 0 }
  #moved = false
  #drawing: Drawing | null = null
  #chosen: Chosen = { selected: null, hovered: null }
  #window: Window | null = null
  #backdrop: Backdrop | null = null
  #labels: readonly Label[] = []
  #frame = 0
  #rest: ReturnType<typeof setTimeout> | undefined
  #stale: 'all' | 'marks' | 'selection' | null = null

  constructor(
    data: ClusterNetwork,
    canvases: { readonly base: HTMLCanvasElement; readonly over: HTMLCanvasElement },
    onView: (view: View, whole: number) => void,
  ) {
    this.#data = data
    this.#base = canvases.base
    this.#over = canvases.over
    this.#onView = onView
    this.picture = preparePicture(data)
    this.grid = createHitGrid(this.picture)
  }

  get view(): View {
    return this.#view
  }

  /** Scale at which the whole picture fits the box. */
  get whole(): number {
    return fitView(this.picture, this.#box).scale
  }

  resize(box: Size): void {
    if (box.width === this.#box.width && box.height === this.#box.height) return
    const before = this.#box
    this.#box = box
    // What was looked at stays where it is; an untouched picture fits the new box.
    this.#show(this.#moved && before.width > 0 ? this.#view : fitView(this.picture, box))
    this.#paintSoon('all')
  }

  draw(drawing: Drawing): void {
    const same = this.#drawing
    this.#drawing = drawing
    const recoloured = same?.palette === drawing.palette && same.filter === drawing.filter
    this.#paintSoon(recoloured ? 'marks' : 'all')
  }

  choose(chosen: Chosen): void {
    this.#chosen = chosen
    this.#base.style.opacity = chosen.selected === null ? '' : '0.32'
    this.#paintSoon('selection')
  }

  /** The mark at a point of the box. */
  at(x: number, y: number): number | null {
    const { scale, x: left, y: top } = this.#view
    return this.grid.at((x - left) / scale, (y - top) / scale, 4 / scale, this.#drawing?.filter.mask)
  }

  moveBy(dx: number, dy: number): void {
    this.#moved = true
    this.#show(moveView(this.#view, dx, dy, this.picture, this.#box))
    this.#gesture()
  }

  zoomBy(
    factor: number,
    at: readonly [x: number, y: number] = [this.#box.width / 2, this.#box.height / 2],
  ): void {
    this.#moved = true
    const zoomed = zoomView(this.#view, factor, at, this.whole)
    this.#show(moveView(zoomed, 0, 0, this.picture, this.#box))
    this.#gesture()
  }

  fit(): void {
    this.#moved = false
    this.#show(fitView(this.picture, this.#box))
    this.#paintSoon('all')
  }

  /** Brings a firm into sight, nearer where it would be too small to be told apart. */
  reveal(node: number, closer = false): void {
    const px = this.picture.x[node] ?? 0
    const py = this.picture.y[node] ?? 0
    if (closer && this.#view.scale < this.whole * 2.2) {
      this.#moved = true
      const scale = this.whole * 2.2
      const centred = { scale, x: this.#box.width / 2 - px * scale, y: this.#box.height / 2 - py * scale }
      this.#show(moveView(centred, 0, 0, this.picture, this.#box))
      this.#paintSoon('all')
      return
    }
    const next = revealPoint(this.#view, px, py, this.#box)
    if (next.x === this.#view.x && next.y === this.#view.y) return
    this.#moved = true
    this.#show(next)
    this.#gesture()
  }

  /** Text was measured with another font before its own had come. */
  fontsCame(): void {
    this.#paintSoon('all')
  }

  close(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#rest)
  }

  #show(view: View): void {
    this.#view = view
    this.#place()
    this.#onView(view, this.whole)
  }

  /** Moves the bitmap to where its part of the picture belongs. */
  #place(): void {
    const shown = this.#window
    if (shown === null) return
    const k = this.#view.scale / shown.view.scale
    const left = this.#view.x + k * (shown.left - shown.view.x)
    const top = this.#view.y + k * (shown.top - shown.view.y)
    const transform = `translate(${left}px, ${top}px) scale(${k})`
    this.#base.style.transform = transform
    this.#over.style.transform = transform
  }

  #gesture(): void {
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#paintSoon('all'), REST_MS)
    if (this.#edgeInSight()) this.#paintSoon('all')
  }

  /** Whether the box shows a part of the picture that the bitmap does not hold. */
  #edgeInSight(): boolean {
    const shown = this.#window
    if (shown === null) return true
    const wanted = windowFor(this.#view, this.#box, this.picture, 0, shown.ratio)
    const k = this.#view.scale / shown.view.scale
    const left = this.#view.x + k * (shown.left - shown.view.x)
    const top = this.#view.y + k * (shown.top - shown.view.y)
    return (
      wanted.left < left - 1 ||
      wanted.top < top - 1 ||
      wanted.left + wanted.width > left + shown.width * k + 1 ||
      wanted.top + wanted.height > top + shown.height * k + 1
    )
  }

  #paintSoon(what: 'all' | 'marks' | 'selection'): void {
    const order = ['selection', 'marks', 'all'] as const
    if (this.#stale === null || order.indexOf(what) > order.indexOf(this.#stale)) this.#stale = what
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      const stale = this.#stale
      this.#stale = null
      if (this.#drawing !== null && this.#box.width > 0 && stale !== null) this.#paint(this.#drawing, stale)
    })
  }

  #paint(drawing: Drawing, what: 'all' | 'marks' | 'selection'): void {
    if (what === 'all' || this.#window === null) {
      clearTimeout(this.#rest)
      const ratio = Math.min(MOST_RATIO, devicePixelRatio)
      this.#window = windowFor(this.#view, this.#box, this.picture, MARGIN, ratio)
      this.#paintBackdrop(drawing, this.#window)
    }
    if (what !== 'selection') this.#paintMarks(drawing, this.#window)
    this.#paintSelection(drawing, this.#window)
    this.#place()
  }

  #paintBackdrop(drawing: Drawing, shown: Window): void {
    for (const canvas of [this.#base, this.#over]) {
      canvas.width = Math.max(1, Math.round(shown.width * shown.ratio))
      canvas.height = Math.max(1, Math.round(shown.height * shown.ratio))
      canvas.style.width = `${shown.width}px`
      canvas.style.height = `${shown.height}px`
    }
    const pixels = { width: this.#base.width, height: this.#base.height }
    const { filter, palette } = drawing
    this.#backdrop = paintBackdrop(this.#data, this.picture, inPixels(shown), pixels, filter, palette)
    const pen = this.#base.getContext('2d', { alpha: false })
    if (pen === null) return
    pen.font = `400 12px ${palette.colour.font}`
    const { mask } = filter
    this.#labels = placeLabels(this.picture, this.#data.nodes.name, local(shown), this.grid, {
      leastRadius: LABEL_RADIUS,
      most: MOST_LABELS,
      measure: (text) => pen.measureText(text).width,
      bounds: this.#inSight(shown),
      order: this.picture.bySize.filter((node) => mask?.[node] !== 0),
    })
  }

  /** The box as the window sees it. */
  #inSight({ left, top }: Window) {
    return { left: -left, top: -top, right: this.#box.width - left, bottom: this.#box.height - top }
  }

  #paintMarks({ tones, filter, palette }: Drawing, shown: Window): void {
    const pen = this.#base.getContext('2d', { alpha: false })
    if (pen === null || this.#backdrop === null) return
    const marks = paintMarks(this.#backdrop, this.#data, this.picture, inPixels(shown), tones, filter.mask)
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.putImageData(new ImageData(marks.data, marks.width, marks.height), 0, 0)
    pen.setTransform(shown.ratio, 0, 0, shown.ratio, 0, 0)
    writeBands(pen, this.#data, local(shown), filter.mask, palette)
    writeLabels(pen, this.#labels, palette)
  }

  #paintSelection({ tones, filter, palette }: Drawing, shown: Window): void {
    const pen = this.#over.getContext('2d')
    if (pen === null) return
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.clearRect(0, 0, this.#over.width, this.#over.height)
    pen.setTransform(shown.ratio, 0, 0, shown.ratio, 0, 0)
    const scene = {
      data: this.#data,
      picture: this.picture,
      view: local(shown),
      bounds: this.#inSight(shown),
      tones,
      filter,
      palette,
    }
    paintSelection(pen, scene, this.#chosen)
  }
}

/** Names at the picture's edge stand a little outside it. */
const OUTSIDE = 60

/** The part of the picture that is in the box or within a margin of it. */
function windowFor(view: View, box: Size, picture: Size, margin: number, ratio: number): Window {
  const left = Math.floor(Math.max(-margin, view.x - OUTSIDE))
  const top = Math.floor(Math.max(-margin, view.y - OUTSIDE))
  const right = Math.ceil(Math.min(box.width + margin, view.x + picture.width * view.scale + OUTSIDE))
  const bottom = Math.ceil(Math.min(box.height + margin, view.y + picture.height * view.scale + OUTSIDE))
  return { view, left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top), ratio }
}

/** The view as the window sees it, CSS pixels. */
function local({ view, left, top }: Window): View {
  return { scale: view.scale, x: view.x - left, y: view.y - top }
}

function inPixels(shown: Window): View {
  const { scale, x, y } = local(shown)
  return { scale: scale * shown.ratio, x: x * shown.ratio, y: y * shown.ratio }
}
