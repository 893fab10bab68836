import { planActivity } from './activity.ts'
import { type ElectricityAnomaly, planAnomalies } from './anomalies.ts'
import { type Change, planChanges } from './changes.ts'
import { type Firm, planEnterprises } from './enterprises.ts'
import { type Figures, planFigures } from './figures.ts'
import { type Fate, planFates } from './fates.ts'
import type { Place } from './geography.ts'
import { brandSource } from './naming.ts'
import { type Edge, planNetwork } from './network.ts'
import { type Outside, planOutside } from './outside.ts'
import { planTrades, type Trade } from './transactions.ts'

/** Everything the record makers of the demonstration pack draw on. */
export interface World {
  readonly firms: readonly Firm[]
  readonly fates: readonly Fate[]
  readonly fateOf: ReadonlyMap<Firm, Fate>
  readonly changes: readonly Change[]
  readonly nameChangeOf: ReadonlyMap<Firm, Change>
  readonly outside: Outside
  readonly activity: ReadonlyMap<Firm, Float64Array>
  readonly edges: readonly Edge[]
  readonly trades: readonly Trade[]
  readonly anomalies: readonly ElectricityAnomaly[]
  readonly figures: ReadonlyMap<Firm, Figures>
}

export function buildWorld(): World {
  const brand = brandSource()
  const firms = planEnterprises(brand)
  const outside = planOutside(brand)
  const fates = planFates(firms)
  const fateOf = new Map(fates.map((fate) => [fate.firm, fate]))
  const activity = planActivity(firms, fateOf)
  const edges = planNetwork(firms, outside, fateOf)
  const changes = planChanges(firms, fateOf)
  const renamed = changes.filter((change) => change.item === '名称')
  const nameChangeOf = new Map(renamed.map((change) => [change.firm, change]))
  const trades = planTrades(edges, activity)
  const anomalies = planAnomalies(firms, fateOf)
  const figures = planFigures(firms, fateOf, activity, trades, anomalies)
  return { firms, fates, fateOf, changes, nameChangeOf, outside, activity, edges, trades, anomalies, figures }
}

let built: World | undefined

/** The one world of the pack, built on first use. */
export function demonstrationWorld(): World {
  built ??= buildWorld()
  return built
}

/** Where a firm stands at the end of a month. */
export function placeAt(world: World, firm: Firm, month: number): Place {
  const move = world.fateOf.get(firm)?.move
  return move !== undefined && month >= move.month ? move.to : firm.place
}

/** A firm's name at the end of a month. */
export function nameAt(world: World, firm: Firm, month: number): string {
  const change = world.nameChangeOf.get(firm)
  return change !== undefined && month >= change.month ? change.after : firm.name
}
