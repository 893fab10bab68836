/** The chart as a PNG that can stand alone in a report: title, unit, realm, period, source and notes are in it. */
import type { ExplorerAnswer } from '../../../../server/api/schemas/explorer.ts'
import type { Palette } from '../../../charts/palette.ts'
import { saveFile } from '../../../data/explorer.ts'
import { realmTitles } from '../../../data/vocabulary.ts'
import { shownMeasures, withUnit } from './units.ts'

const pad = 24
const head = 84
const lineHeight = 20

/** @throws Error when there is no drawing to take */
export async function savePicture(
  figure: HTMLElement | null,
  answer: ExplorerAnswer,
  palette: Palette,
): Promise<void> {
  const drawing = figure?.querySelector('canvas')
  if (drawing === null || drawing === undefined) throw new Error('没有可导出的图')
  const legend = [...(figure?.querySelectorAll('ul li') ?? [])].map((item) => ({
    text: item.textContent ?? '',
    tone: item.querySelector('i')?.style.background ?? '',
  }))
  const scale = drawing.width / drawing.clientWidth
  const width = drawing.clientWidth + 2 * pad
  const notes = footLines(answer)
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('浏览器不支持绘图')
  const font = (size: number, weight = 400) => `${weight} ${size}px ${palette.colour.font}`
  pen.font = font(12)
  const foot = notes.flatMap((note) => wrap(pen, note, width - 2 * pad))
  const height = head + drawing.clientHeight + foot.length * lineHeight + pad + 12
  canvas.width = width * scale
  canvas.height = height * scale
  pen.scale(scale, scale)
  pen.fillStyle = palette.colour.card
  pen.fillRect(0, 0, width, height)
  pen.textBaseline = 'top'
  const write = (text: string, x: number, y: number, style: string, colour: string) => {
    pen.font = style
    pen.fillStyle = colour
    pen.fillText(text, x, y)
    return pen.measureText(text).width
  }
  pen.font = font(18, 700)
  write(wrap(pen, answer.title, width - 2 * pad - 110)[0] ?? '', pad, 16, font(18, 700), palette.colour.ink)
  if (answer.realm === 'demonstration') {
    const mark = realmTitles[answer.realm]
    pen.font = font(13, 600)
    const room = pen.measureText(mark).width + 16
    pen.fillStyle = palette.colour.weak
    pen.fillRect(width - pad - room, 14, room, 24)
    write(mark, width - pad - room + 8, 19, font(13, 600), palette.colour.ink)
  }
  let x = pad
  const units =
    legend.length > 0
      ? legend
      : shownMeasures(answer).map((measure) => ({ text: withUnit(measure), tone: '' }))
  for (const { text, tone } of units) {
    if (tone !== '') {
      pen.fillStyle = tone
      pen.fillRect(x, 55, 10, 10)
      x += 15
    }
    x += write(text, x, 53, font(12), palette.colour['ink-2']) + 16
  }
  pen.drawImage(drawing, pad, head - 6, drawing.clientWidth, drawing.clientHeight)
  for (const [index, note] of foot.entries()) {
    write(note, pad, head + drawing.clientHeight + 8 + index * lineHeight, font(12), palette.colour['ink-2'])
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('图片没有生成')
  saveFile(blob, `${answer.title.slice(0, 80)}.png`)
}

function footLines(answer: ExplorerAnswer): readonly string[] {
  const units = shownMeasures(answer).map(withUnit).join('、')
  const parts = [
    `单位：${units}`,
    ...(answer.region === null ? [] : [`地区：${answer.region.name}`]),
    `数据期间：${answer.period ?? '—'}`,
    `截至：${answer.asOf ?? '最新'}`,
  ]
  return [
    parts.join('　'),
    `来源：${answer.sources.join('；')}${answer.realm === 'demonstration' ? '；演示数据为虚构，不代表任何真实企业' : ''}`,
    ...(answer.protection === null
      ? []
      : [`${answer.protection.reason}（${answer.protection.withheld} 处）`]),
  ]
}

function wrap(pen: CanvasRenderingContext2D, text: string, room: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const character of text) {
    if (line !== '' && pen.measureText(line + character).width > room) {
      lines.push(line)
      line = ''
    }
    line += character
  }
  return line === '' ? lines : [...lines, line]
}
