import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { revealedPresence } from '../../server/algorithms/economic-complexity.ts'
import economicComplexity from '../../server/capabilities/economic-complexity.ts'
import { hasRealData, realData, realDataNote } from '../connectors/real-data.ts'

const folder = path.join(realData, 'economic_complexity')

async function readRows(file: string): Promise<string[][]> {
  const text = gunzipSync(await readFile(path.join(folder, file))).toString('utf8')
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
}

describe.skipIf(!hasRealData)(`R 软件包 economiccomplexity 的公布结果${realDataNote}`, () => {
  test('每一处 RCA ≥ 1 都相同，产品邻近度到六位小数相同', async () => {
    const entries = (await readRows('world_trade_avg_1998_to_2000.csv.gz')).map(
      ([country = '', product = '', value]): [string, string, number] => [country, product, Number(value)],
    )
    const {
      locations,
      products,
      proximity = [],
    } = await economicComplexity.run(
      { entries, method: 'eigenvector', relatedness: true },
      { divisions: () => Promise.reject(new Error('不用区划')) },
    )
    expect([locations.length, products.length]).toEqual([226, 785])

    const amounts = new Map(entries.map(([country, product, value]) => [`${country} ${product}`, value]))
    const presence = revealedPresence(
      locations.map((c) => Float64Array.from(products, (p) => amounts.get(`${c.id} ${p.id}`) ?? 0)),
      1,
    )
    const ours = presence.flatMap((row, c) =>
      products.flatMap(({ id }, p) => (row[p] === 1 ? [`${locations[c]?.id} ${id}`] : [])),
    )
    const published = (await readRows('expected_rca_ones.csv.gz')).map(
      ([country, product]) => `${country} ${product}`,
    )
    expect(published).toHaveLength(31_951)
    expect(new Set(ours)).toEqual(new Set(published))

    const near = new Map(proximity.map(([a, b, value]) => [[a, b].map(String).toSorted().join(' '), value]))
    const expected = await readRows('expected_proximity_product.csv.gz')
    expect(near.size).toBe(expected.length)
    let apart = 0
    for (const [a = '', b = '', value] of expected)
      apart = Math.max(apart, Math.abs((near.get([a, b].toSorted().join(' ')) ?? 9) - Number(value)))
    expect(apart).toBeLessThan(1e-6)
  })
})
