/** Pixels painted without a canvas: opaque RGBA in bytes, row by row. The same in a browser, a worker and a test. */

export interface Raster {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

export type Colour = readonly [red: number, green: number, blue: number]

export function createRaster(width: number, height: number): Raster {
  return { width, height, data: new Uint8ClampedArray(new ArrayBuffer(width * height * 4)) }
}

/** '#0f6e84' or '#fff' → bytes; anything else is mid grey. */
export function parseColour(text: string): Colour {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)
  const full =
    short === null
      ? text
      : `#${short
          .slice(1)
          .map((digit) => digit + digit)
          .join('')}`
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(full)
  if (found === null) return [128, 128, 128]
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((part) => Number.parseInt(part, 16))
  return [red, green, blue]
}

export function mix(from: Colour, to: Colour, share: number): Colour {
  const at = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share)
  return [at(0), at(1), at(2)]
}

export function fill({ data }: Raster, [red, green, blue]: Colour): void {
  const pixels = new Uint32Array(data.buffer)
  const one = new Uint8ClampedArray([red, green, blue, 255])
  pixels.fill(new Uint32Array(one.buffer)[0] ?? 0)
}

/** Blends a colour over one pixel. */
function blend(data: Uint8ClampedArray, at: number, colour: Colour, alpha: number): void {
  data[at] = data[at]! + (colour[0] - data[at]!) * alpha
  data[at + 1] = data[at + 1]! + (colour[1] - data[at + 1]!) * alpha
  data[at + 2] = data[at + 2]! + (colour[2] - data[at + 2]!) * alpha
}

export function fillRect(
  raster: Raster,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  colour: Colour,
  alpha: number,
): void {
  const left = Math.max(0, Math.round(box.x))
  const right = Math.min(raster.width, Math.round(box.x + box.width))
  const top = Math.max(0, Math.round(box.y))
  const bottom = Math.min(raster.height, Math.round(box.y + box.height))
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) blend(raster.data, (y * raster.width + x) * 4, colour, alpha)
  }
}

/**
 * A disc with smooth edge; with `hole` above 0 a ring of that inner radius.
 * @param cx centre in pixels
 */
export function fillDisc(
  raster: Raster,
  cx: number,
  cy: number,
  radius: number,
  colour: Colour,
  hole = 0,
): void {
  const reach = radius + 0.5
  if (cx + reach < 0 || cy + reach < 0 || cx - reach > raster.width || cy - reach > raster.height) return
  const left = Math.max(0, Math.floor(cx - reach))
  const right = Math.min(raster.width - 1, Math.ceil(cx + reach))
  const top = Math.max(0, Math.floor(cy - reach))
  const bottom = Math.min(raster.height - 1, Math.ceil(cy + reach))
  const full = (radius - 0.5) * (radius - 0.5)
  for (let y = top; y <= bottom; y += 1) {
    const dy = y + 0.5 - cy
    for (let x = left; x <= right; x += 1) {
      const dx = x + 0.5 - cx
      const square = dx * dx + dy * dy
      if (square >= reach * reach) continue
      let alpha = square <= full && radius > 0.5 ? 1 : Math.min(1, reach - Math.sqrt(square))
      if (hole > 0) alpha = Math.min(alpha, Math.max(0, Math.sqrt(square) - hole + 0.5))
      if (alpha > 0) blend(raster.data, (y * raster.width + x) * 4, colour, Math.min(1, alpha))
    }
  }
}

/** Shade to lay over a raster: `values` of `width` × `height`, each for `step` × `step` pixels. */
interface Shade {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
  readonly step: 1 | 2
}

/**
 * Lays a density over the raster as a veil of one colour: the denser the less transparent, up to `most`.
 * @param half density at which half of `most` is reached
 */
export function veil(raster: Raster, shade: Shade, colour: Colour, half: number, most: number): void {
  const { data, width, height } = raster
  const { values, width: across, height: down, step } = shade
  for (let y = 0; y < height; y += 1) {
    const row = (step === 1 ? y : y >> 1) * across
    // Of two rows of pixels the upper leans on the values above, the lower on those below; columns likewise.
    const near = step === 1 ? row : Math.min(down - 1, Math.max(0, (y >> 1) + (y & 1 ? 1 : -1))) * across
    for (let x = 0; x < width; x += 1) {
      const column = step === 1 ? x : x >> 1
      let value = values[row + column]!
      if (step === 2) {
        const beside = Math.min(across - 1, Math.max(0, column + (x & 1 ? 1 : -1)))
        value =
          0.5625 * value +
          0.1875 * (values[row + beside]! + values[near + column]!) +
          0.0625 * values[near + beside]!
      }
      if (value > 0) blend(data, (y * width + x) * 4, colour, (most * value) / (value + half))
    }
  }
}
