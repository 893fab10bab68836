/**
 * Concentration of an industry among firms and regions. Amounts (employment, revenue, output) in any one unit,
 * never negative; all measures are dimensionless.
 */

/**
 * Location quotient LQ = (E_ij/E_i)/(E_j/E): share of industry j in region i against its share in the whole.
 * All four must be positive but for E_ij, which may be 0.
 */
export function locationQuotient(
  regionIndustry: number,
  regionTotal: number,
  industryTotal: number,
  total: number,
): number {
  return regionIndustry / regionTotal / (industryTotal / total)
}

/** Shares of their sum; the sum must be positive. */
export function sharesOf(amounts: readonly number[]): number[] {
  const sum = amounts.reduce((total, amount) => total + amount, 0)
  return amounts.map((amount) => amount / sum)
}

/** Herfindahl–Hirschman index Σs², from 1/N to 1. */
export function herfindahl(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share * share, 0)
}

/** CRn: the n largest shares together. */
export function largestShares(shares: readonly number[], count: number): number {
  return shares
    .toSorted((a, b) => b - a)
    .slice(0, count)
    .reduce((sum, share) => sum + share, 0)
}

/**
 * Gini coefficient of specialisation: of the location quotients R of a region's industries against the whole,
 * 2/(n²·R̄)·Σ λ(R − R̄) with λ the rank of R from below. 0 = composed like the whole.
 */
export function specialisationGini(region: readonly number[], whole: readonly number[]): number {
  const wholeShares = sharesOf(whole)
  const quotients = sharesOf(region)
    .map((share, position) => share / (wholeShares[position] ?? NaN))
    .toSorted((a, b) => a - b)
  const count = quotients.length
  const mean = quotients.reduce((sum, quotient) => sum + quotient, 0) / count
  const ranked = quotients.reduce((sum, quotient, position) => sum + (position + 1) * (quotient - mean), 0)
  return (2 / (count * count * mean)) * ranked
}

export interface Agglomeration {
  /** Raw geographic concentration Σ(s − x)². */
  readonly raw: number
  /** Herfindahl index of the plants. */
  readonly plantHerfindahl: number
  /** Concentration beyond what the size of plants explains. */
  readonly gamma: number
}

/**
 * Ellison and Glaeser (Journal of Political Economy 105(5), 1997): γ = [G − (1 − Σx²)H]/[(1 − Σx²)(1 − H)],
 * s the industry's and x the whole economy's share of each region.
 * Not finite where one plant is the industry or one region is everything.
 * @param regions plants of the industry and the whole of each region, in one unit
 */
export function ellisonGlaeser(
  regions: readonly { readonly plants: readonly number[]; readonly total: number }[],
): Agglomeration {
  const whole = sharesOf(regions.map(({ total }) => total))
  const industry = sharesOf(regions.map(({ plants }) => plants.reduce((sum, plant) => sum + plant, 0)))
  const plantHerfindahl = herfindahl(sharesOf(regions.flatMap(({ plants }) => plants)))
  const raw = industry.reduce((sum, share, position) => sum + (share - (whole[position] ?? 0)) ** 2, 0)
  const spread = 1 - herfindahl(whole)
  return {
    raw,
    plantHerfindahl,
    gamma: (raw - spread * plantHerfindahl) / (spread * (1 - plantHerfindahl)),
  }
}
