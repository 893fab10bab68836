import { describe, expect, test } from 'vitest'
import { dataset, type NamedDataset } from '../../server/datasets/registry.ts'
import { canonicalJson, sha256 } from '../../server/exchange/canonical-json.ts'
import type { RowFilter } from '../../server/exchange/row-filter.ts'
import { Refusal } from '../../server/exchange/refusal.ts'
import { assess, type Applicant } from '../../server/exchange/share-rule.ts'

const county: Applicant = { role: 'county', region: { code: '370523', name: '广饶县' }, creditCode: null }
const firm: Applicant = { role: 'enterprise', region: county.region, creditCode: 'A' }
const bank: Applicant = { role: 'bank', region: county.region, creditCode: null }
const every: RowFilter = { region: null, firms: [], monthFrom: null, monthTo: null }

/** As the contract says. */
const grades = (of: NamedDataset) => (name: string) => of.columns[name]?.grade ?? of.grade

function ask(id: string, columns: string[], applicant = county, rows: Partial<RowFilter> = {}) {
  return assess(dataset(id), applicant, { columns, rows: { ...every, ...rows } }, grades(dataset(id)))
}

describe('the share type and the grades decide', () => {
  test('无条件 at once, whoever asks', () => {
    for (const applicant of [county, firm, bank]) {
      expect(ask('public/honour', ['kind'], applicant)).toMatchObject({
        outcome: 'automatic',
        approvalsNeeded: 0,
        firmsToAsk: [],
      })
    }
  })

  test('有条件 one steward, held to the region of the office', () => {
    expect(ask('public/registration-change', ['item', 'changed_on'])).toMatchObject({
      outcome: 'one',
      approvalsNeeded: 1,
      rows: { region: '370523' },
    })
    const elsewhere = ask('public/registration-change', ['item'], county, { region: '370211' })
    expect(elsewhere.outcome).toBe('refused')
    expect(elsewhere.refusal).toContain('370211')
  })

  test('L3 fields and firms own data two persons, and the firms named', () => {
    expect(ask('public/electricity-use', ['kwh'])).toMatchObject({ outcome: 'two', approvalsNeeded: 2 })
    expect(ask('enterprise/enterprise-profile', ['name'])).toMatchObject({ outcome: 'two' })
    expect(ask('public/electricity-use', ['kwh'], county, { firms: ['A', 'B'] }).firmsToAsk).toEqual([
      'A',
      'B',
    ])
    expect(ask('public/electricity-use', ['kwh'], firm, { firms: ['A', 'B'] }).firmsToAsk).toEqual(['B'])
  })

  test('enterprises and banks name the firms whose data they want', () => {
    for (const applicant of [firm, bank]) {
      expect(ask('public/electricity-use', ['kwh'], applicant).outcome).toBe('refused')
      expect(ask('public/registration-change', ['item'], applicant).outcome).toBe('refused')
      expect(ask('public/registration-change', ['item'], applicant, { firms: ['B'] })).toMatchObject({
        outcome: 'one',
        firmsToAsk: ['B'],
      })
    }
  })

  test('an approved grade counts, not the one of the contract', () => {
    const raised = assess(dataset('public/honour'), county, { columns: ['kind'], rows: every }, () => 'L3')
    expect(raised).toMatchObject({ outcome: 'two', approvalsNeeded: 2 })
  })

  test('不予共享 and 重要数据 never', () => {
    const closed: NamedDataset = { ...dataset('public/honour'), share: 'none' }
    const ruling = assess(closed, county, { columns: ['kind'], rows: every }, grades(closed))
    expect(ruling).toMatchObject({ outcome: 'refused', approvalsNeeded: 0 })
    expect(ruling.refusal).toContain('不予共享')
    const important: NamedDataset = { ...dataset('public/honour'), grade: 'important' }
    expect(assess(important, county, { columns: ['kind'], rows: every }, grades(important)).outcome).toBe(
      'refused',
    )
  })

  test.each([
    ['a column that is not there', 'public/honour', ['salary'], {}],
    ['firms of a dataset without firms', 'industry/commodity-price', ['price'], { firms: ['A'] }],
    ['a region of a dataset without places', 'industry/commodity-price', ['price'], { region: '370523' }],
  ])('refuses %s as a mistake', (_what, id, columns, rows) => {
    expect(() => ask(id, columns, county, rows)).toThrow(Refusal)
  })
})

describe('canonical JSON', () => {
  test('does not depend on the order in which terms were written', () => {
    const text = canonicalJson({ b: [1, { d: null, c: '甲' }], a: true })
    expect(text).toBe('{"a":true,"b":[1,{"c":"甲","d":null}]}')
    expect(sha256(text)).toBe(sha256(canonicalJson({ a: true, b: [1, { c: '甲', d: null }] })))
    // FIPS 180-2, appendix B.1.
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  test('takes no number that has no single spelling', () => {
    expect(() => canonicalJson({ a: 0.1 })).toThrow('0.1')
  })
})
