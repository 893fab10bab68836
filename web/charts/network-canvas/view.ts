/** Which part of the picture the box shows: a point of the picture stands at (x + scale · px, y + scale · py) CSS pixels. */

export interface Size {
  readonly width: number
  readonly height: number
}

export interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}

const MOST_ZOOM = 16
const LEAST_ZOOM = 0.5
/** So much of the box the picture keeps covering while it is dragged, where it is large enough. */
const STAYS = 0.35

/** The whole picture in the box, under the names of its columns. */
export function fitView(picture: Size, box: Size): View {
  const scale = Math.min(box.width / picture.width, box.height / picture.height)
  return {
    scale,
    x: (box.width - picture.width * scale) / 2,
    y: Math.min(6, (box.height - picture.height * scale) / 2),
  }
}

/** Zooms about a point of the box, within 0.5 to 16 times the whole picture. */
export function zoomView(
  view: View,
  factor: number,
  at: readonly [x: number, y: number],
  whole: number,
): View {
  const scale = Math.min(whole * MOST_ZOOM, Math.max(whole * LEAST_ZOOM, view.scale * factor))
  const ratio = scale / view.scale
  return { scale, x: at[0] - (at[0] - view.x) * ratio, y: at[1] - (at[1] - view.y) * ratio }
}

/** Moves the view as far as the picture stays in sight. */
export function moveView(view: View, dx: number, dy: number, picture: Size, box: Size): View {
  return {
    scale: view.scale,
    x: within(view.x + dx, box.width, picture.width * view.scale),
    y: within(view.y + dy, box.height, picture.height * view.scale),
  }
}

function within(start: number, room: number, length: number): number {
  const stays = Math.min(length, room) * STAYS
  return Math.min(room - stays, Math.max(stays - length, start))
}

/** The nearest move that brings a point of the picture into the inner part of the box. */
export function revealPoint(view: View, px: number, py: number, box: Size): View {
  const margin = Math.min(80, box.width / 6, box.height / 6)
  const shift = (at: number, room: number) => Math.max(margin - at, 0) + Math.min(room - margin - at, 0)
  return {
    scale: view.scale,
    x: view.x + shift(view.x + px * view.scale, box.width),
    y: view.y + shift(view.y + py * view.scale, box.height),
  }
}
