import { describe, expect, it } from 'vitest'
import { herfindahl } from '../../server/chain/segment-states.ts'
import { judgeSegment } from '../../server/chain/strength.ts'
import { regionContains } from '../../server/domain/region.ts'
import { plantedTruth } from '../../seeds/demo/truth.ts'
import { column, readRecords } from './demo-records.ts'

const truth = plantedTruth()

interface Account {
  demand: number
  local: number
  readonly suppliers: Map<string, number>
  readonly external: Map<string, number>
}

function emptyAccount(): Account {
  return { demand: 0, local: 0, suppliers: new Map(), external: new Map() }
}

/** Twelve months of transactions up to a month, by segment, seen from a region. */
async function accountsOf(region: string, until: string): Promise<ReadonlyMap<string, Account>> {
  const [year = 0, month = 0] = until.split('-').map(Number)
  const after = month === 12 ? `${year}-00` : `${year - 1}-${String(month).padStart(2, '0')}`
  const inside = (code: string): boolean => code !== '' && regionContains(region, code)
  const accounts = new Map<string, Account>()
  for (const trade of await readRecords('enterprise/demo-supply-transaction')) {
    if (column(trade, 'month') <= after || column(trade, 'month') > until) continue
    const segment = column(trade, 'segment')
    const account: Account = accounts.get(segment) ?? emptyAccount()
    accounts.set(segment, account)
    const amount = Number(column(trade, 'amount'))
    const supplier = column(trade, 'supplier_name')
    const fromHere = inside(column(trade, 'supplier_county_code'))
    if (fromHere) account.suppliers.set(supplier, (account.suppliers.get(supplier) ?? 0) + amount)
    if (!inside(column(trade, 'buyer_county_code'))) continue
    account.demand += amount
    if (fromHere) account.local += amount
    else account.external.set(supplier, (account.external.get(supplier) ?? 0) + amount)
  }
  return accounts
}

/** The platform's own verdict on the recomputed figures. */
function verdictOf(account: Account | undefined): { strength: string; externalSupplier: string | null } {
  const sales = [...(account?.suppliers.values() ?? [])]
  const supply = sales.reduce((sum, value) => sum + value, 0)
  const top = [...(account?.external ?? [])].toSorted((a, b) => b[1] - a[1])[0]
  const demand = account?.demand ?? 0
  const { strength } = judgeSegment({
    enterprises: sales.length,
    suppliers: supply > 0 ? sales.length : null,
    demand,
    demandInferred: false,
    supply,
    localSupplyRatio: demand > 0 ? (account?.local ?? 0) / demand : null,
    locationQuotient: null,
    hhi: supply > 0 ? herfindahl(sales) : null,
    cr1: supply > 0 ? Math.max(...sales) / supply : null,
    externalSupplier: top?.[0] ?? null,
    externalShare: demand > 0 && top !== undefined ? top[1] / demand : null,
  })
  return { strength, externalSupplier: top?.[0] ?? null }
}

describe('埋设的环节强弱可由交易记录重新算出', () => {
  it.each(truth.segments)('$region', async ({ region, missing, weak, singleSource, overDependent }) => {
    const accounts = await accountsOf(region, '2026-10')
    const verdicts = Object.fromEntries(
      [...missing, ...weak, ...singleSource, ...overDependent.map(({ segment }) => segment)].map(
        (segment) => [segment, verdictOf(accounts.get(segment)).strength],
      ),
    )
    expect(verdicts).toEqual({
      ...Object.fromEntries(missing.map((segment) => [segment, 'missing'])),
      ...Object.fromEntries(weak.map((segment) => [segment, 'weak'])),
      ...Object.fromEntries(singleSource.map((segment) => [segment, 'single-source'])),
      ...Object.fromEntries(overDependent.map(({ segment }) => [segment, 'over-dependent'])),
    })
    for (const { segment, supplier } of overDependent) {
      expect(verdictOf(accounts.get(segment)).externalSupplier).toBe(supplier)
    }
  })

  it('缺的环节，本地没有一家企业的登记写着它的产品', async () => {
    const registered = await readRecords('public/demo-enterprise-registration')
    const cluster = registered.filter((record) => column(record, 'county_code').startsWith('3705'))
    const scopes = cluster.map((record) => column(record, 'business_scope')).join('\n')
    expect(scopes).not.toMatch(/卤化丁基橡胶|芳纶|涤纶工业|锦纶工业丝|盘条|成型机|气门嘴|轮胎试验机/u)
  })

  it('胎圈钢丝在最近几个月由多家变为单点', async () => {
    const { region, segment, singleSourceFrom, departures, survivor } = truth.consolidation
    const months = ['2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10']
    for (const month of months) {
      const { strength } = verdictOf((await accountsOf(region, month)).get(segment))
      expect(strength === 'single-source', month).toBe(month >= singleSourceFrom)
    }
    expect(departures).toHaveLength(5)
    const last = (await readRecords('enterprise/demo-supply-transaction')).filter(
      (trade) =>
        column(trade, 'month') === '2026-10' &&
        column(trade, 'segment') === segment &&
        column(trade, 'supplier_county_code').startsWith('3705'),
    )
    expect(new Set(last.map((trade) => column(trade, 'supplier_credit_code')))).toEqual(new Set([survivor]))
  })
})

const SIGNAL_SHARE = 0.8
const FALSE_ALARMS = 0.12

/** Level of a series in a month's quarter against the quarter a year before it. */
function yearOnYear(
  series: ReadonlyMap<string, number> | undefined,
  months: readonly string[],
  at: number,
): number | null {
  const mean = (from: number): number | null => {
    const values = [from - 2, from - 1, from].map((month) => series?.get(months[month] ?? '') ?? Number.NaN)
    return values.some(Number.isNaN) ? null : values.reduce((sum, value) => sum + value, 0) / 3
  }
  const [now, before] = [mean(at), mean(at - 12)]
  return now === null || before === null || before === 0 ? null : now / before
}

async function seriesOf(id: string, value: string): Promise<Map<string, Map<string, number>>> {
  const all = new Map<string, Map<string, number>>()
  for (const record of await readRecords(id)) {
    const code = column(record, 'credit_code')
    const series = all.get(code) ?? new Map<string, number>()
    series.set(column(record, 'month'), Number(column(record, value)))
    all.set(code, series)
  }
  return all
}

describe('埋设的迁移与早期信号', () => {
  const by = Map.groupBy(truth.fates, (fate) => fate.kind)
  const leavers = [...(by.get('moved') ?? []), ...(by.get('moved-silently') ?? [])]

  it('数量：迁出 40 家、迁入 15 家、在险 12 家，另有有信号而未迁的', () => {
    expect(leavers).toHaveLength(40)
    expect(by.get('moved-silently')).toHaveLength(10)
    expect(by.get('moved-in')).toHaveLength(15)
    expect(by.get('at-risk')).toHaveLength(12)
    const decoys = truth.fates.filter((fate) => fate.kind.startsWith('decoy'))
    expect(decoys.length).toBeGreaterThanOrEqual(20)
    expect(new Set(truth.fates.map((fate) => fate.creditCode)).size).toBe(truth.fates.length)
  })

  it('每一家迁出的都有跨县的住所变更，在险和有信号未迁的都没有', async () => {
    const changes = await readRecords('public/demo-registration-change')
    const moved = new Set(
      changes
        .filter(
          (change) =>
            column(change, 'item') === '住所' &&
            column(change, 'before_county_code') !== column(change, 'after_county_code'),
        )
        .map((change) => `${column(change, 'credit_code')} ${column(change, 'changed_on').slice(0, 7)}`),
    )
    const expected = truth.fates.filter((fate) => fate.movedIn !== null)
    expect(moved).toEqual(new Set(expected.map((fate) => `${fate.creditCode} ${fate.movedIn}`)))
  })

  it('有信号的迁出企业，迁前 4 至 14 个月（数据期内）已在目标县投资', async () => {
    const investments = await readRecords('public/demo-outbound-investment')
    const known = new Set(
      investments.map((record) =>
        [
          column(record, 'credit_code'),
          column(record, 'invested_on').slice(0, 7),
          column(record, 'target_county_code'),
        ].join(' '),
      ),
    )
    for (const fate of by.get('moved') ?? []) {
      expect(known.has([fate.creditCode, fate.investmentIn, fate.toCounty].join(' '))).toBe(true)
      const months = Number(fate.movedIn?.slice(0, 4)) * 12 + Number(fate.movedIn?.slice(5))
      const invested = Number(fate.investmentIn?.slice(0, 4)) * 12 + Number(fate.investmentIn?.slice(5))
      expect(months - invested).toBeGreaterThanOrEqual(4)
      expect(months - invested).toBeLessThanOrEqual(14)
    }
  })

  it.each([
    ['public/demo-electricity-use', 'kwh'],
    ['public/demo-insured-headcount', 'headcount'],
  ])('%s：有信号的相对同业下降，平常的企业很少如此', async (id, value) => {
    const all = await seriesOf(id, value)
    const months = [...new Set((await readRecords(id)).map((record) => column(record, 'month')))].toSorted()
    const ratios = (at: number): number[] =>
      [...all.values()].flatMap((series) => yearOnYear(series, months, at) ?? [])
    const peers = months.map((_, at) => {
      const sorted = ratios(at).toSorted((a, b) => a - b)
      return sorted[Math.floor(sorted.length / 2)] ?? 1
    })
    const falls = (code: string, at: number): boolean | null => {
      const ratio = yearOnYear(all.get(code), months, at)
      return ratio === null ? null : ratio / (peers[at] ?? 1) < 0.88
    }
    const signalled = [...(by.get('moved') ?? []), ...(by.get('at-risk') ?? [])].flatMap((fate) => {
      const at = fate.movedIn === null ? months.length - 1 : months.indexOf(fate.movedIn) - 1
      return falls(fate.creditCode, at) ?? []
    })
    expect(signalled.length).toBeGreaterThan(25)
    expect(signalled.filter(Boolean).length / signalled.length).toBeGreaterThan(SIGNAL_SHARE)
    const planted = new Set(truth.fates.map((fate) => fate.creditCode))
    const ordinary = [...all.keys()]
      .filter((code) => !planted.has(code))
      .flatMap((code) => falls(code, 30) ?? [])
    expect(ordinary.length).toBeGreaterThan(1_000)
    expect(ordinary.filter(Boolean).length / ordinary.length).toBeLessThan(FALSE_ALARMS)
  })
})

describe('埋设的用电异常', () => {
  it('十处异常各偏离本企业常态四成以上', async () => {
    const all = await seriesOf('public/demo-electricity-use', 'kwh')
    const totals = new Map<string, number>()
    for (const series of all.values()) {
      for (const [month, kwh] of series) totals.set(month, (totals.get(month) ?? 0) + kwh)
    }
    expect(truth.electricityAnomalies).toHaveLength(10)
    for (const { creditCode, month, factor } of truth.electricityAnomalies) {
      const series = all.get(creditCode) ?? new Map<string, number>()
      // Against the whole, so that the season falls out.
      const shares = [...series].map(([each, kwh]) => ({ each, share: kwh / (totals.get(each) ?? 1) }))
      const sorted = shares.map(({ share }) => share).toSorted((a, b) => a - b)
      const usual = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
      const odd = (shares.find(({ each }) => each === month)?.share ?? Number.NaN) / usual
      expect(odd / factor).toBeGreaterThan(0.75)
      expect(odd / factor).toBeLessThan(1.3)
      expect(Math.abs(odd - 1)).toBeGreaterThan(0.4)
    }
  })
})
