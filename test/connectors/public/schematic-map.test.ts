import { beforeAll, describe, expect, it } from 'vitest'
import boundaries from '../../../connectors/public/boundary-shandong.ts'
import divisions from '../../../connectors/public/division-package.ts'
import type { Connector, SourceRecord } from '../../../connectors/contract.ts'
import { readGeojson } from '../../../connectors/formats/geojson.ts'
import { labelPoint, type AreaGeometry } from '../../../connectors/formats/topojson.ts'
import { hasRealData, realData, realDataNote } from '../real-data.ts'
import { fetchContext, recordsOf } from '../records.ts'

type Ring = readonly (readonly [number, number])[]
interface MultiPolygon {
  readonly type: string
  readonly coordinates: readonly (readonly Ring[])[]
}

let shapes: ReadonlyMap<string, SourceRecord>
let codes: ReadonlyMap<string, SourceRecord>

async function byCode(connector: Connector): Promise<ReadonlyMap<string, SourceRecord>> {
  const records: SourceRecord[] = []
  for await (const delivery of connector.fetch(fetchContext())) records.push(...(await recordsOf(delivery)))
  expect(records.length).toBeGreaterThanOrEqual(connector.expectedYield?.minimum ?? Infinity)
  expect(records.length).toBeLessThanOrEqual(connector.expectedYield?.maximum ?? 0)
  const found = new Map(records.map((record) => [record.code ?? '', record]))
  expect(found.size, '代码不重复').toBe(records.length)
  return found
}

function polygons(code: string): readonly (readonly Ring[])[] {
  const geometry = JSON.parse(shapes.get(code)?.geometry ?? '') as MultiPolygon
  return geometry.type === 'Polygon'
    ? [geometry.coordinates as unknown as readonly Ring[]]
    : geometry.coordinates
}

/** Planar area in square degrees, for proportions only. */
function area(code: string): number {
  return polygons(code)
    .flatMap((polygon) => polygon.map((ring, position) => (position === 0 ? 1 : -1) * ringArea(ring)))
    .reduce((sum, part) => sum + part, 0)
}

function ringArea(ring: Ring): number {
  let sum = 0
  for (const [position, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(position + 1) % ring.length] ?? [x1, y1]
    sum += x1 * y2 - x2 * y1
  }
  return Math.abs(sum) / 2
}

beforeAll(async () => {
  shapes = await byCode(boundaries)
  codes = await byCode(divisions)
})

describe('schematic map of Shandong', () => {
  it('has the province, 16 cities and 136 counties in force, with the names in force', () => {
    const levels = Map.groupBy(shapes.values(), (shape) => shape.level)
    expect(levels.get('province')).toHaveLength(1)
    expect(levels.get('city')).toHaveLength(16)
    expect(levels.get('county')).toHaveLength(136)
    const inForce = [...codes.values()].filter((division) => division.code?.startsWith('37'))
    expect(new Map([...shapes.values()].map(({ code, name, level }) => [code, `${level} ${name}`]))).toEqual(
      new Map(inForce.map(({ code, name, level }) => [code, `${level} ${name}`])),
    )
  })

  it('says on every shape that it is no survey product and carries no approval number', () => {
    for (const shape of shapes.values()) expect(shape.basis).toMatch(/示意底图.*无审图号/)
  })

  it('has closed rings within the province’s bounds', () => {
    for (const code of shapes.keys()) {
      for (const ring of polygons(code).flat()) {
        expect(ring.length).toBeGreaterThanOrEqual(4)
        expect(ring.at(-1)).toEqual(ring[0])
        for (const [longitude, latitude] of ring) {
          expect(longitude).toBeGreaterThan(114.7)
          expect(longitude).toBeLessThan(122.8)
          expect(latitude).toBeGreaterThan(34.3)
          expect(latitude).toBeLessThan(38.5)
        }
      }
    }
  })

  it('fits together: counties fill their city and cities fill the province', () => {
    const within = (prefix: string, level: string) =>
      [...shapes.values()].filter((shape) => shape.level === level && shape.code?.startsWith(prefix))
    const total = (list: readonly SourceRecord[]) =>
      list.reduce((sum, shape) => sum + area(shape.code ?? ''), 0)
    for (const city of within('37', 'city')) {
      const code = city.code ?? ''
      expect(total(within(code.slice(0, 4), 'county')) / area(code), city.name).toBeCloseTo(1, 2)
    }
    expect(total(within('37', 'city')) / area('370000')).toBeCloseTo(1, 2)
  })
})

describe('division codes from the package', () => {
  it.each([
    ['370000', { level: 'province', parent_code: '100000', short_name: '山东' }],
    ['370500', { level: 'city', parent_code: '370000', short_name: '东营' }],
    ['370523', { level: 'county', parent_code: '370500', short_name: '广饶' }],
    ['110101', { level: 'county', parent_code: '110000', short_name: '东城' }],
    ['429004', { level: 'county', parent_code: '420000', short_name: '仙桃' }],
  ])('%s', (code, expected) => {
    expect(codes.get(code)).toMatchObject(expected)
  })

  it('leaves out what is no division', () => {
    for (const code of ['370101', '370171', '429000']) expect(codes.has(code), code).toBe(false)
  })

  it('has a parent for every division', () => {
    for (const { code, parent_code: parent } of codes.values()) {
      expect(parent === '100000' || codes.has(parent ?? ''), `${code} 的上级 ${parent}`).toBe(true)
    }
  })

  it('places every division of Shandong inside its own outline', () => {
    for (const code of shapes.keys()) {
      const { longitude, latitude } = codes.get(code) ?? {}
      const point = [Number(longitude), Number(latitude)] as const
      // The centre of gravity of a bent county may lie outside it, never outside its bounds.
      const positions = polygons(code).flat(2)
      expect(point[0]).toBeGreaterThan(Math.min(...positions.map(([x]) => x)))
      expect(point[0]).toBeLessThan(Math.max(...positions.map(([x]) => x)))
      expect(point[1]).toBeGreaterThan(Math.min(...positions.map(([, y]) => y)))
      expect(point[1]).toBeLessThan(Math.max(...positions.map(([, y]) => y)))
    }
  })
})

describe.skipIf(!hasRealData)(`the schematic map beside the surveyed one of 2021${realDataNote}`, () => {
  it.each([
    ['shandong_cities.geojson', 16],
    ['shandong_counties.geojson', 136],
  ])('%s: every outline is where it should be', async (file, count) => {
    const surveyed = await Array.fromAsync(readGeojson({ path: `${realData}/geo/${file}` }))
    expect(surveyed).toHaveLength(count)
    for (const { adcode = '', name, geometry = '' } of surveyed) {
      const [x1, y1] = labelPoint(JSON.parse(geometry) as AreaGeometry)
      const [x2, y2] = labelPoint(JSON.parse(shapes.get(adcode)?.geometry ?? '') as AreaGeometry)
      // Towns have moved between counties since: 福山 and 栖霞 by most, 0.054 degrees.
      expect(Math.hypot(x1 - x2, y1 - y2), name).toBeLessThan(0.06)
    }
  })
})
