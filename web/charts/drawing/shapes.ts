/**
 * A picture as plain shapes: composed once, then shown on a page (drawing-view.tsx), saved as SVG
 * (drawing-svg.ts) or painted into a PNG (drawing-png.ts). Lengths are CSS pixels; text stands on its baseline.
 */
export type Shape =
  | {
      readonly kind: 'box'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly radius?: number
      readonly fill: string
      readonly stroke?: string
      readonly dash?: readonly number[]
    }
  | {
      readonly kind: 'line'
      /** SVG path data. */
      readonly path: string
      readonly stroke: string
      readonly width: number
      readonly dash?: readonly number[]
    }
  | ({ readonly kind: 'text'; readonly text: string; readonly x: number; readonly y: number } & TextLook)

export interface TextLook {
  readonly size: number
  readonly weight?: number
  readonly fill: string
  readonly anchor?: 'start' | 'end'
}

export interface Drawing {
  readonly width: number
  readonly height: number
  /** For those who do not see it. */
  readonly title: string
  readonly shapes: readonly Shape[]
}

/** Width of a text in the given size and weight. */
export type Ruler = (text: string, size: number, weight?: number) => number

export function createRuler(font: string): Ruler {
  const pen = document.createElement('canvas').getContext('2d')
  return (text, size, weight = 400) => {
    if (pen === null) return text.length * size
    pen.font = `${weight} ${size}px ${font}`
    return pen.measureText(text).width
  }
}

const NOT_FIRST = /^[）】》、，。；：]/
const NOT_LAST = /[（【《]$/

/** Chinese breaks between any two characters, but not before a closing or after an opening mark; lines come out alike. */
export function breakText(text: string, room: number, widthOf: (text: string) => number): readonly string[] {
  const count = Math.ceil(widthOf(text) / room)
  const aim = widthOf(text) / Math.max(1, count)
  const characters = [...text]
  const lines: string[] = []
  let line = ''
  for (const [index, character] of characters.entries()) {
    line += character
    const next = characters[index + 1]
    if (next === undefined) break
    const breakable = !NOT_FIRST.test(next) && !NOT_LAST.test(line)
    const full = widthOf(line + next) > room
    const enough = widthOf(line) >= aim - 2 && lines.length < count - 1
    if (breakable && (full || enough)) {
      lines.push(line)
      line = ''
    }
  }
  return line === '' ? lines : [...lines, line]
}
