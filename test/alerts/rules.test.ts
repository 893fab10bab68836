import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refreshAlerts } from '../../server/alerts/refresh.ts'
import { rules } from '../../server/alerts/registry.ts'
import type { StoredAlert } from '../../server/alerts/read.ts'
import { monthsBefore } from '../../server/chain/members.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { addFirms, demonstrationCode, divisions, load, monthsUntil, setMonth, touchChain } from './facts.ts'

let database: Database
const now = new Date('2026-11-22T02:00:00Z')
const month = '2026-10'
const guangrao = '370523'
const firm = demonstrationCode(guangrao, 1)

beforeEach(async () => {
  database = await openTestDatabase()
  await load(database, 'public/division', divisions)
  await setMonth(database, 'demonstration', month)
})
afterEach(() => database.close())

async function alertsOf(rule: string): Promise<StoredAlert[]> {
  return (await refreshAlerts(database, now)).filter((alert) => alert.rule === rule)
}

function addressChange(from: string | null, to: string | null, on = '2026-10-12', creditCode = firm) {
  return {
    credit_code: creditCode,
    changed_on: on,
    item: '住所',
    before: '示例路 1 号',
    after: '示例路 2 号',
    before_county_code: from,
    after_county_code: to,
  }
}

describe('企业住所迁出', () => {
  const rule = 'address-moved-out'

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
    await load(database, 'public/registration-change', [addressChange(guangrao, '320281')])
    const [alert, ...others] = await alertsOf(rule)
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      severity: 'high',
      subject: { kind: 'enterprise', id: firm, name: '演示轮胎有限公司' },
      region: { code: guangrao, name: '广饶县' },
      action: { title: '安排回访服务' },
    })
    expect(alert!.message).toBe(
      '演示轮胎有限公司 2026-10-12 登记住所由东营市广饶县迁至江苏省江阴市（跨省）；2025 年营业收入 1.20 亿元，从业 320 人。',
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
    expect((await alertsOf(rule)).map((alert) => [alert.subject.id, alert.severity])).toEqual([
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
    expect(await alertsOf(rule)).toEqual([])
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
    expect((await alertsOf(rule)).map((alert) => alert.subject.id)).toEqual([codes[1]])
    expect(await refreshAlerts(database, now)).toEqual([])
    await load(database, 'public/registration-change', [
      addressChange(guangrao, '370783', '2026-11-20', codes[2]),
    ])
    expect((await alertsOf(rule)).map((alert) => alert.subject.id)).toEqual([codes[2]])
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
    expect((await alertsOf(rule)).map((alert) => alert.realm)).toEqual(['actual'])
  })
})

describe('企业迁移早期信号', () => {
  const rule = 'early-migration-score'
  const months = monthsUntil(month, 24)
  const peers = Array.from({ length: 14 }, (_, index) => demonstrationCode(guangrao, 100 + index))

  /** Monthly figures of the firm and its peers; `levels` gives the last six months against the time before. */
  async function loadSeries(own: number, others: number): Promise<void> {
    await addFirms(
      database,
      [firm, ...peers].map((credit_code) => ({ credit_code, county_code: guangrao })),
    )
    const level = (creditCode: string, position: number) =>
      position >= months.length - 3 ? (creditCode === firm ? own : others) : 1
    const rows = [firm, ...peers].flatMap((credit_code) =>
      months.map((text, position) => ({ credit_code, month: text, level: level(credit_code, position) })),
    )
    await load(
      database,
      'public/electricity-use',
      rows.map(({ credit_code, month: text, level: share }) => ({
        credit_code,
        month: text,
        kwh: 80_000 * share,
      })),
    )
    await load(
      database,
      'public/insured-headcount',
      rows.map(({ credit_code, month: text, level: share }) => ({
        credit_code,
        month: text,
        headcount: Math.round(200 * share),
      })),
    )
  }

  const investment = {
    credit_code: firm,
    invested_on: '2026-03-05',
    target_name: '江阴新厂有限公司',
    target_county_code: '320281',
    ratio: 80,
    amount: 1_000_000_00,
  }

  test('异地投资而本地用电、参保低于同行：新升至走访线时报，信号带日期和来源', async () => {
    await loadSeries(0.7, 1)
    await load(database, 'public/outbound-investment', [investment])
    const [alert, ...others] = await alertsOf(rule)
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      severity: 'high',
      subject: { id: firm },
      action: { title: '安排走访服务' },
    })
    expect(alert!.message).toContain('迁移监测得分 90 分，达到走访线 60 分')
    expect(alert!.evidence.map(({ label, source }) => [label, source?.dataset])).toEqual([
      ['用电量相对同行下降', 'public/electricity-use'],
      ['参保人数相对同行下降', 'public/insured-headcount'],
      ['异地投资设企', 'public/outbound-investment'],
    ])
  })

  test('同行一起下降：不报', async () => {
    await loadSeries(0.7, 0.7)
    await load(database, 'public/outbound-investment', [investment])
    expect(await alertsOf(rule)).toEqual([])
  })

  test('只有异地投资、或投资在本县：不报', async () => {
    await loadSeries(1, 1)
    await load(database, 'public/outbound-investment', [investment])
    expect(await alertsOf(rule)).toEqual([])
  })

  test('投资在本县而业务下滑：不到走访线', async () => {
    await loadSeries(0.7, 1)
    await load(database, 'public/outbound-investment', [{ ...investment, target_county_code: guangrao }])
    expect(await alertsOf(rule)).toEqual([])
  })

  test('一直处在高分的企业不重复报', async () => {
    await loadSeries(0.7, 1)
    await load(database, 'public/outbound-investment', [investment])
    expect(await alertsOf(rule)).toHaveLength(1)
    const later = monthsBefore(month, -1)
    await load(
      database,
      'public/electricity-use',
      [firm, ...peers].map((credit_code) => ({
        credit_code,
        month: later,
        kwh: credit_code === firm ? 50_000 : 80_000,
      })),
    )
    await setMonth(database, 'demonstration', later)
    expect(await alertsOf(rule)).toEqual([])
  })
})

describe('企业用电异常', () => {
  const rule = 'electricity-anomaly'
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
    const [alert, ...others] = await alertsOf(rule)
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
    expect(await alertsOf(rule)).toEqual([])
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
    expect(await alertsOf(rule)).toEqual([])
  })
})

describe('环节变为单点供应', () => {
  const rule = 'single-source-segment'
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
    const [alert, ...others] = await alertsOf(rule)
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
    expect(await alertsOf(rule)).toEqual([])
  })

  test('从没有供应商到有了一家，是好转，不报', async () => {
    await loadTrade((maker) => (maker === 0 ? month : '2020-01'))
    await database.pool.query(
      `delete from enterprise_warehouse.supply_transaction where month < $1 or supplier_credit_code <> $2`,
      [month, makers[0]],
    )
    expect(await alertsOf(rule)).toEqual([])
  })
})

describe('规则', () => {
  test('四条都在，各有标题、口径和数据集', () => {
    expect([...rules.keys()]).toEqual([
      'address-moved-out',
      'early-migration-score',
      'electricity-anomaly',
      'single-source-segment',
    ])
    for (const one of rules.values()) {
      expect(one.title.length).toBeGreaterThan(3)
      expect(one.definition.length).toBeGreaterThan(20)
      expect(one.datasets.length).toBeGreaterThan(0)
    }
  })

  test('下一步只有服务与了解，没有任何阻碍迁移的字样（公平竞争审查条例）', () => {
    const draft = {
      key: '',
      title: '',
      message: '',
      subject: { kind: 'enterprise' as const, id: 'rubber-tyre/x', name: '' },
      region: null,
      occurredOn: '2026-10-01',
      evidence: [],
    }
    for (const one of rules.values()) {
      const words = `${one.title}${one.definition}${one.action(draft, 'actual').title}`
      expect(words).not.toMatch(/阻止|阻拦|拦截|禁止|限制|劝返|劝留|不予|暂缓|冻结|扣留|挽留/u)
      expect(one.action(draft, 'actual').title).toMatch(/走访|回访|查看/u)
    }
  })
})
