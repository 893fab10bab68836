import { sql } from 'kysely'
import { monthsBefore } from '../chain/members.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'
import { readMoves } from '../migration/moves.ts'
import { peerGroups } from '../migration/peers.ts'
import { readPlaces } from '../migration/places.ts'
import {
  benjaminiHochberg,
  median,
  modifiedZScores,
  outlierScore,
  twoSidedProbability,
} from '../algorithms/robust-statistics.ts'

/** One firm's use in the month under test, a year before and in the three months before. */
export interface ElectricityUse {
  readonly creditCode: string
  readonly county: string | null
  readonly industryCode: string | null
  readonly kwh: number
  readonly kwhYearBefore: number
  /** Months without a record are left out. */
  readonly kwhBefore: readonly number[]
  readonly source: SourceRef | null
  readonly sourceYearBefore: SourceRef | null
}

export interface ElectricityAnomaly {
  readonly firm: ElectricityUse
  /** On the year, shares: its own and the median of its industry. */
  readonly change: number
  readonly peers: number
  /** GB/T 4754 code of the peers, and how many were compared. */
  readonly group: string
  readonly firms: number
  /** Modified z-score. */
  readonly score: number
}

/** Expected share of false alarms among the alarms. */
const falseDiscoveryRate = 0.05
const leastMonthly = 1_000
/** New works run up for about two years; a moved firm's meter is another one. */
const establishedMonths = 24
const settledMonths = 12

/** The latest month with electricity records and the firms that can be compared in it; null without records. */
export async function readLatestElectricity(
  database: Database,
  realm: Realm,
): Promise<{ readonly month: string; readonly firms: ElectricityUse[] } | null> {
  const demonstration = realm === 'demonstration'
  const found = await sql<{ month: string | null }>`
    select max(month) as month from public_warehouse.electricity_use
    where (substr(credit_code, 9, 4) = 'DEM0') = ${demonstration}`.execute(database.kysely)
  const month = found.rows[0]?.month
  if (month == null) return null
  const moves = await readMoves(database, await readPlaces(database), {
    realm,
    from: `${monthsBefore(month, settledMonths)}-01`,
  })
  const { rows } = await sql<ElectricityUse>`
    select used.credit_code as "creditCode", coalesce(used.county_code, golden.county_code) as county,
           coalesce(golden.industry_code, used.industry_code) as "industryCode",
           used.kwh, base.kwh as "kwhYearBefore", recent.kwh as "kwhBefore",
           ${sourceRef('public/electricity-use', 'used', 'kwh')} as source,
           ${sourceRef('public/electricity-use', 'base', 'kwh')} as "sourceYearBefore"
    from public_warehouse.electricity_use used
    join public_warehouse.electricity_use base
      on base.credit_code = used.credit_code and base.month = ${monthsBefore(month, 12)}
    join brain.golden_enterprise golden on golden.credit_code = used.credit_code
    cross join lateral (
      select coalesce(array_agg(earlier.kwh), '{}') as kwh from public_warehouse.electricity_use earlier
      where earlier.credit_code = used.credit_code and earlier.month < used.month
        and earlier.month >= ${monthsBefore(month, 3)}
    ) recent
    where used.month = ${month} and base.kwh >= ${leastMonthly} and golden.demonstration = ${demonstration}
      and coalesce(golden.status, '存续') not in ('注销', '吊销')
      and (golden.registered_on is null
        or golden.registered_on < ${`${monthsBefore(month, establishedMonths)}-01`}::date)
      and used.credit_code <> all(${moves.map((move) => move.creditCode)})
    order by used.credit_code`.execute(database.kysely)
  return { month, firms: rows }
}

/**
 * Firms whose change on the year no change of their industry explains (ALGORITHMS: modified z on the
 * deseasonalised figure, Benjamini–Hochberg over all firms tested). A jump a year ago makes this year's
 * change look large too; so the month must also stand out from the three before it, in the same direction.
 */
export function findAnomalies(firms: readonly ElectricityUse[]): ElectricityAnomaly[] {
  const tested = firms.filter((firm) => firm.kwhYearBefore > 0 && firm.kwhBefore.length >= 2)
  const groups = peerGroups(tested.map((firm) => firm.industryCode))
  const candidates: { readonly anomaly: ElectricityAnomaly; readonly recent: number }[] = []
  for (const [group, members] of Map.groupBy(tested, (_, index) => groups[index] ?? null)) {
    if (group === null) continue
    const onYear = members.map((firm) => logRatio(firm.kwh, firm.kwhYearBefore))
    const onRecent = members.map((firm) => logRatio(firm.kwh, median(firm.kwhBefore)))
    const scores = modifiedZScores(onYear)
    const recent = modifiedZScores(onRecent)
    if (scores === null || recent === null) continue
    const peers = Math.exp(median(onYear)) - 1
    for (const [index, firm] of members.entries()) {
      const change = firm.kwh / firm.kwhYearBefore - 1
      const anomaly = { firm, change, peers, group, firms: members.length, score: scores[index] ?? 0 }
      candidates.push({ anomaly, recent: recent[index] ?? 0 })
    }
  }
  const rejected = benjaminiHochberg(
    candidates.map(({ anomaly }) => twoSidedProbability(anomaly.score)),
    falseDiscoveryRate,
  )
  return candidates
    .filter(
      ({ anomaly: { score }, recent }, index) =>
        rejected[index] === true &&
        Math.abs(score) > outlierScore &&
        Math.abs(recent) > outlierScore &&
        Math.sign(recent) === Math.sign(score),
    )
    .map(({ anomaly }) => anomaly)
}

/** ln(a ÷ b); one kilowatt-hour is added so that a standstill is a number. */
function logRatio(use: number, base: number): number {
  return Math.log((use + 1) / (base + 1))
}
