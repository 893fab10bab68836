/** The still part of the picture as pixels: trade as shade, the bands of the segments over it, the marks on top. */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import type { Palette } from '../palette.ts'
import { edgeDensity, upperDensity, type Frame } from './density.ts'
import type { EdgeFilter, Picture } from './picture.ts'
import { createRaster, fill, fillDisc, fillRect, parseColour, veil, type Raster } from './raster.ts'
import type { Tones } from './tones.ts'
import type { View } from './view.ts'

export interface Backdrop {
  readonly raster: Raster
}

const SHADE = 0.62
const BAND = 0.9

/** @param view in pixels of the frame */
export function paintBackdrop(
  data: ClusterNetwork,
  picture: Picture,
  view: View,
  frame: Frame,
  filter: EdgeFilter,
  { colour }: Palette,
): Backdrop {
  const raster = createRaster(frame.width, frame.height)
  fill(raster, parseColour(colour.card))
  const density = edgeDensity(picture, view, frame, filter)
  veil(raster, density, parseColour(colour['map-outline']), Math.max(0.8, upperDensity(density)), SHADE)
  const ground = parseColour(colour.ground)
  for (const { band, nodes } of data.segments) {
    if (band === null || nodes === 0) continue
    const box = {
      x: view.x + band.x * view.scale,
      y: view.y + band.y * view.scale,
      width: band.width * view.scale,
      height: band.height * view.scale,
    }
    fillRect(raster, box, ground, BAND)
  }
  return { raster }
}

/** The marks over a copy of the backdrop, the largest last; partners from outside the region are rings. */
export function paintMarks(
  { raster }: Backdrop,
  { nodes }: ClusterNetwork,
  picture: Picture,
  view: View,
  { tone, colours }: Tones,
  mask: Uint8Array | undefined,
): Raster {
  const painted = { ...raster, data: new Uint8ClampedArray(raster.data) }
  for (let index = picture.nodes - 1; index >= 0; index -= 1) {
    const node = picture.bySize[index]!
    if (mask !== undefined && mask[node] === 0) continue
    const radius = Math.max(1.1, picture.radius[node]! * view.scale)
    const colour = colours[tone[node] ?? 0]
    if (colour === undefined) continue
    const x = view.x + picture.x[node]! * view.scale
    const y = view.y + picture.y[node]! * view.scale
    fillDisc(painted, x, y, radius, colour, nodes.outside[node] === 1 ? radius * 0.55 : 0)
  }
  return painted
}
