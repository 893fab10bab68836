import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { edgeDensity } from '../../web/charts/network-canvas/density.ts'
import { createHitGrid } from '../../web/charts/network-canvas/hit-grid.ts'
import { placeLabels, shortName } from '../../web/charts/network-canvas/labels.ts'
import { escapeXml } from '../../web/charts/network-canvas/network-svg.ts'
import { edgesOf, isEdgeDrawn, preparePicture } from '../../web/charts/network-canvas/picture.ts'
import { createRaster, fill, fillDisc, parseColour, veil } from '../../web/charts/network-canvas/raster.ts'
import { stepFrom } from '../../web/charts/network-canvas/steps.ts'
import { fitView, moveView, revealPoint, zoomView } from '../../web/charts/network-canvas/view.ts'
import {
  largestFirms,
  maskOf,
  networkFigures,
  partnersOf,
} from '../../web/pages/government/chain-map/cluster-network-figures.ts'
import { clusterNetwork } from '../browser/fixtures/cluster-network.ts'

const data = clusterNetwork('rubber-tyre', '370500')!
const picture = preparePicture(data)
const box = { width: 1_000, height: 600 }

describe('picture', () => {
  test('knows the trade of every firm from both ends, the largest first', () => {
    let found = 0
    for (let node = 0; node < picture.nodes; node += 1) {
      const edges = [...edgesOf(picture, node)]
      found += edges.length
      const amounts = edges.map((edge) => picture.amount[edge]!)
      expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
      for (const edge of edges)
        expect(picture.supplier[edge] === node || picture.buyer[edge] === node).toBe(true)
    }
    expect(found).toBe(2 * data.edges.amount.length)
  })

  test('draws trade between partners only where one of them is asked for', () => {
    const mask = new Uint8Array(picture.nodes)
    mask[picture.supplier[0]!] = 1
    mask[picture.buyer[0]!] = 1
    expect(isEdgeDrawn(picture, 0, { mask, least: 0 })).toBe(false)
    mask[picture.buyer[0]!] = 2
    expect(isEdgeDrawn(picture, 0, { mask, least: 0 })).toBe(true)
    expect(isEdgeDrawn(picture, 0, { mask, least: picture.amount[0]! + 1 })).toBe(false)
  })
})

describe('hit grid', () => {
  test('finds the mark that a search of all marks finds', () => {
    const grid = createHitGrid(picture)
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 1_620, noNaN: true }),
        fc.double({ min: -20, max: 920, noNaN: true }),
        fc.constantFrom(0, 2, 12),
        (px, py, slack) => {
          const gap = (node: number) =>
            Math.hypot(px - picture.x[node]!, py - picture.y[node]!) - picture.radius[node]!
          const nearest = Array.from({ length: picture.nodes }, (_, node) => node).reduce((best, node) =>
            gap(node) < gap(best) ? node : best,
          )
          const found = grid.at(px, py, slack)
          if (gap(nearest) > slack) expect(found).toBeNull()
          else expect(gap(found ?? -1)).toBeCloseTo(gap(nearest), 6)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('passes over hidden marks', () => {
    const mask = new Uint8Array(picture.nodes).fill(2)
    mask[7] = 0
    const grid = createHitGrid(picture)
    expect(grid.at(picture.x[7]!, picture.y[7]!, 0)).toBe(7)
    expect(grid.at(picture.x[7]!, picture.y[7]!, 0, mask)).toBeNull()
  })
})

describe('view', () => {
  test('fits the whole picture, keeps the point under the pointer while zooming, and never loses the picture', () => {
    const whole = fitView(picture, box)
    expect(whole.x).toBeGreaterThanOrEqual(0)
    expect(whole.x + picture.width * whole.scale).toBeLessThanOrEqual(box.width + 1e-6)
    const at = [300, 200] as const
    const closer = zoomView(whole, 3, at, whole.scale)
    expect((at[0] - closer.x) / closer.scale).toBeCloseTo((at[0] - whole.x) / whole.scale, 6)
    expect(zoomView(whole, 1e9, at, whole.scale).scale).toBeCloseTo(whole.scale * 16, 6)
    const away = moveView(closer, 1e6, -1e6, picture, box)
    expect(away.x).toBeLessThan(box.width)
    expect(away.y + picture.height * away.scale).toBeGreaterThan(0)
    const shown = revealPoint(closer, 1_500, 850, box)
    expect(shown.x + 1_500 * shown.scale).toBeLessThan(box.width)
    expect(shown.y + 850 * shown.scale).toBeLessThan(box.height)
  })
})

describe('pixels', () => {
  test('a disc has its colour inside, the ground outside and a smooth edge', () => {
    const raster = createRaster(20, 20)
    fill(raster, [255, 255, 255])
    fillDisc(raster, 10, 10, 5, parseColour('#c8473f'))
    const at = (x: number, y: number) => [...raster.data.subarray((y * 20 + x) * 4, (y * 20 + x) * 4 + 3)]
    expect(at(10, 10)).toEqual([200, 71, 63])
    expect(at(2, 2)).toEqual([255, 255, 255])
    const painted = raster.data
      .filter((_, index) => index % 4 === 1)
      .reduce((sum, green) => sum + (255 - green) / 184, 0)
    expect(painted).toBeCloseTo(Math.PI * 25, -1)
  })

  test('every drawn edge leaves its weight along its way, hidden ones nothing', () => {
    const frame = { width: 800, height: 450 }
    const view = { scale: 0.5, x: 0, y: 0 }
    const all = edgeDensity(picture, view, frame, { least: 0 })
    const few = edgeDensity(picture, view, frame, { least: picture.amount[99]! })
    const none = edgeDensity(picture, view, frame, { least: picture.amount[0]! + 1 })
    const sum = ({ values }: { readonly values: Float32Array }) =>
      values.reduce((total, value) => total + value, 0)
    expect(all.drawn).toBe(picture.edges)
    expect(few.drawn).toBe(100)
    expect(sum(none)).toBe(0)
    expect(sum(few)).toBeGreaterThan(100)
    expect(sum(all)).toBeGreaterThan(sum(few))
    const raster = createRaster(frame.width, frame.height)
    fill(raster, [255, 255, 255])
    veil(raster, few, [0, 0, 0], 1, 0.6)
    const wrong = [...few.values].filter((value, pixel) => {
      const shade = raster.data[pixel * 4]!
      return value === 0 ? shade !== 255 : shade < Math.floor(255 * 0.4)
    })
    expect(wrong).toEqual([])
  })
})

test('a crowd of edges is laid down at half the resolution and shades the same places', () => {
  const crowd = preparePicture(clusterNetwork('rubber-tyre', '370500', { firms: 900, relations: 13_000 })!)
  const frame = { width: 801, height: 451 }
  const view = { scale: 0.5, x: 0, y: 0 }
  const density = edgeDensity(crowd, view, frame, { least: 0 })
  expect(density).toMatchObject({ step: 2, width: 401, height: 226, drawn: crowd.edges })
  const raster = createRaster(frame.width, frame.height)
  fill(raster, [255, 255, 255])
  veil(raster, density, [0, 0, 0], 1, 0.6)
  const dark = (x: number, y: number) => raster.data[(y * frame.width + x) * 4]! < 255
  const light = [...density.values].filter((value, index) => {
    const x = 2 * (index % 401)
    const y = 2 * Math.floor(index / 401)
    return value > 0.1 && x < frame.width && y < frame.height && !dark(x, y)
  })
  expect(light).toEqual([])
})

describe('labels', () => {
  test('none lies over another and the largest firm has one', () => {
    const view = { ...fitView(picture, box), scale: 1.6, x: 0, y: 0 }
    const labels = placeLabels(picture, data.nodes.name, view, createHitGrid(picture), {
      leastRadius: 0,
      most: 200,
      measure: (text) => text.length * 12,
      bounds: { left: 0, top: 0, right: box.width, bottom: box.height },
      order: picture.bySize,
    })
    for (const { x, y, width } of labels)
      expect(x >= 0 && x + width <= box.width && y >= 0 && y <= box.height).toBe(true)
    expect(labels.length).toBeGreaterThan(5)
    for (const [index, a] of labels.entries())
      for (const b of labels.slice(index + 1))
        expect(
          Math.abs(a.y - b.y) >= 15 || a.x + a.width <= b.x || b.x + b.width <= a.x,
          `${a.text} × ${b.text}`,
        ).toBe(true)
    const inSight = picture.bySize.find(
      (node) => picture.x[node]! * 1.6 < box.width - 100 && picture.y[node]! * 1.6 < box.height - 40,
    )
    expect(labels[0]?.node).toBe(inSight)
  })

  test.each([
    ['东营某某轮胎有限公司', '东营某某轮胎'],
    ['某某橡胶股份有限公司', '某某橡胶'],
    ['有限公司', '有限公司'],
    ['某某炭黑厂', '某某炭黑厂'],
  ])('%s is written %s', (name, short) => {
    expect(shortName(name)).toBe(short)
  })
})

test('arrow keys follow the largest supplier and customer and the order of reading', () => {
  const start = stepFrom(picture, data, null, 'ArrowDown', { least: 0 })
  expect(start).toBe(picture.bySize[0])
  const firm = [...picture.bySize].find((node) => {
    const { suppliers, customers } = partnersOf(data, node)
    return suppliers.length > 1 && customers.length > 1
  })!
  const { suppliers, customers } = partnersOf(data, firm)
  expect(stepFrom(picture, data, firm, 'ArrowLeft', { least: 0 })).toBe(suppliers[0]?.position)
  expect(stepFrom(picture, data, firm, 'ArrowRight', { least: 0 })).toBe(customers[0]?.position)
  const below = stepFrom(picture, data, firm, 'ArrowDown', { least: 0 })
  if (below !== null) {
    expect(data.nodes.segment[below]).toBe(data.nodes.segment[firm])
    expect(stepFrom(picture, data, below, 'ArrowUp', { least: 0 })).toBe(firm)
  }
})

test('a filter shows the firms asked for and their partners, and figures count what is shown', () => {
  const mask = maskOf(data, 'segment:carbon-black', null)!
  const carbon = data.segments.findIndex(({ id }) => id === 'carbon-black')
  for (const [node, value] of mask.entries()) {
    if (data.nodes.segment[node] === carbon) expect(value).toBe(2)
    else if (value === 1) {
      const { suppliers, customers } = partnersOf(data, node)
      expect([...suppliers, ...customers].some(({ position }) => mask[position] === 2)).toBe(true)
    } else expect(value).toBe(0)
  }
  const figures = networkFigures(data, mask, 0)
  expect(figures.firms).toBe(data.segments[carbon]?.nodes)
  expect(figures.relations).toBe(figures.drawn)
  expect(figures.flows.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(figures.amount, 0)
  expect(largestFirms(data, mask, 3).every((node) => mask[node] === 2)).toBe(true)
  expect(maskOf(data, null, null)).toBeUndefined()
})

test('names cannot break out of the SVG', () => {
  expect(escapeXml('<script>&"\u0000\uD800')).toBe('&lt;script&gt;&amp;&quot;')
})
