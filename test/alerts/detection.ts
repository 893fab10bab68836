import { readAlerts } from '../../server/alerts/read.ts'
import { readWatchList } from '../../server/migration/read.ts'
import { refreshAlerts } from '../../server/alerts/refresh.ts'
import { refreshChain } from '../../server/chain/refresh.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { hasFailed, loadPack } from '../../server/ingest/pack.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { plantedTruth } from '../../seeds/demo/truth.ts'

/** The day after which nothing of the demonstration data happens. */
const now = new Date('2026-11-22T02:00:00Z')
const lastMonth = '2026-10'

/** Loads the demonstration pack through its connectors and runs every stage up to the alerts. */
export async function buildDemonstration(database: Database, dataDirectory: string): Promise<void> {
  const outcomes = await loadPack(database, 'demo', { dataDirectory, now })
  if (hasFailed(outcomes)) throw new Error(`演示数据载入失败：${JSON.stringify(outcomes)}`)
  await refreshFusion(database, now)
  await refreshChain(database, now)
  await refreshAlerts(database, now)
}

export interface Detection {
  readonly title: string
  /** Planted cases, those found, and what was reported in all. */
  readonly planted: number
  readonly found: number
  readonly reported: number
  /** Reported without a planted cause of any kind. */
  readonly unexplained: number
}

/** What the stored alerts and the watch list found of what is planted in the demonstration data. */
export async function measureDetection(database: Database): Promise<Detection[]> {
  const truth = plantedTruth()
  const { items } = await readAlerts(database, { realm: 'demonstration', limit: 10_000 })
  const reportedBy = (rule: string) =>
    new Set(items.filter((alert) => alert.rule === rule).map((alert) => alert.subject.id))
  const compare = (
    title: string,
    planted: ReadonlySet<string>,
    reported: ReadonlySet<string>,
    caused: ReadonlySet<string> = planted,
  ): Detection => ({
    title,
    planted: planted.size,
    found: reported.intersection(planted).size,
    reported: reported.size,
    unexplained: reported.difference(caused).size,
  })
  const codes = (suits: (fate: (typeof truth.fates)[number]) => boolean) =>
    new Set(truth.fates.filter(suits).map((fate) => fate.creditCode))
  const atRisk = codes((fate) => fate.kind === 'at-risk')
  const moved = (since: string) =>
    codes((fate) => fate.fromCounty.startsWith('37') && fate.movedIn !== null && fate.movedIn >= since)
  const anomalous = new Set(
    truth.electricityAnomalies
      .filter(({ month, months }) => month === lastMonth || (months > 1 && month >= '2026-09'))
      .map((anomaly) => anomaly.creditCode),
  )
  const declining = codes((fate) => fate.declineFrom !== null && fate.movedIn === null)
  const watch = await readWatchList(database, {
    region: '370000',
    realm: 'demonstration',
    months: 12,
    limit: 500,
    offset: 0,
  })
  const high = new Set(watch.items.filter((item) => item.level === 'high').map((item) => item.creditCode))
  const visits = new Set(watch.items.slice(0, watch.backtest?.k ?? 20).map((item) => item.creditCode))
  const segment = new Set([`rubber-tyre/${truth.consolidation.segment}`])
  return [
    // Alerts reach back 90 days: two whole months for certain, the third in part.
    compare('住所迁出（近两月）', moved('2026-09'), reportedBy('address-moved-out'), moved('2026-08')),
    compare('在险企业 · 早期信号告警（近三月新升）', atRisk, reportedBy('early-migration-score')),
    compare('在险企业 · 名单达到走访线', atRisk, high),
    compare('在险企业 · 名单前 20 家', atRisk, visits),
    compare('用电异常（最近月）', anomalous, reportedBy('electricity-anomaly'), anomalous.union(declining)),
    compare('单点供应（胎圈钢丝）', segment, reportedBy('single-source-segment')),
  ]
}
