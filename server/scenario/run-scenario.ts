import type { Cascade } from '../algorithms/cascade.ts'
import type { AffectedFirm, ScenarioRequest, ScenarioResult, ScenarioRound } from '../api/schemas/scenario.ts'
import { regionPrefix } from '../domain/region.ts'
import { listAssumptions, percent } from './assumptions.ts'
import { affectedFrom, lossBy, partyOf, sumLoss } from './breakdown.ts'
import { type EnterpriseNetwork, type NetworkFirm, tolerance } from './enterprise-network.ts'
import { lossDays, stockNote, surviveDays } from './time-to-survive.ts'
import { isWithin, type ViewerReach } from './viewer-reach.ts'

/** Everything of an answer but the places' names, the substitutes and the time it took. */
type Computed = Omit<
  ScenarioResult,
  'region' | 'substitutes' | 'computedAt' | 'milliseconds' | 'realm' | 'chain'
> & {
  readonly cascadeMilliseconds: number
}

const mostListed = 200

interface ScenarioInput {
  readonly network: EnterpriseNetwork
  readonly region: string
  readonly regionName: string
  readonly reach: ViewerReach
  readonly off: readonly NetworkFirm[]
  readonly request: ScenarioRequest
}

/** Runs the shock over the network and tells what it does to the region. */
export function computeScenario({
  network,
  region,
  regionName,
  reach,
  off,
  request,
}: ScenarioInput): Computed {
  const { production = 'mixed', replaceability = true, remaining = 0, days = 30 } = request
  const stockDays = new Map((request.stockDays ?? []).map((item) => [item.segment, item.days]))
  const prefix = regionPrefix(region)
  const inside = network.active.filter((firm) => isWithin(firm, prefix))
  const started = performance.now()
  const cascade = network.cascade(production, replaceability)
  const record = recordRounds(network, cascade, prefix, reach.shown, days)
  const { converged } = cascade.run(
    off.map(({ node }) => [node, remaining]),
    (round, changed) => record.note(round, changed),
  )
  const cascadeMilliseconds = performance.now() - started
  const { loss } = cascade
  const struck = new Set(off)
  const total = sumLoss(inside, loss, days)
  const direct = sumLoss(
    inside.filter((firm) => struck.has(firm)),
    loss,
    days,
  ).lost
  const below = inside.filter((firm) => loss(firm.node) > 0.5).sort(byLoss(loss))
  const survive = (firm: NetworkFirm) =>
    stockDays.size === 0 || struck.has(firm)
      ? null
      : surviveDays(network, firm, production, stockDays, cascade.supplyLoss)
  const bridged = stockDays.size === 0 ? null : bridge(inside, cascade, struck, survive, days)
  const listed = below.filter(({ node }) => reach.own.has(node)).slice(0, mostListed)
  const what = describeOff(network, off)
  return {
    cascadeMilliseconds,
    asOf: network.window?.to ?? '',
    window: network.window ?? { from: '', to: '' },
    networkVersion: String(network.version),
    network: {
      nodes: network.active.length,
      edges: network.edges.amounts.length,
      sales: network.totalSales,
    },
    parameters: { production, replaceability, remaining, days, tolerance },
    title: `${what}${remaining === 0 ? '停产' : `产出降至 ${percent(remaining)}`} ${days} 天`,
    sentence: `${regionName} ${inside.length} 家企业中 ${total.affected} 家受影响，${below.length} 家剩余产出不足一半；${days} 天损失产出 ${money(total.lost)}，占同期的 ${percent(total.share)}，其中由传导造成 ${money(total.lost - direct)}。`,
    off: off
      .filter(({ node }) => reach.shown.has(node))
      .slice(0, mostListed)
      .map((firm) => partyOf(network, firm)),
    offTotal: off.length,
    output: { ...total, direct, ripple: total.lost - direct, lostPerDay: total.lost / days },
    beyond: sumLoss(
      network.active.filter((firm) => !isWithin(firm, prefix)),
      loss,
      days,
    ),
    lostAfterStock: bridged?.lost ?? null,
    rounds: record.rounds,
    converged,
    segments: lossBy(inside, ({ segment }) => segment, loss, days).map(({ key, ...group }) => ({
      id: key,
      title: key === null ? '未归入环节' : (network.segments.get(key)?.title ?? key),
      ...group,
    })),
    counties: lossBy(inside, ({ county }) => county, loss, days).map(({ key, ...group }) => ({
      region: {
        code: key ?? '',
        name: inside.find((firm) => firm.county === key)?.countyName ?? key ?? '',
      },
      ...group,
    })),
    belowHalf: listed.map((firm): AffectedFirm => ({
      ...partyOf(network, firm),
      loss: loss(firm.node),
      lost: (firm.sales * loss(firm.node) * days) / 365,
      firstRound: record.firstRound(firm.node),
      switchedOff: struck.has(firm),
      surviveDays: survive(firm),
    })),
    belowHalfTotal: below.length,
    timeToSurvive:
      stockDays.size === 0
        ? { basis: 'none', shortest: null, note: stockNote }
        : {
            basis: 'assumed',
            shortest: bridged?.shortest ?? null,
            note: '按使用者假设的库存天数计算，不是企业的实际库存。',
          },
    assumptions: listAssumptions(network, { production, replaceability, stockDays, remaining, days }),
  }
}

/** Largest loss first, of equal losses the larger firm. */
const byLoss = (loss: (node: number) => number) => (a: NetworkFirm, b: NetworkFirm) =>
  loss(b.node) - loss(a.node) || b.sales - a.sales || a.node - b.node

/** What is lost when the assumed stock is used up first; 元 over the duration. */
function bridge(
  inside: readonly NetworkFirm[],
  { supplyLoss, demandLoss }: Cascade,
  struck: ReadonlySet<NetworkFirm>,
  survive: (firm: NetworkFirm) => number | null,
  days: number,
): { readonly lost: number; readonly shortest: number | null } {
  let lost = 0
  let shortest = Infinity
  for (const firm of inside) {
    const supply = supplyLoss(firm.node)
    const demand = demandLoss(firm.node)
    const isHit = !struck.has(firm) && supply >= affectedFrom
    const bridgedDays = isHit ? survive(firm) : null
    if (bridgedDays !== null) shortest = Math.min(shortest, bridgedDays)
    lost += (firm.sales / 365) * lossDays(days, bridgedDays, { supply, demand })
  }
  return { lost, shortest: Number.isFinite(shortest) ? shortest : null }
}

/** Keeps the ripple: a node is given again when its loss has grown by a thousandth since it was last given. */
function recordRounds(
  network: EnterpriseNetwork,
  cascade: Cascade,
  prefix: string,
  shown: ReadonlySet<number>,
  days: number,
) {
  const given = new Float64Array(network.firms.length)
  const exact = new Float64Array(network.firms.length)
  const first = new Int32Array(network.firms.length).fill(-1)
  const rounds: ScenarioRound[] = []
  let yearly = 0
  return {
    rounds,
    firstRound: (node: number) => Math.max(0, first[node] ?? 0),
    note(round: number, changed: readonly number[]): void {
      let newlyAffected = 0
      const losses: [number, number][] = []
      for (const node of changed) {
        const loss = cascade.loss(node)
        const firm = network.firms[node]
        if (firm === undefined) continue
        if (isWithin(firm, prefix)) yearly += firm.sales * (loss - exact[node]!)
        exact[node] = loss
        if (loss >= affectedFrom && first[node] === -1) {
          first[node] = round
          newlyAffected++
        }
        if (loss - given[node]! < affectedFrom) continue
        given[node] = loss
        if (shown.has(node)) losses.push([node, Number(loss.toFixed(6))])
      }
      // Rounds after nothing visible moves any more only settle the last digits.
      if (round > 0 && losses.length === 0 && newlyAffected === 0) return
      rounds.push({ round, newlyAffected, losses, lost: (yearly * days) / 365 })
    },
  }
}

function describeOff(network: EnterpriseNetwork, off: readonly NetworkFirm[]): string {
  const [first] = off
  if (first === undefined) return ''
  if (off.length === 1) return first.name
  const countries = new Set(off.map(({ country }) => country))
  const segments = new Set(off.map(({ segment }) => segment))
  const [country] = countries
  const [segment] = segments
  const where = countries.size === 1 && country != null ? countryName(country) : ''
  const what = segments.size === 1 && segment != null ? (network.segments.get(segment)?.title ?? '') : ''
  return `${where}${what}${where === '' && what === '' ? `${first.name}等` : ''} ${off.length} 家企业`
}

const names = new Intl.DisplayNames('zh-CN', { type: 'region' })
/** As official Chinese writes them. */
const chineseRegions: Readonly<Record<string, string>> = { TW: '中国台湾', HK: '中国香港', MO: '中国澳门' }

export function countryName(code: string): string {
  return chineseRegions[code] ?? names.of(code) ?? code
}

export function money(yuan: number): string {
  return Math.abs(yuan) >= 1e8 ? `${(yuan / 1e8).toFixed(2)} 亿元` : `${(yuan / 1e4).toFixed(1)} 万元`
}
