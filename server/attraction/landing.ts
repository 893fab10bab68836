import { sql } from 'kysely'
import { type Flow, windowMonths } from '../chain/flows.ts'
import { segmentWeights } from '../chain/graph.ts'
import { monthsBefore, transactionRealm } from '../chain/members.ts'
import { baseRegion, completeness, judgeRegion, type SegmentVerdict } from '../chain/segment-states.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Strength } from '../domain/strength.ts'
import type { Database } from '../warehouse/database.ts'
import { revenueOf, yuan } from './points.ts'
import type { Ground, Ranked } from './rank.ts'

/** The chain in a region, with or without the firm. */
export interface ChainState {
  readonly strength: Strength
  readonly reasons: readonly string[]
  /** Firms of the segment in the region. */
  readonly enterprises: number
  /** 0–1; null where no demand is known. */
  readonly completeness: number | null
  /** Segments with a firm. */
  readonly present: number
  /** 0–1 */
  readonly localSupplyRatio: number | null
}

export interface Landing {
  readonly before: ChainState
  readonly after: ChainState
  readonly segments: number
  /** Purchases the firm would take over, yuan a year; null = not known. */
  readonly takenOver: number | null
  readonly assumptions: readonly string[]
}

/** The verdicts judged again with the firm in the region: what would change, and under which assumptions. */
export async function judgeLanding(
  database: Database,
  ground: Ground,
  region: string,
  verdicts: readonly SegmentVerdict[],
  { firm, segment }: Pick<Ranked, 'firm' | 'segment'>,
): Promise<Landing> {
  const traded = verdicts.some(({ demand }) => demand !== null)
  const flows = traded ? await readSegmentFlows(database, ground, segment) : []
  const capacity = revenueOf({ ...firm, confidence: 1, revenueShare: null })
  const { taken, replaced } = takeOver(flows, region, firm, capacity ?? 0)
  const { chain } = ground
  const [judged] = judgeRegion(region, {
    segments: [segment],
    links: chain.links,
    members: [...ground.members, { segment, county_code: region, enterprises: 1, above_scale: 0 }],
    firms: [...ground.firms, { county_code: region, enterprises: 1 }],
    flows: traded ? [...replaced, elsewhere] : [],
    base: baseRegion,
  })
  const after = judged ?? verdictOf(verdicts, segment)
  const changed = verdicts.map((verdict) => (verdict.segment === segment ? after : verdict))
  const weights = segmentWeights(chain)
  const stateOf = (all: readonly SegmentVerdict[]): ChainState => {
    const own = verdictOf(all, segment)
    return {
      strength: own.strength,
      reasons: own.reasons,
      enterprises: own.enterprises,
      completeness: completeness(all, weights),
      present: all.filter(({ enterprises }) => enterprises > 0).length,
      localSupplyRatio: own.localSupplyRatio,
    }
  }
  return {
    before: stateOf(verdicts),
    after: stateOf(changed),
    segments: chain.segments.length,
    takenOver: traded && capacity !== null ? taken : null,
    assumptions: assumptionsOf(traded, capacity, taken),
  }
}

/** @throws Error where the segment is not of the chain: every verdict list holds each of its segments. */
export function verdictOf(verdicts: readonly SegmentVerdict[], segment: string): SegmentVerdict {
  const found = verdicts.find((verdict) => verdict.segment === segment)
  if (found === undefined) throw new Error(`没有环节 ${segment} 的判断`)
  return found
}

/** Trade known of some other segment, so that none of this one reads as no demand and not as no data. */
const elsewhere: Flow = {
  segment: '',
  supplier: '',
  supplier_name: '',
  supplier_county_code: null,
  buyer_county_code: null,
  amount: 0,
}

/** The firm's own sales into the region become local first, then those of the other outside suppliers alike. */
function takeOver(
  flows: readonly Flow[],
  region: string,
  firm: Ranked['firm'],
  capacity: number,
): { readonly taken: number; readonly replaced: readonly Flow[] } {
  const prefix = regionPrefix(region)
  const inside = (code: string | null) => code !== null && code.startsWith(prefix)
  const imports = flows.filter((flow) => inside(flow.buyer_county_code) && !inside(flow.supplier_county_code))
  const sum = (list: readonly Flow[]) => list.reduce((total, { amount }) => total + amount, 0)
  const own = imports.filter(({ supplier }) => supplier === firm.key)
  const taken = Math.min(capacity, sum(imports))
  if (taken === 0) return { taken: 0, replaced: flows }
  const [ownSum, otherSum] = [sum(own), sum(imports) - sum(own)]
  const ownTaken = Math.min(taken, ownSum)
  const left = (part: number, whole: number) => (whole === 0 ? 1 : 1 - part / whole)
  const imported = new Set(imports)
  const replaced = flows.map((flow) =>
    imported.has(flow)
      ? {
          ...flow,
          amount:
            flow.amount *
            (flow.supplier === firm.key ? left(ownTaken, ownSum) : left(taken - ownTaken, otherSum)),
        }
      : flow,
  )
  const local = {
    segment: imports[0]?.segment ?? '',
    supplier: firm.key,
    supplier_name: firm.name,
    supplier_county_code: region,
    buyer_county_code: region,
    amount: taken,
  }
  return { taken, replaced: [...replaced, local] }
}

function assumptionsOf(traded: boolean, capacity: number | null, taken: number): string[] {
  if (!traded)
    return [
      '没有供应交易：只按本地多一家该环节企业重新判断，不估算供应量；以有企业的环节数代完整度',
      '判断规则与产业全景图谱相同',
    ]
  return [
    capacity === null
      ? '企业没有营业收入数据：不假设其供应量，只按多一家企业重新判断'
      : `供应量以最近年营业收入 ${yuan(capacity)} 为上限，先替代本地的对外采购，共 ${yuan(taken)}/年`,
    '先替代该企业自己现有的外供，其余按各外部供应商的份额同比例替代',
    '其他企业和需求不变；判断规则与产业全景图谱相同',
  ]
}

async function readSegmentFlows(
  database: Database,
  { realm, month }: Pick<Ground, 'realm' | 'month'>,
  segment: string,
): Promise<Flow[]> {
  const { rows } = await sql<Flow>`
    select segment, coalesce(supplier_credit_code, 'EXT:' || supplier_name) as supplier,
           max(supplier_name) as supplier_name, supplier_county_code, buyer_county_code,
           sum(amount)::float8 / 100 as amount
    from enterprise_warehouse.supply_transaction
    where month > ${monthsBefore(month, windowMonths)} and month <= ${month} and segment = ${segment}
      and ${transactionRealm(realm)}
    group by segment, coalesce(supplier_credit_code, 'EXT:' || supplier_name), supplier_county_code,
      buyer_county_code`.execute(database.kysely)
  return rows
}
