import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { monthsBefore } from '../../../server/chain/members.ts'
import type { Database } from '../../../server/warehouse/database.ts'
import {
  addFirms,
  alertsOf,
  demonstrationCode,
  firm,
  guangrao,
  load,
  month,
  monthsUntil,
  openScene,
  setMonth,
} from '../facts.ts'

let database: Database

beforeEach(async () => {
  database = await openScene()
})
afterEach(() => database.close())

describe('企业迁移早期信号', () => {
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
    const [alert, ...others] = await alertsOf(database, 'early-migration-score')
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
    expect(await alertsOf(database, 'early-migration-score')).toEqual([])
  })

  test('只有异地投资、或投资在本县：不报', async () => {
    await loadSeries(1, 1)
    await load(database, 'public/outbound-investment', [investment])
    expect(await alertsOf(database, 'early-migration-score')).toEqual([])
  })

  test('投资在本县而业务下滑：不到走访线', async () => {
    await loadSeries(0.7, 1)
    await load(database, 'public/outbound-investment', [{ ...investment, target_county_code: guangrao }])
    expect(await alertsOf(database, 'early-migration-score')).toEqual([])
  })

  test('一直处在高分的企业不重复报', async () => {
    await loadSeries(0.7, 1)
    await load(database, 'public/outbound-investment', [investment])
    expect(await alertsOf(database, 'early-migration-score')).toHaveLength(1)
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
    expect(await alertsOf(database, 'early-migration-score')).toEqual([])
  })
})
