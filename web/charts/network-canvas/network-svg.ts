/** The network as SVG text: every name is escaped, every shape is a plain circle, rectangle or path. */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import type { Palette } from '../palette.ts'
import type { Colour } from './raster.ts'
import { curveOf } from './density.ts'
import type { Label } from './labels.ts'
import { isEdgeDrawn, type Picture } from './picture.ts'
import { tonesOf, type NetworkColouring } from './tones.ts'

export interface ExportedNetwork {
  readonly data: ClusterNetwork
  readonly mask: Uint8Array | undefined
  readonly least: number
  readonly colouring: NetworkColouring
  readonly selected: number | null
  readonly palette: Palette
  readonly title: string
  readonly legend: string
  readonly source: string
}

/** Room around the picture; the title stands above, legend and source below. */
export const pictureEdges = { side: 24, title: 86, foot: 56 } as const

/** More paths make a file that drawing programs open slowly. */
const MOST_EDGES = 6_000

export function svgOf(wanted: ExportedNetwork, picture: Picture, labels: readonly Label[]): string {
  const { data, mask, palette, title, legend, source } = wanted
  const { colour } = palette
  const { side, title: top, foot } = pictureEdges
  const width = picture.width + 2 * side
  const height = picture.height + top + foot
  const text = (words: string, x: number, y: number, size: number, fill: string, weight = 400) =>
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escapeXml(words)}</text>`
  const bands = data.segments.flatMap(({ title: name, band, nodes }) =>
    band === null || nodes === 0
      ? []
      : [
          `<rect x="${band.x}" y="${band.y}" width="${band.width}" height="${band.height}" fill="${colour.ground}" fill-opacity="0.9"/>`,
          text(`${name} ${nodes} 家`, band.x + 4, band.y + 15, 12, colour.ink, 600),
        ],
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Noto Sans SC, sans-serif">`,
    `<title>${escapeXml(`${title} ${data.region.name} ${data.periodTitle}`)}</title>`,
    `<rect width="${width}" height="${height}" fill="${colour.card}"/>`,
    text(title, side, 36, 20, colour.ink, 700),
    text(
      `${data.region.name} · ${data.periodTitle}${data.realm === 'demonstration' ? ' · 演示数据' : ''}`,
      side,
      58,
      13,
      colour['ink-2'],
    ),
    `<g transform="translate(${side} ${top})">`,
    ...data.stages.map((stage) => text(stage.title, stage.from, -12, 13, colour.ink, 600)),
    ...edgePaths(wanted, picture),
    ...bands,
    ...circles(wanted, picture, mask),
    ...labels.map(({ text: words, x, y }) => text(words, Math.round(x), Math.round(y + 4), 12, colour.ink)),
    '</g>',
    text(legend, side, top + picture.height + 22, 12, colour['ink-2']),
    text(source, side, top + picture.height + 42, 12, colour['ink-2']),
    '</svg>',
  ].join('\n')
}

function edgePaths({ mask, least, palette }: ExportedNetwork, picture: Picture): string[] {
  const paths: string[] = []
  for (let edge = 0; edge < picture.edges && paths.length < MOST_EDGES; edge += 1) {
    if (!isEdgeDrawn(picture, edge, { mask, least })) continue
    const { x1, y1, ax, bx, x2, y2 } = curveOf(picture, edge)
    const [sx, cx, dx, ex] = [x1, ax, bx, x2].map((value) => value.toFixed(1))
    const [sy, ey] = [y1, y2].map((value) => value.toFixed(1))
    paths.push(`<path d="M${sx} ${sy}C${cx} ${sy} ${dx} ${ey} ${ex} ${ey}"/>`)
  }
  return [
    `<g fill="none" stroke="${palette.colour['map-outline']}" stroke-width="0.6" stroke-opacity="0.18">`,
    ...paths,
    '</g>',
  ]
}

function circles(
  { data, colouring, palette }: ExportedNetwork,
  picture: Picture,
  mask: Uint8Array | undefined,
): string[] {
  const { tone, colours } = tonesOf(data, colouring, undefined, palette)
  return [...picture.bySize].toReversed().flatMap((node) => {
    if (mask !== undefined && mask[node] === 0) return []
    const radius = picture.radius[node]!
    const tint = hexOf(colours[tone[node] ?? 0] ?? [128, 128, 128])
    const paint =
      data.nodes.outside[node] === 1
        ? `fill="none" stroke="${tint}" stroke-width="${(radius * 0.45).toFixed(2)}"`
        : `fill="${tint}"`
    const name = escapeXml(data.nodes.name[node] ?? '')
    return [
      `<circle cx="${picture.x[node]!.toFixed(1)}" cy="${picture.y[node]!.toFixed(1)}" r="${radius.toFixed(2)}" ${paint}><title>${name}</title></circle>`,
    ]
  })
}

function hexOf(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** Also takes out what XML 1.0 cannot hold. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
