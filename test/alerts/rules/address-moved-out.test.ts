import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refreshAlerts } from '../../../server/alerts/refresh.ts'
import type { Database } from '../../../server/warehouse/database.ts'
import {
  addFirms,
  addressChange,
  alertsOf,
  demonstrationCode,
  firm,
  guangrao,
  load,
  month,
  now,
  openScene,
  setMonth,
  touchChain,
} from '../facts.ts'

let database: Database

beforeEach(async () => {
  database = await openScene()
})
afterEach(() => database.close())

describe('企业住所迁出', () => {
  test('跨省迁出：说清谁、从哪到哪、多大、何时，证据到行，下一步是服务', async () => {
    await addFirms(database, [
      {
        credit_code: firm,
        name: '演示轮胎有限公司',
        county_code: '320281',
        revenue: 12_000_000_000,
        revenue_year: 2025,
        employees: 320,
      },
    ])
    const neighbour = demonstrationCode(guangrao, 2)
    await addFirms(database, [{ credit_code: neighbour, county_code: guangrao }])
    await database.pool.query(
      `insert into brain.enterprise_segment (chain, segment, credit_code, confidence, method, reasons)
       select 'rubber-tyre', 'off-road-tyre', unnest($1::text[]), 0.9, 'rule', '[]'`,
      [[firm, neighbour]],
    )
    await load(database, 'public/registration-change', [addressChange(guangrao, '320281')])
    const [alert, ...others] = await alertsOf(database, 'address-moved-out')
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      severity: 'high',
      subject: { kind: 'enterprise', id: firm, name: '演示轮胎有限公司' },
      region: { code: guangrao, name: '广饶县' },
      action: { title: '安排回访服务' },
    })
    expect(alert!.message).toBe(
      '演示轮胎有限公司 2026-10-12 登记住所由东营市广饶县迁至江苏省江阴市（跨省）；2025 年营业收入 1.20 亿元，从业 320 人；广饶县“工程机械轮胎”环节尚有 1 家企业。',
    )
    expect(alert!.evidence[0]).toMatchObject({
      value: '示例路 1 号 → 示例路 2 号',
      source: { dataset: 'public/registration-change', rowNumber: 1 },
    })
  })

  test('跨市为关注，同市跨县为提示；迁入本省不报', async () => {
    const codes = [1, 2, 3].map((serial) => demonstrationCode(guangrao, serial))
    await addFirms(
      database,
      codes.map((credit_code) => ({ credit_code, county_code: guangrao })),
    )
    await load(database, 'public/registration-change', [
      addressChange(guangrao, '370783', '2026-10-01', codes[0]),
      addressChange(guangrao, '370502', '2026-10-02', codes[1]),
      addressChange('320281', guangrao, '2026-10-03', codes[2]),
    ])
    expect(
      (await alertsOf(database, 'address-moved-out')).map((alert) => [alert.subject.id, alert.severity]),
    ).toEqual([
      [codes[0], 'medium'],
      [codes[1], 'low'],
    ])
  })

  test('同县内改写地址、区划更名、县码不明，都不是迁移', async () => {
    const codes = [1, 2, 3, 4].map((serial) => demonstrationCode(guangrao, serial))
    await addFirms(
      database,
      codes.map((credit_code) => ({ credit_code, county_code: guangrao })),
    )
    await load(database, 'public/registration-change', [
      addressChange(guangrao, guangrao, '2026-10-01', codes[0]),
      addressChange('370181', '370114', '2026-10-02', codes[1]),
      addressChange(guangrao, null, '2026-10-03', codes[2]),
      addressChange('370500', guangrao, '2026-10-04', codes[3]),
    ])
    expect(await alertsOf(database, 'address-moved-out')).toEqual([])
  })

  test('只看月末前 90 天以来；其后登记的立即报；再次运行不重复', async () => {
    const codes = [1, 2, 3].map((serial) => demonstrationCode(guangrao, serial))
    await addFirms(
      database,
      codes.map((credit_code) => ({ credit_code, county_code: guangrao })),
    )
    await load(database, 'public/registration-change', [
      addressChange(guangrao, '370783', '2026-08-02', codes[0]),
      addressChange(guangrao, '370783', '2026-08-03', codes[1]),
    ])
    expect((await alertsOf(database, 'address-moved-out')).map((alert) => alert.subject.id)).toEqual([
      codes[1],
    ])
    expect(await refreshAlerts(database, now)).toEqual([])
    await load(database, 'public/registration-change', [
      addressChange(guangrao, '370783', '2026-11-20', codes[2]),
    ])
    expect((await alertsOf(database, 'address-moved-out')).map((alert) => alert.subject.id)).toEqual([
      codes[2],
    ])
    await touchChain(database)
    expect(await refreshAlerts(database, now)).toEqual([])
  })

  test('演示企业与实际企业分开', async () => {
    await setMonth(database, 'actual', month)
    const actual = '91370523MA3C000018'
    await addFirms(database, [{ credit_code: actual, county_code: guangrao }])
    await load(database, 'public/registration-change', [
      addressChange(guangrao, '370783', '2026-10-01', actual),
    ])
    expect((await alertsOf(database, 'address-moved-out')).map((alert) => alert.realm)).toEqual(['actual'])
  })
})
