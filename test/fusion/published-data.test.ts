import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAddressParser } from '../../server/fusion/address.ts'
import { readDivisions } from '../bench/alias-pairs.ts'
import { measureNameMatch } from '../bench/name-match.ts'
import { readCsv } from '../bench/csv-records.ts'

const folder = join(import.meta.dirname, '../../../shared/data')
const absent = !existsSync(join(folder, 'company_alias'))

describe.skipIf(absent)('公开数据上的地址解析和名称匹配（缺少真实数据时不运行）', () => {
  it('locates registrations in today’s divisions', async () => {
    const index = await readDivisions(folder)
    const rows = await readCsv(join(folder, 'divisions', 'divisions_history.csv'))
    const inForce = new Set(rows.filter((row) => row['status'] === '在用').map((row) => row['adcode']))
    const parse = createAddressParser(index)
    const registry = await readCsv(join(folder, 'enterprise_registry', 'shandong_registry.csv.gz'))
    const found = registry.map((row) => parse(row['address'] ?? '', row['county_code']))
    const share = (count: number) => count / found.length
    expect(share(found.filter(({ cityCode }) => cityCode !== null).length)).toBeGreaterThan(0.96)
    expect(share(found.filter(({ countyCode }) => countyCode !== null).length)).toBeGreaterThan(0.8)
    expect(
      share(found.filter(({ provinceCode }) => provinceCode !== null && provinceCode !== '370000').length),
    ).toBeLessThan(0.0005)
    for (const { countyCode } of found) if (countyCode !== null) expect(inForce.has(countyCode)).toBe(true)
    expect(index.place('371200').cityCode).toBe('370100')
    expect(index.place('371202').countyCode).toBe('370116')
    expect(index.place('370284').countyCode).toBe('370211')
    expect(index.place('370634').countyCode).toBe('370614')
  })

  it('matches labelled aliases as well as was measured', async () => {
    const { link, linkOrReview, open, estimated } = await measureNameMatch(folder)
    expect(link.get('all')?.precision).toBeGreaterThan(0.95)
    expect(link.get('all')?.recall).toBeGreaterThan(0.64)
    expect(link.get('short_name')?.f1).toBeGreaterThan(0.91)
    expect(linkOrReview.get('all')?.f1).toBeGreaterThan(0.8)
    expect(open.falseLinks).toBeLessThan(0.06)
    // The shipped parameters are what EM finds without labels.
    expect(Math.abs(estimated.f1 - (link.get('all')?.f1 ?? 0))).toBeLessThan(0.02)
  })
})
