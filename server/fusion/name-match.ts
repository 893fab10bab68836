import type { MatchOutcome } from '../warehouse/schema/fusion.ts'
import { type DivisionIndex, type Place, createDivisionIndex, nowhere } from './division-index.ts'
import { createNameParser } from './enterprise-name.ts'
import { agreementWeight, missing } from './fellegi-sunter.ts'
import {
  type Agreement,
  type PreparedName,
  compareNames,
  describeLevels,
  prepareName,
} from './name-comparison.ts'
import { type MatchParameters, fullNameParameters, shortNameParameters } from './name-weights.ts'
import { readPinyin } from './pinyin.ts'
import { Postings, bigrams, hashText, leadingPairs } from './postings.ts'

export interface Candidate {
  readonly id: string
  readonly name: string
  /** GB/T 2260 code of where the firm is. */
  readonly region?: string | null
}

export interface NameMatch {
  readonly id: string
  /** The name of the candidate that matched; one firm may be listed under several. */
  readonly name: string
  /** Σ log₂(m/u) with term frequency, bits. */
  readonly score: number
  readonly outcome: MatchOutcome
  readonly agreement: Agreement
}

export interface NameIndex {
  /** Best first, one per firm, at most five, each at least worth a review; empty means none. At most one links. */
  match(name: string, region?: string | null): readonly NameMatch[]
}

export interface MatchOptions {
  /** Without it only provinces, capitals and 山东's cities are recognised in names. */
  readonly divisions?: DivisionIndex
  readonly short?: MatchParameters
  readonly full?: MatchParameters
}

const kept = 5
/** A block longer than this is too common to be worth comparing in full. */
const longestBlock = 500
/** Bits by which a rare or a common 字号 may move a score. */
const frequencyLimit = 6

/** Prepares candidates for matching: 100,000 names take about a second. */
export function createNameIndex(candidates: readonly Candidate[], options: MatchOptions = {}): NameIndex {
  const search = createCandidateSearch(candidates, options.divisions)
  const short = createScale(options.short ?? shortNameParameters)
  const full = createScale(options.full ?? fullNameParameters)

  return {
    match(name, region) {
      const written = search.prepare(name, region)
      const { parameters, weigh } = written.name.short ? short : full
      const best = new Map<string, Found>()
      for (const position of search.block(written)) {
        const candidate = candidates[position]
        const registered = search.prepared[position]
        if (candidate === undefined || registered === undefined) continue
        const { levels, brand } = compareNames(written, registered)
        const score = weigh(levels) + (brand === null ? 0 : search.rarity(brand))
        if (score < parameters.review || score <= (best.get(candidate.id)?.score ?? -Infinity)) continue
        const agreement = describeLevels(levels)
        if (excluded(agreement, written.name.short)) continue
        best.set(candidate.id, { id: candidate.id, name: candidate.name, score, agreement })
      }
      const ranked = [...best.values()]
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        .slice(0, kept)
      const lead = (ranked[0]?.score ?? 0) - (ranked[1]?.score ?? -Infinity)
      const first = ranked[0]
      const links =
        first !== undefined &&
        first.score >= parameters.link &&
        lead >= parameters.margin &&
        !doubtful(first.agreement, written.name.short)
      return ranked.map((found, rank) => ({ ...found, outcome: rank === 0 && links ? 'link' : 'review' }))
    },
  }
}

type Found = Omit<NameMatch, 'outcome'>

function createScale(parameters: MatchParameters): {
  parameters: MatchParameters
  weigh: (levels: readonly number[]) => number
} {
  const bits = parameters.m.map((levels, field) =>
    levels.map((m, level) => agreementWeight(m, parameters.u[field]?.[level] ?? 1)),
  )
  return {
    parameters,
    weigh(levels) {
      let sum = 0
      for (const [field, level] of levels.entries()) {
        if (level !== missing) sum += bits[field]?.[level] ?? 0
      }
      return sum
    },
  }
}

const weakBrands: ReadonlySet<string | null> = new Set(['abbreviated', 'inside', 'similar', 'different'])

/**
 * Different firms whatever the score: a firm and its branch, a company and a cooperative; full names that share
 * neither 字号 nor 行业; namesakes of two provinces, unless all but the place agrees, as it does after a move.
 */
function excluded({ brand, place, activity, form, group, branch }: Agreement, short: boolean): boolean {
  if (branch === 'different' || form === 'different') return true
  if (!short && weakBrands.has(brand) && activity !== 'same') return true
  const moved = brand === 'identical' || (activity === 'same' && form === 'same' && group === 'same')
  return place === 'other-province' && !moved
}

/** What a person must decide: a group and its listed firm, 有限公司 and 股份有限公司, a homophone, a firm that moved or changed trade. */
function doubtful({ brand, place, activity, form, group }: Agreement, short: boolean): boolean {
  if (place === 'other-province') return true
  if (short || brand === 'identical') return false
  return (
    brand !== 'same' ||
    place === 'other-city' ||
    activity !== 'same' ||
    form !== 'same' ||
    group === 'different'
  )
}

/** Matches every name; the result stands in the order of `names`. */
export function matchNames(
  names: readonly { readonly name: string; readonly region?: string | null }[],
  candidates: readonly Candidate[],
  options: MatchOptions = {},
): readonly (readonly NameMatch[])[] {
  const index = createNameIndex(candidates, options)
  return names.map(({ name, region }) => index.match(name, region))
}

/** The candidates of a name, before they are weighed. */
export interface CandidateSearch {
  readonly prepared: readonly PreparedName[]
  prepare(name: string, region?: string | null): PreparedName
  /** Positions of the candidates worth comparing. */
  block(written: PreparedName): readonly number[]
  /** Bits that the frequency of a 字号 among the candidates adds to or takes from an agreement in it. */
  rarity(brand: string): number
}

export function createCandidateSearch(
  candidates: readonly Candidate[],
  divisions?: DivisionIndex,
): CandidateSearch {
  const parse = createNameParser(divisions)
  const places = divisions ?? createDivisionIndex([])

  function prepare(name: string, region?: string | null): PreparedName {
    const parsed = parse(name, region)
    const given = region == null || region === '' ? nowhere : codePlace(places.place(region), region)
    // What is known beside the name is where the firm is; 山东 in a name says less than 青岛 in the register.
    return prepareName(parsed, given.provinceCode === null ? parsed.place : given)
  }

  const prepared = candidates.map((candidate) => prepare(candidate.name, candidate.region))
  const byKey = new Postings(prepared.map(({ name }) => [hashText(name.key)]))
  const byBrand = new Postings(prepared.map(({ name }) => [hashText(name.brand)]))
  const byBigram = new Postings(
    prepared.map(({ name, core }) => bigrams(core.slice(0, Math.max(4, name.brand.length + 1)))),
  )
  const byLeadingPair = new Postings(
    prepared.map(({ name, core }) => [...new Set([...leadingPairs(name.key), ...leadingPairs(core)])]),
  )
  const byInitials = new Postings(prepared.map(({ name }) => soundKeys(name.brand)))

  const brandCounts = new Map<string, number>()
  for (const { name } of prepared) brandCounts.set(name.brand, (brandCounts.get(name.brand) ?? 0) + 1)
  let chance = 0
  for (const count of brandCounts.values()) chance += (count / prepared.length) ** 2

  function nearby(positions: Int32Array, place: Place): Int32Array {
    if (place.provinceCode === null) return positions
    const same = positions.filter((position) => {
      const other = prepared[position]?.place
      return (
        other !== undefined &&
        (other.cityCode ?? other.provinceCode) === (place.cityCode ?? place.provinceCode)
      )
    })
    return same.length > 0 ? same : positions
  }

  return {
    prepared,
    prepare,
    block(written) {
      const found = new Set<number>(byKey.at(hashText(written.name.key)))
      const add = (positions: Int32Array): void => {
        const near = positions.length > longestBlock ? nearby(positions, written.place) : positions
        if (near.length <= longestBlock) for (const position of near) found.add(position)
      }
      for (const brand of written.brands) {
        add(byBrand.at(hashText(brand)))
        for (const key of bigrams(brand)) add(byBigram.at(key))
        for (const key of soundKeys(brand)) add(byInitials.at(key))
      }
      const first = leadingPairs(written.core)[0]
      if (written.name.short && first !== undefined) add(byLeadingPair.at(first))
      return [...found]
    },
    rarity(brand) {
      const share = Math.max(brandCounts.get(brand) ?? 0, 1) / Math.max(prepared.length, 1)
      return Math.max(-frequencyLimit, Math.min(frequencyLimit, Math.log2(chance / share)))
    },
  }
}

/** Names heard and written down: 鸿盛 for 宏盛. Two-character 字号 need the whole sound, longer ones the initials. */
function soundKeys(brand: string): number[] {
  if (brand.length < 2 || brand.length > 6) return []
  const { full, initials } = readPinyin(brand)
  return [hashText(brand.length === 2 ? full : initials)]
}

/** Codes that no division list knows still say province and city by their digits. */
function codePlace(place: Place, code: string): Place {
  if (place.provinceCode !== null || !/^\d{6}$/.test(code)) return place
  return {
    provinceCode: `${code.slice(0, 2)}0000`,
    cityCode: code.slice(2, 4) === '00' ? null : `${code.slice(0, 4)}00`,
    countyCode: code.endsWith('00') ? null : code,
  }
}
