import { describe, expect, it } from 'vitest'
import { column, readRecords } from './demo-records.ts'

async function codesOf(id: string, name = 'credit_code'): Promise<Set<string>> {
  const records = await readRecords(id)
  return new Set(records.map((record) => column(record, name)).filter((code) => code !== ''))
}

describe('演示数据的引用完整', () => {
  it('事实中的每个信用代码都在登记或招商目标名单中', async () => {
    const registered = await codesOf('public/demo-enterprise-registration')
    const targets = await codesOf('industry/demo-target-enterprise')
    const known = registered.union(targets)
    expect(registered.intersection(targets).size).toBe(0)
    const facts: readonly (readonly [string, string])[] = [
      ['public/demo-registration-change', 'credit_code'],
      ['public/demo-listed-company', 'credit_code'],
      ['public/demo-honour', 'credit_code'],
      ['public/demo-above-scale-annual', 'credit_code'],
      ['public/demo-outbound-investment', 'credit_code'],
      ['public/demo-electricity-use', 'credit_code'],
      ['public/demo-insured-headcount', 'credit_code'],
      ['public/demo-tender-award', 'supplier_credit_code'],
      ['enterprise/demo-enterprise-profile', 'credit_code'],
      ['enterprise/demo-enterprise-product', 'credit_code'],
      ['enterprise/demo-annual-report', 'credit_code'],
      ['enterprise/demo-capacity-week', 'credit_code'],
      ['enterprise/demo-energy-meter', 'credit_code'],
      ['enterprise/demo-supply-transaction', 'supplier_credit_code'],
      ['enterprise/demo-supply-transaction', 'buyer_credit_code'],
    ]
    for (const [id, name] of facts) {
      const codes = await codesOf(id, name)
      expect(codes.size, id).toBeGreaterThan(0)
      expect([...codes.difference(known)].slice(0, 3), `${id} ${name}`).toEqual([])
    }
  })

  it('约三千家企业，遍布全省十六市，广饶最多', async () => {
    const records = await readRecords('public/demo-enterprise-registration')
    const latest = new Map(records.map((record) => [column(record, 'credit_code'), record]))
    expect(latest.size).toBeGreaterThan(2_800)
    expect(latest.size).toBeLessThan(3_200)
    const byCity = Map.groupBy(latest.values(), (record) => column(record, 'city_code'))
    const cities = [...byCity.keys()].filter((code) => code.startsWith('37'))
    expect(cities).toHaveLength(16)
    const inCounty = [...latest.values()].filter((record) => column(record, 'county_code') === '370523')
    expect(inCounty.length).toBeGreaterThan(latest.size * 0.3)
  })

  it('登记的现住所与住所变更一致，历史由逐月交付而来', async () => {
    const registrations = await readRecords('public/demo-enterprise-registration')
    const latest = new Map(registrations.map((record) => [column(record, 'credit_code'), record]))
    const changes = await readRecords('public/demo-registration-change')
    const moves = changes.filter((change) => column(change, 'item') === '住所')
    expect(moves.length).toBeGreaterThan(80)
    for (const move of moves) {
      const record = latest.get(column(move, 'credit_code'))
      expect(record?.['county_code']).toBe(column(move, 'after_county_code'))
      expect(record?.['address']).toBe(column(move, 'after'))
    }
  })

  it('交易双方至少一方有代码，境外一方有国家代码，境内一方有区划', async () => {
    for (const trade of await readRecords('enterprise/demo-supply-transaction')) {
      const named = column(trade, 'supplier_credit_code') !== '' || column(trade, 'buyer_credit_code') !== ''
      expect(named).toBe(true)
      for (const side of ['supplier', 'buyer']) {
        const abroad = column(trade, `${side}_country`) !== ''
        expect(column(trade, `${side}_county_code`) === '').toBe(abroad)
      }
    }
  })
})
