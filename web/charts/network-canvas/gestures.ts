/**
 * Pointer and wheel: drag moves, the wheel zooms about the pointer, two fingers pinch, a click selects what is under
 * it and a second click on the selection opens it. A drag is no click.
 */
export interface GestureTarget {
  moveBy(dx: number, dy: number): void
  zoomBy(factor: number, at: readonly [x: number, y: number]): void
  /** Null = the pointer has left. */
  hover(at: readonly [x: number, y: number] | null): void
  click(at: readonly [x: number, y: number]): void
}

const DRAG_FROM_PX = 4
const WHEEL_ZOOM = 0.0016

/** Listens on the box; returns how to stop. */
export function attachGestures(box: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, readonly [x: number, y: number]>()
  let dragging = false
  let travelled = 0
  // A scaled wall: client pixels are not the box's own.
  const place = (event: MouseEvent): readonly [number, number] => {
    const frame = box.getBoundingClientRect()
    const scale = frame.width / box.clientWidth || 1
    return [(event.clientX - frame.left) / scale, (event.clientY - frame.top) / scale]
  }
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return
    pointers.set(event.pointerId, place(event))
    dragging = false
    travelled = 0
  }
  const move = (event: PointerEvent) => {
    const at = place(event)
    const before = pointers.get(event.pointerId)
    if (before === undefined) {
      if (pointers.size === 0) target.hover(at)
      return
    }
    const [dx, dy] = [at[0] - before[0], at[1] - before[1]]
    travelled += Math.hypot(dx, dy)
    if (!dragging && travelled < DRAG_FROM_PX) return
    if (!dragging) {
      dragging = true
      box.setPointerCapture(event.pointerId)
      box.dataset['dragging'] = 'true'
      target.hover(null)
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    pointers.set(event.pointerId, at)
    if (other === undefined) {
      target.moveBy(dx, dy)
      return
    }
    const length = (point: readonly [number, number]) => Math.hypot(point[0] - other[0], point[1] - other[1])
    const middle = [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2] as const
    target.moveBy(dx / 2, dy / 2)
    target.zoomBy(length(at) / Math.max(1, length(before)), middle)
  }
  const up = (event: PointerEvent) => {
    pointers.delete(event.pointerId)
    if (pointers.size === 0) delete box.dataset['dragging']
  }
  const leave = () => target.hover(null)
  const click = (event: MouseEvent) => {
    if (!dragging) target.click(place(event))
    dragging = false
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const lines = event.deltaMode === 1 ? 20 : 1
    target.zoomBy(Math.exp(-event.deltaY * WHEEL_ZOOM * lines), place(event))
  }
  box.addEventListener('pointerdown', down)
  box.addEventListener('pointermove', move)
  box.addEventListener('pointerup', up)
  box.addEventListener('pointercancel', up)
  box.addEventListener('pointerleave', leave)
  box.addEventListener('click', click)
  box.addEventListener('wheel', wheel, { passive: false })
  return () => {
    box.removeEventListener('pointerdown', down)
    box.removeEventListener('pointermove', move)
    box.removeEventListener('pointerup', up)
    box.removeEventListener('pointercancel', up)
    box.removeEventListener('pointerleave', leave)
    box.removeEventListener('click', click)
    box.removeEventListener('wheel', wheel)
  }
}
