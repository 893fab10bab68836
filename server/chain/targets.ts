import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'

interface TargetQuery {
  readonly chain: ChainStandard
  readonly region: string
  readonly realm: Realm
  readonly month: string
  /** Targets per gap. */
  readonly limit: number
  readonly gaps: readonly { readonly segment: string; readonly unmet: number | null }[]
}

export interface Candidate {
  readonly segment: string
  readonly creditCode: string
  readonly name: string
  readonly demonstration: boolean
  readonly province: string | null
  readonly city: string | null
  readonly confidence: number
  /** yuan */
  readonly capital: number | null
  readonly revenue: number | null
  readonly listedCode: string | null
  readonly customers: readonly string[] | null
  readonly sales: number | null
  readonly investments: number
  readonly isBranch: boolean | null
  readonly source: SourceRef | null
}

interface Point {
  readonly title: string
  readonly points: number
  readonly detail: string
  readonly source: SourceRef | null
}

export interface Target {
  readonly creditCode: string
  readonly name: string
  readonly demonstration: boolean
  readonly province: string | null
  readonly city: string | null
  /** Sum of the points. */
  readonly score: number
  readonly points: Point[]
}

/**
 * First targets of each gap: firms of the segment outside the region, by additive points. The points are an
 * expert weighting (本平台口径), not a probability.
 */
export async function readTargets(database: Database, query: TargetQuery): Promise<Map<string, Target[]>> {
  if (query.limit === 0 || query.gaps.length === 0) return new Map()
  const candidates = await readCandidates(database, query)
  const unmet = new Map(query.gaps.map((gap) => [gap.segment, gap.unmet]))
  const bySegment = Map.groupBy(candidates, (candidate) => candidate.segment)
  return new Map(
    [...bySegment].map(([segment, firms]) => [
      segment,
      firms
        .map((firm) => scoreTarget(firm, unmet.get(segment) ?? null))
        .sort((a, b) => b.score - a.score || a.creditCode.localeCompare(b.creditCode))
        .slice(0, query.limit),
    ]),
  )
}

/** Additive points of one candidate; each says what it rests on. */
export function scoreTarget(firm: Candidate, unmet: number | null): Target {
  const points: Point[] = []
  const add = (title: string, value: number, detail: string, source: SourceRef | null = null) => {
    if (Math.round(value) !== 0) points.push({ title, points: Math.round(value), detail, source })
  }
  add(
    '环节匹配',
    30 * firm.confidence,
    `经营范围与产品判定为本环节，可信度 ${firm.confidence.toFixed(2)}`,
    firm.source,
  )
  if (unmet !== null && unmet > 0)
    add('未满足需求', logPoints(unmet, 1e6, 1e9, 20), `本地缺口 ${(unmet / 1e8).toFixed(2)} 亿元/年`)
  if (firm.customers !== null && firm.customers.length > 0)
    add(
      '已有本地客户',
      Math.min(20, 5 + 5 * firm.customers.length),
      `近 12 个月供货 ${firm.customers.slice(0, 3).join('、')}${firm.customers.length > 3 ? ` 等 ${firm.customers.length} 家` : ''}`,
    )
  if (firm.investments > 0) add('异地投资先例', 10, `登记在册的异地投资 ${firm.investments} 笔`)
  if (firm.revenue !== null)
    add(
      '规模',
      logPoints(firm.revenue, 1e7, 1e10, 15),
      `营业收入 ${(firm.revenue / 1e8).toFixed(2)} 亿元`,
      firm.source,
    )
  else if (firm.capital !== null)
    add(
      '规模',
      logPoints(firm.capital, 1e6, 1e9, 10),
      `注册资本 ${(firm.capital / 1e4).toFixed(0)} 万元（以注册资本代规模）`,
      firm.source,
    )
  if (firm.listedCode !== null) add('上市公司', 5, `证券代码 ${firm.listedCode}`)
  if (firm.isBranch === true) add('风险：分支机构', -15, '分支机构不能独立决定投资')
  return {
    creditCode: firm.creditCode,
    name: firm.name,
    demonstration: firm.demonstration,
    province: firm.province,
    city: firm.city,
    score: points.reduce((sum, point) => sum + point.points, 0),
    points,
  }
}

/** 0 at `low`, `most` at `high`, by the logarithm between. */
function logPoints(value: number, low: number, high: number, most: number): number {
  if (value <= low) return 0
  return most * Math.min(1, Math.log(value / low) / Math.log(high / low))
}

/** Candidates considered per segment before scoring, the surest and largest. */
const consideredPerSegment = 60

async function readCandidates(database: Database, query: TargetQuery): Promise<Candidate[]> {
  const prefix = `${regionPrefix(query.region)}%`
  const { rows } = await sql<Candidate>`
    with candidate as (
      select member.segment, golden.*, member.confidence,
             row_number() over (partition by member.segment order by member.confidence desc,
               golden.revenue desc nulls last, golden.registered_capital desc nulls last, golden.credit_code) as place
      from brain.enterprise_segment member
      join brain.golden_enterprise golden using (credit_code)
      where member.chain = ${query.chain.id} and member.segment = any(${query.gaps.map((gap) => gap.segment)})
        and golden.demonstration = ${query.realm === 'demonstration'}
        and coalesce(golden.county_code, golden.city_code, golden.province_code, '') not like ${prefix}
        and coalesce(golden.status, '存续') not in ('注销', '吊销')
    )
    select candidate.segment, candidate.credit_code as "creditCode", candidate.name, candidate.demonstration,
           province.name as province, city.name as city, candidate.confidence,
           candidate.registered_capital::float8 / 100 as capital, candidate.revenue::float8 / 100 as revenue,
           candidate.listed_code as "listedCode", candidate.is_branch as "isBranch",
           trade.customers, trade.sales, coalesce(invested.count, 0)::int as investments,
           coalesce(registered.source, target.source) as source
    from candidate
    left join public_warehouse.division province on province.code = candidate.province_code
    left join public_warehouse.division city on city.code = candidate.city_code
    left join lateral (
      select array_agg(buyer.name order by edge.amount desc) as customers, sum(edge.amount)::float8 / 100 as sales
      from brain.network_node supplier
      join brain.supply_edge edge on edge.supplier_node = supplier.node
      join brain.network_node buyer on buyer.node = edge.buyer_node
      where supplier.party = candidate.credit_code and buyer.county_code like ${prefix}
    ) trade on true
    left join lateral (
      select count(*) as count from public_warehouse.outbound_investment
      where credit_code = candidate.credit_code and left(target_county_code, 4) <> left(candidate.county_code, 4)
    ) invested on true
    left join lateral (
      select ${sourceRef('public/enterprise-registration', 'registration')} as source
      from public_warehouse.enterprise_registration registration where registration.credit_code = candidate.credit_code
    ) registered on true
    left join lateral (
      select ${sourceRef('industry/target-enterprise', 'listed')} as source
      from industry_warehouse.target_enterprise listed where listed.credit_code = candidate.credit_code
    ) target on true
    where place <= ${consideredPerSegment}`.execute(database.kysely)
  return rows
}
