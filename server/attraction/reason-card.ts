import { sql } from 'kysely'
import { windowMonths } from '../chain/flows.ts'
import { unmet } from '../chain/gaps.ts'
import { monthsBefore, transactionRealm } from '../chain/members.ts'
import type { SegmentVerdict } from '../chain/segment-states.ts'
import { regionPrefix } from '../domain/region.ts'
import { strengthWords } from '../domain/strength.ts'
import type { Database } from '../warehouse/database.ts'
import { judgeLanding, type Landing, verdictOf } from './landing.ts'
import { percent, yuan } from './points.ts'
import type { Ground, Ranked } from './rank.ts'
import type { PointKind } from './weights.ts'

/** A firm of the region that could buy; yuan a year, null = only its segment is known. */
export interface Buyer {
  readonly creditCode: string | null
  readonly name: string
  readonly amount: number | null
  readonly detail: string
}

export interface ReasonCard {
  /** Why this firm, in sentences. */
  readonly why: readonly string[]
  readonly landing: Landing
  readonly buyers: readonly Buyer[]
  readonly risks: readonly string[]
  readonly unknown: readonly string[]
}

const shownBuyers = 8
/** Said in sentences of their own, or saying little alone. */
const stated: readonly PointKind[] = ['match', 'unmet', 'listed']

/** The card of one ranked firm. */
export async function writeReasonCard(
  database: Database,
  ground: Ground,
  region: string,
  verdicts: readonly SegmentVerdict[],
  ranked: Ranked,
): Promise<ReasonCard> {
  const verdict = verdictOf(verdicts, ranked.segment)
  const [landing, buyers] = await Promise.all([
    judgeLanding(database, ground, region, verdicts, ranked),
    verdict.demand === null
      ? downstreamFirms(ground, region, ranked.segment)
      : readBuyers(database, ground, region, ranked.segment),
  ])
  return {
    why: sentences(ground, region, verdict, ranked, landing),
    landing,
    buyers,
    risks: risksOf(ranked),
    unknown: unknownOf(ranked),
  }
}

function sentences(
  ground: Ground,
  region: string,
  verdict: SegmentVerdict,
  { firm, segment, points }: Ranked,
  { before, after, segments }: Landing,
): string[] {
  const where = ground.places.nameOf(region) ?? region
  const title = ground.chain.segments.find(({ id }) => id === segment)?.title ?? segment
  const amount = unmet(verdict)
  const { province, city } = ground.places.above(firm.place)
  const seat = [province, city].filter((name) => name !== null).join('')
  const best = points
    .filter(({ points: value, kind }) => value > 0 && !stated.includes(kind))
    .toSorted((a, b) => b.points - a.points)
    .slice(0, 3)
  const change =
    before.completeness !== null && after.completeness !== null
      ? `产业链完整度最多由 ${percent(before.completeness)} 变为 ${percent(after.completeness)}`
      : before.present === after.present
        ? `有企业的环节仍为 ${before.present} 个（共 ${segments} 个）`
        : `有企业的环节由 ${before.present} 个变为 ${after.present} 个（共 ${segments} 个）`
  const verdictChange =
    before.strength === after.strength
      ? `本环节仍为“${strengthWords[after.strength]}”`
      : `本环节由“${strengthWords[before.strength]}”变为“${strengthWords[after.strength]}”`
  return [
    `${where}的${title}环节为“${strengthWords[verdict.strength]}”：${verdict.reasons[0] ?? '没有更多依据'}${amount === null ? '' : `；每年有 ${yuan(amount)} 的采购未由本地供应`}。`,
    `${firm.name}${seat === '' ? '' : `位于${seat}，`}${seat === '' ? '，' : ''}${points.find(({ kind }) => kind === 'match')?.detail ?? ''}。`,
    ...best.map(({ detail }) => `${detail}。`),
    `若在${where}落地：${verdictChange}，${change}。`,
  ]
}

function risksOf({ points }: Ranked): string[] {
  const deducted = points.filter(({ points: value }) => value < 0).map(({ detail }) => detail)
  const estimated = points
    .filter(({ state }) => state === 'estimated')
    .map(({ detail }) => `估算项，洽谈前应核实：${detail}`)
  return [...deducted, ...estimated]
}

function unknownOf({ firm, points }: Ranked): string[] {
  return [
    ...points.filter(({ state }) => state === 'unknown').map(({ detail }) => detail.replace('无数据：', '')),
    ...(firm.accounts.length === 0 ? ['没有年度财务数据，盈利和负债情况不明'] : []),
    '是否有扩产或异地建厂的意愿，需向企业了解',
    '所需用地、能耗、环评指标，平台没有数据',
  ]
}

/** Buyers of the segment in the region, the largest first. */
async function readBuyers(
  database: Database,
  { realm, month }: Ground,
  region: string,
  segment: string,
): Promise<Buyer[]> {
  const { rows } = await sql<{ code: string | null; name: string; amount: number; suppliers: number }>`
    select buyer_credit_code as code, max(buyer_name) as name, sum(amount)::float8 / 100 as amount,
           count(distinct coalesce(supplier_credit_code, supplier_name))::int as suppliers
    from enterprise_warehouse.supply_transaction
    where month > ${monthsBefore(month, windowMonths)} and month <= ${month} and segment = ${segment}
      and buyer_county_code like ${`${regionPrefix(region)}%`} and ${transactionRealm(realm)}
    group by buyer_credit_code, case when buyer_credit_code is null then buyer_name end
    order by 3 desc, 2 limit ${shownBuyers}`.execute(database.kysely)
  return rows.map(({ code, name, amount, suppliers }) => ({
    creditCode: code,
    name,
    amount,
    detail: `近 12 个月向 ${suppliers} 家供应商采购 ${yuan(amount)}`,
  }))
}

/** Without trade: local firms of the segments that this one supplies by the chain standard. */
function downstreamFirms({ chain, candidates }: Ground, region: string, segment: string): Buyer[] {
  const prefix = regionPrefix(region)
  const links = chain.links.filter(({ from }) => from === segment)
  const titles = new Map(chain.segments.map(({ id, title }) => [id, title]))
  return candidates
    .flatMap((firm) => {
      const bought = firm.segments.find((own) => links.some(({ to }) => to === own.segment))
      return bought !== undefined && (firm.place ?? '').startsWith(prefix) ? [{ firm, bought }] : []
    })
    .toSorted((a, b) => (b.firm.capital ?? 0) - (a.firm.capital ?? 0))
    .slice(0, shownBuyers)
    .map(({ firm, bought }) => ({
      creditCode: firm.key.length === 18 ? firm.key : null,
      name: firm.name,
      amount: null,
      detail: `${titles.get(bought.segment) ?? bought.segment}企业，按产业链标准需要本环节产品；是否采购需核实`,
    }))
}
