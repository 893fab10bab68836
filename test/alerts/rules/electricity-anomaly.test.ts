import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { monthsBefore } from '../../../server/chain/members.ts'
import type { Database } from '../../../server/warehouse/database.ts'
import {
  addFirms,
  addressChange,
  alertsOf,
  demonstrationCode,
  guangrao,
  load,
  month,
  monthsUntil,
  openScene,
} from '../facts.ts'

let database: Database

beforeEach(async () => {
  database = await openScene()
})
afterEach(() => database.close())

describe('企业用电异常', () => {
  const count = 20

  async function loadUse(factorOf: (index: number) => number): Promise<string[]> {
    const codes = Array.from({ length: count }, (_, index) => demonstrationCode(guangrao, index))
    await addFirms(
      database,
      codes.map((credit_code) => ({ credit_code, county_code: guangrao })),
    )
    const uses = [monthsBefore(month, 12), ...monthsUntil(month, 4)]
    await load(
      database,
      'public/electricity-use',
      codes.flatMap((credit_code, index) =>
        uses.map((text, position) => ({
          credit_code,
          month: text,
          kwh:
            (60_000 + 1_000 * index) *
            (1 + 0.01 * ((index * 3 + position * 5) % 7)) *
            (text === month ? factorOf(index) : 1),
          county_code: guangrao,
          industry_code: 'C2911',
        })),
      ),
    )
    return codes
  }

  test('一家骤降即报，与上年同月和同行相比；证据是两个月的用电记录', async () => {
    const codes = await loadUse((index) => (index === 4 ? 0.2 : 1))
    const [alert, ...others] = await alertsOf(database, 'electricity-anomaly')
    expect(others).toEqual([])
    expect(alert).toMatchObject({ severity: 'high', subject: { id: codes[4] }, region: { code: guangrao } })
    expect(alert!.message).toMatch(/2026-10 用电 .*上年同月 .*同行业 20 家同比中位数 .*修正 z 值 -\d+\.\d/)
    expect(alert!.evidence.slice(0, 2).map((item) => item.source?.dataset)).toEqual([
      'public/electricity-use',
      'public/electricity-use',
    ])
  })

  test('同行一起下降：不报', async () => {
    await loadUse(() => 0.3)
    expect(await alertsOf(database, 'electricity-anomaly')).toEqual([])
  })

  test('一年内迁址、成立不满两年的企业不参与', async () => {
    const codes = await loadUse((index) => (index === 4 || index === 7 ? 0.2 : 1))
    await load(database, 'public/registration-change', [
      addressChange('370783', guangrao, '2026-06-01', codes[4]),
    ])
    await database.pool.query(
      `update brain.golden_enterprise set registered_on = '2025-03-01' where credit_code = $1`,
      [codes[7]],
    )
    expect(await alertsOf(database, 'electricity-anomaly')).toEqual([])
  })
})
