import { type Bystander, bystanders } from './bystanders.ts'
import { type Segment, segmentById, segments } from './chain.ts'
import { outputs, segmentPlan } from './economy.ts'
import {
  CLUSTER_COUNTY,
  clusterPlace,
  otherPlace,
  outsideCounties,
  type Place,
  placeByCounty,
} from './geography.ts'
import { dayText, monthNumber } from './months.ts'
import { address, demonstrationCode, enterpriseName } from './naming.ts'
import { type Random, randomStream } from './random.ts'
import { productsOf, scopeOf, tradeWord } from './trades.ts'

/** A fictional enterprise as first registered. */
export interface Firm {
  readonly serial: number
  readonly code: string
  readonly name: string
  readonly brand: string
  /** Planned segment of the chain; null = outside it. */
  readonly segment: string | null
  readonly stage: string | null
  /** Where it is first registered; migration.ts moves it. */
  readonly place: Place
  readonly address: string
  readonly scope: string
  readonly products: readonly string[]
  readonly industryCode: string
  readonly factory: boolean
  readonly registeredOn: string
  /** Month of the series in which it is registered; negative = before. */
  readonly bornAt: number
  /** Yuan. */
  readonly capital: number
  /** Planned revenue, yuan a year at the first month's level. */
  readonly plan: number
  readonly enterpriseType: string
  readonly branch: boolean
}

/** Bystanders in 东营 and in the other cities. */
const CLUSTER_BYSTANDERS = 600
const PROVINCE_BYSTANDERS = 440
const BRANCHES = 30

/** Firms from outside the province that move into the cluster: one of each of these segments. */
const arrivingSegments = ['tyre-mould', 'rubber-machinery', 'rubber-additive', 'wheel'] as const

/** Segments whose firms carry a planted verdict: their firms are there from the beginning. */
const STEADY_BELOW = 12

/** Zipf-like shares; flat at the top where there are few firms, so that none dominates by chance. */
export function sizeShares(count: number, leader?: number): readonly number[] {
  const [shift, slope] = count < 12 ? [2.2, 0.85] : count < 30 ? [1, 1] : [0.6, 1.05]
  const raw = Array.from({ length: count }, (_, rank) => (rank + 1 + shift) ** -slope)
  const followers = leader === undefined ? raw : raw.slice(1)
  const total = followers.reduce((sum, value) => sum + value, 0)
  if (leader === undefined) return raw.map((value) => value / total)
  return [leader, ...followers.map((value) => ((1 - leader) * value) / total)]
}

interface Draft {
  readonly segment: Segment | null
  readonly bystander: Bystander | null
  readonly place: Place
  readonly plan: number
  readonly steady: boolean
  readonly branch?: boolean
}

function draftChain(random: Random): Draft[] {
  const drafts: Draft[] = []
  for (const segment of segments) {
    const plan = segmentPlan(segment.id)
    const output = outputs.get(segment.id) ?? { cluster: 0, province: 0 }
    const clusterShares = sizeShares(plan.cluster, plan.leader)
    for (const [rank, share] of clusterShares.entries()) {
      // The leaders of a planted segment stand in the county itself, so that its verdict holds there too.
      const home = plan.cluster <= 7 && rank < 5
      drafts.push({
        segment,
        bystander: null,
        place: home ? placeByCounty(CLUSTER_COUNTY) : clusterPlace(random),
        plan: output.cluster * share,
        steady: plan.cluster < STEADY_BELOW || rank < 5,
      })
    }
    for (const [rank, share] of sizeShares(plan.province).entries()) {
      const city = plan.cities !== undefined && random.chance(0.65) ? random.pick(plan.cities) : undefined
      drafts.push({
        segment,
        bystander: null,
        place: otherPlace(random, city),
        plan: output.province * share,
        steady: plan.province < STEADY_BELOW || rank < 5,
      })
    }
  }
  return drafts
}

function draftArrivals(random: Random): Draft[] {
  return arrivingSegments.map((id) => ({
    segment: segmentById(id),
    bystander: null,
    place: placeByCounty(random.pick(outsideCounties)),
    plan: 4e7 * random.lognormal(0.5),
    steady: true,
  }))
}

function draftBystanders(random: Random): Draft[] {
  const drafts: Draft[] = []
  const count = CLUSTER_BYSTANDERS + PROVINCE_BYSTANDERS
  for (let index = 0; index < count; index++) {
    const bystander = random.weighted(bystanders, (kind) => kind.weight)
    drafts.push({
      segment: null,
      bystander,
      place: index < CLUSTER_BYSTANDERS ? clusterPlace(random) : otherPlace(random),
      plan: bystander.revenue * random.lognormal(1.1),
      steady: false,
      branch: index % Math.floor(count / BRANCHES) === 7,
    })
  }
  return drafts
}

const MONTHS_OF_BIRTHS = 34

function registration(draft: Draft, random: Random): { on: string; month: number } {
  if (!draft.steady && random.chance(draft.segment === null ? 0.15 : 0.07)) {
    const month = random.integer(0, MONTHS_OF_BIRTHS)
    return { on: dayText(month, random.integer(2, 28)), month }
  }
  const oldest = draft.plan > 1e8 ? 1994 : 2002
  const on = `${random.integer(oldest, 2022)}-${String(random.integer(1, 12)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`
  return { on, month: monthNumber(on) }
}

function enterpriseTypeOf(draft: Draft, name: string, random: Random): string {
  if (draft.branch === true) return '有限责任公司分公司(非自然人投资或控股)'
  if (name.endsWith('股份有限公司')) return '股份有限公司(非上市、自然人投资或控股)'
  return random.chance(0.06)
    ? '有限责任公司(外商投资企业与内资合资)'
    : random.pick([
        '有限责任公司(自然人投资或控股)',
        '有限责任公司(自然人独资)',
        '有限责任公司(非自然人投资或控股的法人独资)',
      ])
}

function complete(draft: Draft, serial: number, brand: string, random: Random): Firm {
  const { segment, bystander, place, plan } = draft
  const products = segment === null ? [] : productsOf(segment, random)
  const trade = segment === null ? random.pick(bystander?.trade ?? ['科技']) : tradeWord(segment, random)
  const fullName = enterpriseName({ place, brand, trade, revenue: plan }, random)
  const branch = draft.branch === true
  const name = branch ? `${fullName}${place.countyName}分公司` : fullName
  const { on, month } = registration(draft, random)
  const codes = segment?.industryCodes ?? []
  return {
    serial,
    code: demonstrationCode(place.county, serial),
    name,
    brand,
    segment: segment?.id ?? null,
    stage: segment?.stage ?? null,
    place,
    address: address(place, random),
    scope: segment === null ? (bystander?.scope ?? '') : scopeOf(segment, products, random),
    products,
    industryCode: bystander?.industryCode ?? (random.chance(0.85) ? codes[0] : random.pick(codes)) ?? '',
    factory: segment?.makers ?? bystander?.factory ?? false,
    registeredOn: on,
    bornAt: month,
    capital: Math.max(10, Math.round((plan / 1e4) * 0.12 * random.lognormal(0.7))) * 1e4,
    plan,
    enterpriseType: enterpriseTypeOf(draft, name, random),
    branch,
  }
}

/** @param brand gives 字号 not given before. */
export function planEnterprises(brand: () => string): readonly Firm[] {
  const random = randomStream('enterprises')
  return [...draftChain(random), ...draftArrivals(random), ...draftBystanders(random)].map((draft, serial) =>
    complete(draft, serial, brand(), random),
  )
}
