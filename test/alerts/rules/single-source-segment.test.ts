import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../server/warehouse/database.ts'
import {
  addFirms,
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

describe('环节变为单点供应', () => {
  const makers = Array.from({ length: 6 }, (_, index) => demonstrationCode(guangrao, 200 + index))
  const buyer = demonstrationCode(guangrao, 300)

  /** Each maker sells 500 万元 a month until its last month; the first takes over what the others lose. */
  async function loadTrade(lastMonthOf: (maker: number) => string, verdictMonth = month): Promise<void> {
    await addFirms(
      database,
      [...makers, buyer].map((credit_code) => ({ credit_code, county_code: guangrao })),
    )
    const rows = monthsUntil(month, 18).flatMap((text) => {
      const selling = makers.filter((_, index) => lastMonthOf(index) >= text)
      return selling.map((supplier, index) => ({
        transaction_id: `${text}-${supplier}`,
        month: text,
        supplier_credit_code: supplier,
        supplier_name: `供应商${makers.indexOf(supplier)}`,
        supplier_county_code: guangrao,
        buyer_credit_code: buyer,
        buyer_name: '轮胎厂',
        buyer_county_code: guangrao,
        segment: 'bead-wire',
        product: '胎圈钢丝',
        amount: 500_000_000 * (index === 0 ? 1 + makers.length - selling.length : 1),
      }))
    })
    await load(database, 'enterprise/supply-transaction', rows)
    // The stored verdict of the month, as the chain stage leaves it.
    for (const region of ['370000', '370500', guangrao])
      await database.pool.query(
        `insert into brain.segment_state (chain, realm, region_code, month, segment, enterprises, supply, demand, hhi, cr1, strength, reasons)
         values ('rubber-tyre', 'demonstration', $1, $2, 'bead-wire', 6, 100000000000, 100000000000, 0.3, 0.5, 'single-source', '["本地供应集中度 HHI 0.30"]')`,
        [region, verdictMonth],
      )
  }

  test('供应商逐家退出、集中到一家：只在最大的区域报一次，列出仍供货的和退出的', async () => {
    await loadTrade((maker) => (maker === 0 ? month : '2026-07'))
    const [alert, ...others] = await alertsOf(database, 'single-source-segment')
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      subject: { kind: 'segment', id: 'rubber-tyre/bead-wire' },
      region: { code: '370000' },
      action: { title: '查看替代供应商' },
    })
    expect(alert!.message).toContain('最近 3 个月仍供货 1 家')
    expect(alert!.message).toContain('最大一家供应商0')
    expect(alert!.evidence.find(({ label }) => label === '供应商0')?.source).toMatchObject({
      dataset: 'enterprise/supply-transaction',
    })
    expect(alert!.evidence.some(({ value }) => value.includes('最近一笔 2026-07'))).toBe(true)
  })

  test('早已是单点的不再报', async () => {
    await loadTrade((maker) => (maker === 0 ? month : '2025-09'))
    expect(await alertsOf(database, 'single-source-segment')).toEqual([])
  })

  test('从没有供应商到有了一家，是好转，不报', async () => {
    await loadTrade((maker) => (maker === 0 ? month : '2020-01'))
    await database.pool.query(
      `delete from enterprise_warehouse.supply_transaction where month < $1 or supplier_credit_code <> $2`,
      [month, makers[0]],
    )
    expect(await alertsOf(database, 'single-source-segment')).toEqual([])
  })
})
