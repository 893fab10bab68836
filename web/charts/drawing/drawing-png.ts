/** A drawing painted at twice its size. */
import type { Drawing, Shape } from './shapes.ts'

const SCALE = 2

export async function pngBlob(drawing: Drawing, font: string): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = drawing.width * SCALE
  canvas.height = drawing.height * SCALE
  const pen = canvas.getContext('2d')
  if (pen === null) return null
  pen.scale(SCALE, SCALE)
  for (const shape of drawing.shapes) paint(pen, shape, font)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

function paint(pen: CanvasRenderingContext2D, shape: Shape, font: string): void {
  if (shape.kind === 'text') {
    pen.font = `${shape.weight ?? 400} ${shape.size}px ${font}`
    pen.textAlign = shape.anchor ?? 'start'
    pen.fillStyle = shape.fill
    pen.fillText(shape.text, shape.x, shape.y)
    return
  }
  pen.setLineDash([...(shape.dash ?? [])])
  if (shape.kind === 'line') {
    pen.lineCap = 'round'
    pen.lineWidth = shape.width
    pen.strokeStyle = shape.stroke
    pen.stroke(new Path2D(shape.path))
    return
  }
  pen.fillStyle = shape.fill
  pen.beginPath()
  pen.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0)
  pen.fill()
  if (shape.stroke === undefined) return
  pen.lineWidth = 1
  pen.strokeStyle = shape.stroke
  pen.stroke()
}
