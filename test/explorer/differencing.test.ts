import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExplorerAnswer, Filter, Group } from '../../server/api/schemas/explorer.ts'
import { isDisclosive, minimumFirms } from '../../server/domain/small-cells.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import type { TestServer } from '../api/test-server.ts'
import { isInSpan } from '../domain/linear-span.ts'
import {
  ask,
  district,
  dongying,
  facts,
  guangrao,
  openExplorer,
  send,
  type Asked,
  type Fact,
} from './scene.ts'

/** What an enterprise or a bank can work out from any number of answers. */
let server: TestServer
beforeAll(async () => {
  server = await openExplorer()
})
afterAll(() => server.close())

/** A released number and the facts it is the sum of. */
interface Released {
  readonly facts: readonly number[]
  readonly value: number
}

const revenue = [{ of: 'sum' as const, field: 'revenue' }]
const counties = [guangrao, district, '370505'] as const
const industries = ['C2911', 'C2651', 'C2912', 'C3515'] as const

/** Where the attacker knows each firm to stand, from public registers: what a cell of the answer is the sum of. */
function matches(fact: Fact, { field, grain }: Group, code: string | null): boolean {
  if (field === 'year') return String(fact.year) === code
  if (field === 'industry_code')
    return fact.industry.slice(0, grain === 'section' ? 1 : grain === 'division' ? 3 : 5) === code
  return (grain === 'city' ? `${fact.county.slice(0, 4)}00` : fact.county) === code
}

function passes(fact: Fact, filter: Filter): boolean {
  if (filter.is !== 'one-of') return true
  return filter.values.some((value) =>
    matches(fact, { field: filter.field, ...(filter.grain !== undefined && { grain: filter.grain }) }, value),
  )
}

function releasedBy(asked: Asked, answer: ExplorerAnswer, region: string): Released[] {
  const { by = [], filters = [] } = asked
  const prefix = region.endsWith('00') ? region.slice(0, 4) : region
  const inside = [...facts.entries()].filter(
    ([, fact]) => fact.county.startsWith(prefix) && filters.every((filter) => passes(fact, filter)),
  )
  const found: Released[] = []
  const take = (value: number | null | undefined, codes: readonly (string | null | undefined)[]) => {
    if (value === null || value === undefined) return
    const members = inside.filter(([, fact]) =>
      codes.every((code, at) => code === undefined || matches(fact, by[at] as Group, code)),
    )
    const sum = members.reduce((total, [, fact]) => total + fact.revenue, 0)
    expect(value, 'a released number is the true one').toBeCloseTo(sum, 2)
    if (members.length > 0) found.push({ facts: members.map(([at]) => at), value })
  }
  for (const { keys, values } of answer.rows)
    take(
      values[0],
      keys.map(({ code }) => code),
    )
  for (const [at, margin] of answer.margins.entries()) {
    for (const { key, values } of margin) take(values[0], at === 0 ? [key.code] : [undefined, key.code])
  }
  take(answer.total.values[0], [])
  return found
}

function tellsOfFew(members: Iterable<number>): boolean {
  const firms = new Map<string, number>()
  for (const at of members) {
    const fact = facts[at]
    if (fact !== undefined) firms.set(fact.firm, (firms.get(fact.firm) ?? 0) + fact.revenue)
  }
  return firms.size < minimumFirms || isDisclosive(firms.values())
}

const group = fc.constantFrom<Group>(
  { field: 'year' },
  { field: 'industry_code', grain: 'class' },
  { field: 'industry_code', grain: 'division' },
  { field: 'industry_code', grain: 'section' },
  { field: 'firm_county_code', grain: 'county' },
  { field: 'firm_county_code', grain: 'city' },
)
const filter = fc.oneof(
  fc
    .subarray([...counties], { minLength: 1 })
    .map((values): Filter => ({ field: 'firm_county_code', is: 'one-of', grain: 'county', values })),
  fc
    .subarray([...industries], { minLength: 1 })
    .map((values): Filter => ({ field: 'industry_code', is: 'one-of', grain: 'class', values })),
  fc
    .subarray(['2024', '2025'], { minLength: 1 })
    .map((values): Filter => ({ field: 'year', is: 'one-of', grain: 'year', values })),
)
const asked = fc.record({
  by: fc.uniqueArray(group, { maxLength: 2, selector: ({ field, grain }) => `${field} ${grain}` }),
  filters: fc.array(filter, { maxLength: 3 }),
})

/** Everything the role is shown in answer to many queries, by the set of facts. */
async function learn(role: AccountRole, region: string, count: number): Promise<readonly Released[]> {
  const known = new Map<string, Released>()
  for (const { by, filters } of fc.sample(asked, { numRuns: count, seed: 7 })) {
    const question = { measures: revenue, by, filters, realm: 'demonstration' as const }
    for (const released of releasedBy(question, await ask(server, role, question), region)) {
      known.set(released.facts.join(), released)
    }
  }
  return [...known.values()]
}

describe.each<[AccountRole, string]>([
  ['enterprise', guangrao],
  ['bank', dongying],
])('what %s learns from 150 queries about %s', (role, region) => {
  let known: readonly Released[]
  beforeAll(async () => {
    known = await learn(role, region, 150)
  })

  test('is something', () => {
    expect(known.length).toBeGreaterThan(role === 'bank' ? 5 : 2)
  })

  test('is no number of few or dominated firms', () => {
    for (const { facts: members } of known) expect(tellsOfFew(members)).toBe(false)
  })

  test('leaves no such number between any two answers', () => {
    for (const larger of known) {
      const all = new Set(larger.facts)
      for (const smaller of known) {
        if (smaller.facts.length >= all.size || !smaller.facts.every((at) => all.has(at))) continue
        const inside = new Set(smaller.facts)
        expect(tellsOfFew([...all].filter((at) => !inside.has(at)))).toBe(false)
      }
    }
  })

  test('yields no single firm by any combination of answers', () => {
    const vectors = known.map(({ facts: members }) => facts.map((_, at) => (members.includes(at) ? 1 : 0)))
    const firms = [...new Set(facts.map(({ firm }) => firm))]
    const ofFirms = (names: readonly string[], year?: number) =>
      facts.map((fact) => (names.includes(fact.firm) && (year === undefined || fact.year === year) ? 1 : 0))
    const inferred: string[] = []
    for (const [at, firm] of firms.entries()) {
      for (const year of [undefined, 2024, 2025]) {
        for (const names of [[firm], firms.slice(at, at + 2), firms.slice(at, at + 3)]) {
          const wanted = ofFirms(names, year)
          if (wanted.includes(1) && isInSpan(vectors, wanted)) inferred.push(`${names.join('+')} ${year}`)
        }
      }
    }
    expect(inferred).toEqual([])
  })
})

describe('under protection', () => {
  test('withheld numbers are marked, and officials see them', async () => {
    const question = {
      measures: revenue,
      by: [{ field: 'industry_code', grain: 'class' as const }],
      region: guangrao,
    }
    const shown = await ask(server, 'enterprise', question)
    expect(shown.protection?.withheld).toBeGreaterThan(0)
    expect(shown.protection?.reason).toBe('不足 4 家或两家占比过高，不予显示')
    for (const { values, withheld } of shown.rows) expect(withheld).toBe(values[0] === null)
    const official = await ask(server, 'county', question)
    expect(official.rows.every(({ withheld, values }) => !withheld && values[0] !== null)).toBe(true)
  })

  test('an official’s answer for outside is what an enterprise sees', async () => {
    const question = {
      measures: revenue,
      by: [{ field: 'industry_code', grain: 'class' as const }],
      region: guangrao,
    }
    const outside = await ask(server, 'county', { ...question, outside: true })
    const enterprise = await ask(server, 'enterprise', question)
    expect(outside.rows).toEqual(enterprise.rows)
    expect(outside.total).toEqual(enterprise.total)
  })

  test.each<[string, Partial<Asked>]>([
    ['smallest and largest', { measures: [{ of: 'max', field: 'revenue' }] }],
    ['medians', { measures: [{ of: 'median', field: 'revenue' }] }],
    ['other groupings', { by: [{ field: 'credit_code' }] }],
    ['ranges', { filters: [{ field: 'revenue', is: 'range', from: 1 }] }],
    ['words', { filters: [{ field: 'credit_code', is: 'contains', text: 'DEM0' }] }],
    ['earlier times', { asOf: '2026-05' }],
  ])('%s are refused', async (_, given) => {
    for (const role of ['enterprise', 'bank'] as const) {
      const { status, body } = await send(server, role, { measures: revenue, ...given })
      expect([status, body.code]).toEqual([403, expect.stringMatching(/^protected-/)])
    }
  })

  test('the rows behind are closed', async () => {
    const query = { subject: 'dataset:public/above-scale-annual', measures: revenue, by: [], filters: [] }
    for (const role of ['enterprise', 'bank'] as const) {
      const answer = await server.request(role, {
        method: 'POST',
        url: '/api/explorer/rows',
        payload: { query, keys: [] },
      })
      expect(answer.statusCode).toBe(403)
    }
  })

  test('the largest firms are not shown by their place among the withheld', async () => {
    const answer = await ask(server, 'enterprise', {
      measures: revenue,
      by: [{ field: 'industry_code', grain: 'class' }],
      sort: { by: 'value', descending: true },
    })
    const hidden = answer.rows.filter(({ withheld }) => withheld).map(({ keys }) => keys[0]?.label ?? '')
    expect(answer.rows.slice(-hidden.length).every(({ withheld }) => withheld)).toBe(true)
    expect(hidden).toEqual(hidden.toSorted())
  })
})
