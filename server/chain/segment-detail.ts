import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'
import { windowMonths } from './flows.ts'
import { linkViews, segmentView } from './graph.ts'
import { monthsBefore, transactionRealm } from './members.ts'
import type { SegmentVerdict } from './segment-states.ts'
import { type RegionMonth, readVerdicts } from './verdicts.ts'

interface Firm {
  readonly creditCode: string
  readonly name: string
  readonly demonstration: boolean
  readonly regionCode: string | null
  readonly regionName: string | null
  readonly supply: number | null
  readonly confidence: number
}

/** Firms shown beside a segment; the list view pages through all of them. */
const firmLimit = 50
const substituteLimit = 8

/** @returns null when the chain has no such segment */
export async function readSegment(
  database: Database,
  chain: ChainStandard,
  segmentId: string,
  query: RegionMonth,
) {
  const { month, verdicts, trade } = await readVerdicts(database, chain, query)
  const verdict = verdicts.find((item) => item.segment === segmentId)
  if (verdict === undefined) return null
  const key = { chain, segment: segmentId, month, region: query.region, realm: query.realm }
  const [firms, substitutes, trades] = await Promise.all([
    readFirms(database, key),
    readSubstitutes(database, key),
    readTrades(database, key),
  ])
  const state = segmentView(chain, verdict)
  const links = linkViews(chain, trade)
  return {
    state,
    stageTitle: chain.stages.find((stage) => stage.id === state.stage)?.title ?? state.stage,
    sentence: describe(state.title, verdict),
    firms: firms.map((firm) => ({
      creditCode: firm.creditCode,
      name: firm.name,
      demonstration: firm.demonstration,
      region: regionRef(firm),
      supply: firm.supply,
      share: firm.supply !== null && (verdict.supply ?? 0) > 0 ? firm.supply / (verdict.supply ?? 1) : null,
      confidence: firm.confidence,
    })),
    suppliers: links.filter((link) => link.buyer === segmentId),
    buyers: links.filter((link) => link.supplier === segmentId),
    substitutes,
    evidence: [
      ...trades.map((item) => ({
        title: `${item.supplier} → ${item.buyer}`,
        date: item.month,
        detail: `供应交易 ${(item.amount / 1e4).toFixed(1)} 万元${item.product === null ? '' : `，${item.product}`}`,
        source: item.source,
      })),
      {
        title: state.sourceTitle,
        date: state.sourceDate,
        detail: `产业链标准“${chain.title}”列出本环节及行业代码 ${state.industryCodes.join('、')}`,
        source: null,
      },
    ],
  }
}

/** One sentence: how many firms, how much is met locally, and the decisive reason. */
function describe(title: string, verdict: SegmentVerdict): string {
  const firms = verdict.enterprises === 0 ? '本地没有企业' : `本地有 ${verdict.enterprises} 家企业`
  const demand =
    verdict.demand === null
      ? ''
      : verdict.demand === 0
        ? '，近 12 个月没有本地采购记录'
        : `，近 12 个月本地采购 ${(verdict.demand / 1e8).toFixed(2)} 亿元`
  const reason = verdict.reasons[0]
  return `${title}：${firms}${demand}${reason === undefined ? '' : `；${reason}`}。`
}

interface SegmentKey {
  readonly chain: ChainStandard
  readonly segment: string
  readonly month: string
  readonly region: string
  readonly realm: Realm
}

async function readFirms(database: Database, key: SegmentKey): Promise<Firm[]> {
  const { rows } = await sql<Firm>`
    select golden.credit_code as "creditCode", golden.name, golden.demonstration,
           coalesce(golden.county_code, golden.city_code) as "regionCode", division.name as "regionName",
           sales.amount as supply, member.confidence
    from brain.enterprise_segment member
    join brain.golden_enterprise golden using (credit_code)
    left join public_warehouse.division on division.code = coalesce(golden.county_code, golden.city_code)
    left join (
      select supplier_credit_code, sum(amount)::float8 / 100 as amount
      from enterprise_warehouse.supply_transaction
      where segment = ${key.segment} and month > ${monthsBefore(key.month, windowMonths)} and month <= ${key.month}
      group by supplier_credit_code
    ) sales on sales.supplier_credit_code = golden.credit_code
    where member.chain = ${key.chain.id} and member.segment = ${key.segment}
      and golden.demonstration = ${key.realm === 'demonstration'}
      and coalesce(golden.county_code, golden.city_code) like ${`${regionPrefix(key.region)}%`}
    order by sales.amount desc nulls last, member.confidence desc, golden.registered_capital desc nulls last, golden.credit_code
    limit ${firmLimit}`.execute(database.kysely)
  return rows
}

/** Who could stand in: the same segment elsewhere, then local firms of segments that share an industry code. */
export async function readSubstitutes(database: Database, key: SegmentKey) {
  const segment = key.chain.segments.find((item) => item.id === key.segment)
  const kindred = key.chain.segments.filter(
    (item) =>
      item.id !== key.segment && item.industryCodes.some((code) => segment?.industryCodes.includes(code)),
  )
  const titles = new Map(key.chain.segments.map((item) => [item.id, item.title]))
  const { rows } = await sql<Firm & { segment: string; local: boolean }>`
    select distinct on (golden.credit_code) golden.credit_code as "creditCode", golden.name, golden.demonstration,
           coalesce(golden.county_code, golden.city_code) as "regionCode", division.name as "regionName",
           member.confidence, member.segment,
           coalesce(golden.county_code, golden.city_code, '') like ${`${regionPrefix(key.region)}%`} as local
    from brain.enterprise_segment member
    join brain.golden_enterprise golden using (credit_code)
    left join public_warehouse.division on division.code = coalesce(golden.county_code, golden.city_code)
    where member.chain = ${key.chain.id} and golden.demonstration = ${key.realm === 'demonstration'}
      and ((member.segment = ${key.segment} and coalesce(golden.county_code, golden.city_code, '') not like ${`${regionPrefix(key.region)}%`})
        or (member.segment = any(${kindred.map((item) => item.id)})
            and coalesce(golden.county_code, golden.city_code, '') like ${`${regionPrefix(key.region)}%`}))
    order by golden.credit_code, (member.segment = ${key.segment}) desc, member.confidence desc`.execute(
    database.kysely,
  )
  return rows
    .map((row) => ({
      creditCode: row.creditCode,
      name: row.name,
      region: regionRef(row),
      // A firm of a kindred segment has the trade but not yet the product.
      match: row.segment === key.segment ? row.confidence : row.confidence / 2,
      reason:
        row.segment === key.segment
          ? `外地同环节企业`
          : `本地工艺相近环节：${titles.get(row.segment) ?? row.segment}`,
    }))
    .sort((a, b) => b.match - a.match || a.creditCode.localeCompare(b.creditCode))
    .slice(0, substituteLimit)
}

async function readTrades(database: Database, key: SegmentKey) {
  const { rows } = await sql<{
    supplier: string
    buyer: string
    month: string
    product: string | null
    amount: number
    source: SourceRef
  }>`
    select trade.supplier_name as supplier, trade.buyer_name as buyer, trade.month, trade.product,
           trade.amount::float8 / 100 as amount, ${sourceRef('enterprise/supply-transaction', 'trade', 'amount')} as source
    from enterprise_warehouse.supply_transaction trade
    where segment = ${key.segment} and month > ${monthsBefore(key.month, windowMonths)} and month <= ${key.month}
      and buyer_county_code like ${`${regionPrefix(key.region)}%`} and ${transactionRealm(key.realm)}
    order by amount desc limit 5`.execute(database.kysely)
  return rows
}

function regionRef(firm: { regionCode: string | null; regionName: string | null }) {
  return firm.regionCode === null ? null : { code: firm.regionCode, name: firm.regionName ?? firm.regionCode }
}
