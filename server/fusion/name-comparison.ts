import type { Place } from './division-index.ts'
import { type EnterpriseName, alternativeBrands } from './enterprise-name.ts'
import { missing } from './fellegi-sunter.ts'
import { readPinyin } from './pinyin.ts'

/** Fields compared, each with its levels from the strongest agreement down. Their order is that of a pattern. */
export const comparisonFields = {
  brand: ['identical', 'same', 'begins', 'abbreviated', 'inside', 'similar', 'different'],
  place: ['same-city', 'same-province', 'other-city', 'other-province'],
  activity: ['same', 'overlapping', 'different'],
  form: ['same', 'company', 'different'],
  group: ['same', 'different'],
  branch: ['same', 'different'],
} as const

export type ComparisonField = keyof typeof comparisonFields
export const fieldNames = Object.keys(comparisonFields) as readonly ComparisonField[]
export const levelCounts: readonly number[] = fieldNames.map((field) => comparisonFields[field].length)

/** What each field came to, for a reviewer: null where a side is missing. */
export type Agreement = { readonly [F in ComparisonField]: (typeof comparisonFields)[F][number] | null }

export function describeLevels(levels: readonly number[]): Agreement {
  const described = fieldNames.map((field, position) => [
    field,
    comparisonFields[field][levels[position] ?? missing] ?? null,
  ])
  return Object.fromEntries(described) as Agreement
}

/** A name made ready for many comparisons. */
export interface PreparedName {
  readonly name: EnterpriseName
  /** Where the firm is: the place given beside the name, else the place in it. */
  readonly place: Place
  readonly core: string
  readonly brands: readonly string[]
}

export function prepareName(name: EnterpriseName, place: Place): PreparedName {
  return { name, place, core: name.brand + name.activity, brands: [name.brand, ...alternativeBrands(name)] }
}

export interface Comparison {
  readonly levels: readonly number[]
  /** The 字号 that agreed, for its frequency; null below 'begins'. */
  readonly brand: string | null
}

/** Compares a written name (often short, often without place or form) with a registered one. */
export function compareNames(written: PreparedName, registered: PreparedName): Comparison {
  const [level, brand] = compareBrands(written, registered)
  const a = written.name
  const b = registered.name
  return {
    brand,
    levels: [
      level,
      comparePlaces(written.place, registered.place),
      compareActivities(a.activity, b.activity),
      compareForms(a.form, b.form),
      a.short || b.short ? missing : a.group === b.group ? 0 : 1,
      a.branch === b.branch ? 0 : 1,
    ],
  }
}

function compareBrands(written: PreparedName, registered: PreparedName): [number, string | null] {
  if (written.name.key === registered.name.key) return [0, registered.name.brand]
  let level = 6
  let agreed: string | null = null
  for (const brand of written.brands) {
    const found = brandLevel(brand, written, registered)
    if (found >= level) continue
    level = found
    agreed = found <= 2 ? brand : null
  }
  return [level, agreed]
}

function brandLevel(brand: string, written: PreparedName, registered: PreparedName): number {
  const other = registered.name.brand
  if (brand === other || brand === registered.core || other === written.core) return 1
  if (brand.length < 2 || other.length < 2) return 6
  if (registered.core.startsWith(brand) || written.core.startsWith(other)) return 2
  const abbreviated = written.name.short && abbreviates(written.core, registered)
  if (abbreviated && written.core.length >= 3) return 3
  if (abbreviated || registered.core.includes(brand) || written.core.includes(other)) return 4
  if (brand.length >= 3 && other.length >= 3 && withinOneEdit(brand, other)) return 5
  return brand.length === other.length && readPinyin(brand).full === readPinyin(other).full ? 5 : 6
}

/** 武钢 for 武汉钢铁, 建工修复 for 建工环境修复: characters in order, from the first of the name or of its core. */
function abbreviates(short: string, registered: PreparedName): boolean {
  return isSubsequence(short, registered.name.key) || isSubsequence(short, registered.core)
}

function isSubsequence(short: string, long: string): boolean {
  if (short.charCodeAt(0) !== long.charCodeAt(0)) return false
  let found = 1
  for (let position = 1; position < long.length && found < short.length; position++) {
    if (long.charCodeAt(position) === short.charCodeAt(found)) found++
  }
  return found === short.length
}

/** Edit distance at most 1. */
export function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  const shorter = Math.min(a.length, b.length)
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let end = 0
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  return Math.max(a.length, b.length) - start - end <= 1
}

function comparePlaces(a: Place, b: Place): number {
  if (a.provinceCode === null || b.provinceCode === null) return missing
  if (a.provinceCode !== b.provinceCode) return 3
  if (a.cityCode === null || b.cityCode === null) return 1
  return a.cityCode === b.cityCode ? 0 : 2
}

function compareActivities(a: string, b: string): number {
  if (a === '' || b === '') return missing
  if (a === b) return 0
  if (a.includes(b) || b.includes(a)) return 1
  for (let position = 0; position < a.length - 1; position++) {
    if (b.includes(a.slice(position, position + 2))) return 1
  }
  return 2
}

const companies: ReadonlySet<string | null> = new Set(['joint-stock', 'limited', 'company'])

function compareForms(a: string | null, b: string | null): number {
  if (a === null || b === null) return missing
  if (a === b) return 0
  return companies.has(a) && companies.has(b) ? 1 : 2
}
