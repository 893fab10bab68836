/** A drawing as SVG text: every word is escaped, fonts are named, nothing is fetched. */
import { escapeXml } from '../network-canvas/network-svg.ts'
import type { Drawing, Shape } from './shapes.ts'

const FONT = "'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

export function svgText({ width, height, title, shapes }: Drawing): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" font-family="${FONT}">`,
    `<title>${escapeXml(title)}</title>`,
    ...shapes.map(shapeText),
    '</svg>',
    '',
  ].join('\n')
}

function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case 'box':
      return `<rect${attributes({ x: shape.x, y: shape.y, width: shape.width, height: shape.height, rx: shape.radius, fill: shape.fill, stroke: shape.stroke, 'stroke-dasharray': shape.dash?.join(' ') })}/>`
    case 'line':
      return `<path${attributes({ d: shape.path, fill: 'none', stroke: shape.stroke, 'stroke-width': shape.width, 'stroke-linecap': 'round', 'stroke-dasharray': shape.dash?.join(' ') })}/>`
    case 'text':
      return `<text${attributes({ x: shape.x, y: shape.y, 'font-size': shape.size, 'font-weight': shape.weight, fill: shape.fill, 'text-anchor': shape.anchor })}>${escapeXml(shape.text)}</text>`
  }
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined
        ? []
        : [` ${name}="${typeof value === 'number' ? round(value) : escapeXml(value)}"`],
    )
    .join('')
}

const round = (value: number): number => Math.round(value * 100) / 100
