import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { column, readRecords } from './demo-records.ts'

const dataFolder = path.resolve(import.meta.dirname, '../../../shared/data')
const registers = [
  'enterprise_registry/shandong_registry.csv.gz',
  'enterprise_registry/other_provinces_manufacturing_sample.csv.gz',
  'a_share/companies.csv',
  'company_alias/smoothnlp_company_profiles.csv',
]

async function fictionalNames(): Promise<Set<string>> {
  const names = new Set<string>()
  for (const [id, ...columns] of [
    ['public/demo-enterprise-registration', 'name'],
    ['public/demo-honour', 'enterprise_name'],
    ['public/demo-outbound-investment', 'target_name'],
    ['industry/demo-target-enterprise', 'name'],
    ['enterprise/demo-supply-transaction', 'supplier_name', 'buyer_name'],
  ] as const) {
    for (const record of await readRecords(id)) for (const name of columns) names.add(column(record, name))
  }
  return names
}

describe('虚构名称', () => {
  it('每个企业名称都含虚构标记字', async () => {
    const names = [...(await fictionalNames())].filter((name) => !name.includes('演示'))
    expect(names.length).toBeGreaterThan(3_000)
    expect(names.filter((name) => !/[幻虚拟寓演]/u.test(name))).toEqual([])
  })

  const present = registers.every((file) => existsSync(path.join(dataFolder, file)))
  describe.skipIf(!present)('与真实企业对照（缺少真实数据 ../shared/data 时不运行）', () => {
    it('没有一个虚构名称与真实企业相同', async () => {
      const names = await fictionalNames()
      const real = new Set<string>()
      for (const file of registers) {
        const bytes = await readFile(path.join(dataFolder, file))
        const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
        for (const found of text.matchAll(/[^,"\n\r]{4,60}(?:公司|厂|集团|中心)/gu)) real.add(found[0])
      }
      expect(real.size).toBeGreaterThan(100_000)
      expect([...names.intersection(real)]).toEqual([])
    })
  })
})
