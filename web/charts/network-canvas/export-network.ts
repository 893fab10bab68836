/**
 * The whole network as a picture that can stand alone: title, region, month, source and 演示数据 with it. PNG from the
 * same painting as the screen, at twice its size; SVG with the marks as circles and the drawn trade as paths.
 */
import { createHitGrid } from './hit-grid.ts'
import { placeLabels, type Label } from './labels.ts'
import { pictureEdges, svgOf, type ExportedNetwork } from './network-svg.ts'
import { preparePicture, type Picture } from './picture.ts'
import { paintBackdrop, paintMarks } from './scene.ts'
import { paintSelection } from './selection.ts'
import { tonesOf } from './tones.ts'
import { writeBands, writeLabels, type Pen } from './writing.ts'

const SCALE = 2
const LABEL_RADIUS = 5.5

export async function saveNetworkPicture(format: 'png' | 'svg', wanted: ExportedNetwork): Promise<void> {
  const blob = format === 'png' ? await pngOf(wanted) : svgBlob(wanted)
  const { data, title } = wanted
  if (blob !== null) save(blob, `${title}-${data.region.name}-${data.asOf ?? ''}.${format}`)
}

function svgBlob(wanted: ExportedNetwork): Blob {
  const pen = document.createElement('canvas').getContext('2d')
  const picture = preparePicture(wanted.data)
  const labels = pen === null ? [] : labelsOf(pen, wanted, picture)
  return new Blob([svgOf(wanted, picture, labels)], { type: 'image/svg+xml' })
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, '-')
  link.click()
  URL.revokeObjectURL(link.href)
}

function labelsOf(pen: Pen, { data, mask, palette }: ExportedNetwork, picture: Picture): readonly Label[] {
  pen.font = `400 12px ${palette.colour.font}`
  return placeLabels(picture, data.nodes.name, { scale: 1, x: 0, y: 0 }, createHitGrid(picture), {
    leastRadius: LABEL_RADIUS,
    most: 150,
    measure: (text) => pen.measureText(text).width,
    bounds: boundsOf(picture),
    order: picture.bySize.filter((node) => mask?.[node] !== 0),
  })
}

function boundsOf({ width, height }: Picture) {
  return { left: 0, top: 0, right: width, bottom: height }
}

async function pngOf(wanted: ExportedNetwork): Promise<Blob | null> {
  const { data, mask, least, colouring, selected, palette } = wanted
  const picture = preparePicture(data)
  const canvas = document.createElement('canvas')
  const width = picture.width + 2 * pictureEdges.side
  canvas.width = width * SCALE
  canvas.height = (picture.height + pictureEdges.title + pictureEdges.foot) * SCALE
  const pen = canvas.getContext('2d')
  if (pen === null) return null
  pen.fillStyle = palette.colour.card
  pen.fillRect(0, 0, canvas.width, canvas.height)
  const frame = { width: picture.width * SCALE, height: picture.height * SCALE }
  const view = { scale: SCALE, x: 0, y: 0 }
  const filter = { mask, least }
  const tones = tonesOf(data, colouring, undefined, palette)
  const backdrop = paintBackdrop(data, picture, view, frame, filter, palette)
  const marks = paintMarks(backdrop, data, picture, view, tones, mask)
  pen.putImageData(
    new ImageData(marks.data, marks.width, marks.height),
    pictureEdges.side * SCALE,
    pictureEdges.title * SCALE,
  )
  pen.scale(SCALE, SCALE)
  writeTitle(pen, wanted, width, picture.height)
  pen.translate(pictureEdges.side, pictureEdges.title)
  const whole = { scale: 1, x: 0, y: 0 }
  writeBands(pen, data, whole, mask, palette)
  if (selected === null) writeLabels(pen, labelsOf(pen, wanted, picture), palette)
  else {
    const scene = { data, picture, view: whole, bounds: boundsOf(picture), tones, filter, palette }
    paintSelection(pen, scene, { selected, hovered: null })
  }
  return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

function writeTitle(pen: Pen, wanted: ExportedNetwork, width: number, height: number): void {
  const { data, title, legend, source, palette } = wanted
  const { colour } = palette
  const { side, title: top } = pictureEdges
  const write = (text: string, x: number, y: number, font: string, tint: string) => {
    pen.font = `${font} ${colour.font}`
    pen.fillStyle = tint
    pen.textBaseline = 'middle'
    pen.fillText(text, x, y)
    return pen.measureText(text).width
  }
  const end = write(title, side, 30, '700 20px', colour.ink)
  write(`${data.region.name} · ${data.periodTitle}`, side + end + 14, 31, '14px', colour['ink-2'])
  if (data.realm === 'demonstration') {
    pen.fillStyle = colour.weak
    pen.fillRect(width - side - 84, 16, 84, 28)
    write('演示数据', width - side - 72, 30, '600 14px', colour.ink)
  }
  for (const stage of data.stages) write(stage.title, side + stage.from, top - 16, '600 13px', colour.ink)
  write(legend, side, top + height + 18, '12px', colour['ink-2'])
  write(source, side, top + height + 38, '12px', colour['ink-2'])
}
