/**
 * The picture as a PNG: drawn anew on a canvas of its own from the same layout and links, with title,
 * region, month, source and 演示数据, so that it can stand alone in a report.
 */
import type { ChainGraph, SegmentState } from '../../../../server/api/schemas/chain.ts'
import { pathText, routeLinks } from '../../../charts/chain-diagram/link-routes.ts'
import { linkStroke } from '../../../charts/chain-diagram/graph-data.ts'
import type { Palette } from '../../../charts/palette.ts'
import { realmTitles, strengthTitles } from '../../../data/vocabulary.ts'
import { formatNumber } from '../../../parts/format.ts'
import { firmsText, ratioText } from './segment-card.tsx'
import type { Drawn } from './picture.tsx'
import type { ViewState } from './view-state.ts'
import { countVerdicts, verdictOrder } from './verdicts.ts'

const SCALE = 2
const PAD = 24
const TITLE = 62
const FOOT = 52

export async function exportPicture(
  graph: ChainGraph,
  drawn: Drawn,
  view: ViewState,
  palette: Palette,
): Promise<void> {
  const canvas = document.createElement('canvas')
  const width = drawn.layout.width + 2 * PAD
  const height = TITLE + drawn.layout.height + FOOT + PAD
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const pen = canvas.getContext('2d')
  if (pen === null) return
  pen.scale(SCALE, SCALE)
  pen.fillStyle = palette.colour.card
  pen.fillRect(0, 0, width, height)
  pen.textBaseline = 'top'
  paintTitle(pen, graph, palette, width)
  pen.save()
  pen.translate(PAD, TITLE)
  paintBands(pen, graph, drawn, palette)
  paintLinks(pen, drawn, palette)
  for (const segment of graph.segments) paintCard(pen, segment, drawn, palette)
  pen.restore()
  paintFoot(pen, graph, drawn, view, palette, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob !== null) save(blob, `${graph.chain.title}产业链图-${graph.region.name}-${graph.asOf}.png`)
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, '-')
  link.click()
  URL.revokeObjectURL(link.href)
}

type Pen = CanvasRenderingContext2D

function write(pen: Pen, text: string, x: number, y: number, font: string, colour: string): number {
  pen.font = font
  pen.fillStyle = colour
  pen.fillText(text, x, y)
  return pen.measureText(text).width
}

function paintTitle(pen: Pen, graph: ChainGraph, { colour }: Palette, width: number): void {
  const title = `${graph.chain.title}产业全景图谱`
  const end = write(pen, title, PAD, 20, `700 20px ${colour.font}`, colour.ink)
  write(
    pen,
    `${graph.region.name} · ${graph.periodTitle}`,
    PAD + end + 14,
    26,
    `14px ${colour.font}`,
    colour['ink-2'],
  )
  if (graph.realm === 'demonstration') {
    pen.font = `600 14px ${colour.font}`
    const mark = realmTitles[graph.realm]
    const room = pen.measureText(mark).width + 20
    pen.fillStyle = colour.weak
    pen.beginPath()
    pen.roundRect(width - PAD - room, 18, room, 28, 5)
    pen.fill()
    write(pen, mark, width - PAD - room + 10, 24, `600 14px ${colour.font}`, colour.ink)
  }
}

function paintBands(pen: Pen, graph: ChainGraph, { layout }: Drawn, { colour }: Palette): void {
  for (const group of layout.groups) {
    pen.fillStyle = colour.ground
    pen.beginPath()
    pen.roundRect(group.x - 6, 0, group.width + 12, layout.height, 8)
    pen.fill()
    const stage = graph.stages.find(({ id }) => id === group.id)
    if (stage === undefined) continue
    const count = graph.segments.filter((segment) => segment.stage === stage.id).length
    write(pen, stage.title, group.x + 2, 4, `600 14px ${colour.font}`, colour.ink)
    write(
      pen,
      `${count} 环节 · ${formatNumber(stage.enterprises)} 家`,
      group.x + 2,
      23,
      `12px ${colour.font}`,
      colour['ink-2'],
    )
  }
}

function paintLinks(pen: Pen, { layout, links }: Drawn, palette: Palette): void {
  const routes = routeLinks(layout, links)
  pen.save()
  pen.lineCap = 'round'
  for (const link of links.toSorted((a, b) => Number(a.tone === 'chosen') - Number(b.tone === 'chosen'))) {
    const route = routes.get(link.id)
    if (route === undefined) continue
    pen.strokeStyle = linkStroke(link.tone, palette)
    pen.lineWidth = link.width
    pen.setLineDash(link.inferred ? [5, 4] : [])
    pen.stroke(new Path2D(pathText(route)))
  }
  pen.restore()
}

function paintCard(pen: Pen, segment: SegmentState, { layout }: Drawn, { colour, strength }: Palette): void {
  const placed = layout.cards.get(segment.id)
  if (placed === undefined) return
  const { x, y } = placed
  const { cardWidth: width, cardHeight: height } = layout
  const tint = strength[segment.strength]
  const gap = segment.strength === 'missing'
  pen.fillStyle = gap || segment.strength === 'unknown' ? tint.soft : colour.card
  pen.strokeStyle = gap ? tint.mark : colour['line-2']
  pen.lineWidth = 1
  pen.setLineDash(gap ? [4, 3] : [])
  pen.beginPath()
  pen.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 6)
  pen.fill()
  pen.stroke()
  pen.setLineDash([])
  pen.fillStyle = tint.mark
  pen.beginPath()
  pen.roundRect(x, y, 4, height, [6, 0, 0, 6])
  pen.fill()
  const size = layout.compact ? 12 : 13
  const left = x + 11
  const room = width - 18
  pen.font = `600 ${size}px ${colour.font}`
  const lines = breakText(pen, segment.title, room)
  for (const [index, line] of lines.entries()) {
    write(pen, line, left, y + 5 + index * (size + 3), `600 ${size}px ${colour.font}`, colour.ink)
  }
  const base = y + height - (layout.compact ? 20 : 29)
  const word = strengthTitles[segment.strength]
  const next = write(pen, word, left, base, `600 12px ${colour.font}`, tint.word)
  write(pen, firmsText(segment), left + next + 6, base, `12px ${colour.font}`, colour['ink-2'])
  if (segment.strength !== 'missing') {
    const ratio = ratioText(segment)
    pen.font = `12px ${colour.font}`
    const end = x + width - 7 - pen.measureText(ratio).width
    write(pen, ratio, end, base, `12px ${colour.font}`, colour['ink-2'])
  }
  const bar = { x: left, y: y + height - (layout.compact ? 5 : 11), width: room }
  pen.fillStyle = colour.line
  pen.fillRect(bar.x, bar.y, bar.width, 4)
  if (segment.localSupplyRatio !== null) {
    pen.fillStyle = tint.mark
    pen.fillRect(bar.x, bar.y, bar.width * Math.min(1, segment.localSupplyRatio), 4)
  }
}

const NOT_FIRST = /^[）】》、，。；：]/
const NOT_LAST = /[（【《]$/

/** Chinese breaks between any two characters, but not before a closing or after an opening mark; lines come out alike. */
function breakText(pen: Pen, text: string, room: number): readonly string[] {
  const count = Math.ceil(pen.measureText(text).width / room)
  const aim = pen.measureText(text).width / Math.max(1, count)
  const characters = [...text]
  const lines: string[] = []
  let line = ''
  for (const [index, character] of characters.entries()) {
    line += character
    const next = characters[index + 1]
    if (next === undefined) break
    const breakable = !NOT_FIRST.test(next) && !NOT_LAST.test(line)
    const full = pen.measureText(line + next).width > room
    const enough = pen.measureText(line).width >= aim - 2 && lines.length < count - 1
    if (breakable && (full || enough)) {
      lines.push(line)
      line = ''
    }
  }
  return line === '' ? lines : [...lines, line]
}

function paintFoot(
  pen: Pen,
  graph: ChainGraph,
  { links }: Drawn,
  view: ViewState,
  { colour }: Palette,
  height: number,
): void {
  const counts = countVerdicts(graph.segments)
  const verdicts = verdictOrder
    .map((strength) => `${strengthTitles[strength]} ${counts.get(strength) ?? 0}`)
    .join('　')
  const font = `12px ${colour.font}`
  write(
    pen,
    `${verdicts}　｜　横条：本地配套率　线宽：采购额　虚线：推断关系　显示 ${links.length} / ${graph.links.length} 条关系${view.essentialOnly ? '，只画必需投入' : ''}`,
    PAD,
    height - FOOT - PAD / 2 + 8,
    font,
    colour['ink-2'],
  )
  write(
    pen,
    `来源：供应交易、企业登记、产业链标准库 ${graph.chain.version}；${graph.periodTitle}${graph.realm === 'demonstration' ? '；演示数据为虚构，不代表任何真实企业' : ''}`,
    PAD,
    height - FOOT - PAD / 2 + 28,
    font,
    colour['ink-2'],
  )
}
