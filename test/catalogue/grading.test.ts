import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { viewAs } from '../../server/access/viewing.ts'
import {
  decideOverride,
  listOverrides,
  readApprovals,
  readGradeOf,
  requestOverride,
  revokeOverride,
} from '../../server/catalogue/grade-overrides.ts'
import {
  derivedData,
  gradeColumns,
  gradeDerived,
  gradeOfDataset,
  highestOf,
  ruleOf,
} from '../../server/catalogue/grading.ts'
import { gradingRules } from '../../server/catalogue/grading-rules.ts'
import type { Grade } from '../../server/datasets/contract.ts'
import { dataset, datasets, type NamedDataset } from '../../server/datasets/registry.ts'
import { readPreview } from '../../server/catalogue/preview.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { ensureRowSecurity, gradeRank } from '../../server/warehouse/row-security.ts'
import type { Viewer } from '../../server/warehouse/viewer-database.ts'
import { openTestDatabase, openTestViewers } from '../database.ts'
import { insertBatch } from '../api/golden.ts'

const all = [...datasets.values()]
const now = new Date('2026-11-23T02:00:00Z')

/** A dataset of firms that are named, with one more column. */
function withColumn(title: string, given: Partial<NamedDataset> = {}): NamedDataset {
  return {
    ...dataset('public/insured-headcount'),
    ...given,
    columns: { credit_code: { title: '代码', type: 'text' }, extra: { title, type: 'money', unit: '元' } },
  }
}

describe('the rules', () => {
  test('find no column of any dataset below its level', () => {
    const below = all.flatMap((one) =>
      gradeColumns(one, [])
        .filter(({ contract, byRules }) => gradeRank[contract] < gradeRank[byRules])
        .map(
          ({ name, contract, byRules, rule }) => `${one.id} ${name}: ${contract} < ${byRules} (${rule?.id})`,
        ),
    )
    expect(below).toEqual([])
  })

  test('find no personal data, nothing important and nothing of the core in any dataset', () => {
    const found = all.flatMap((one) =>
      Object.keys(one.columns)
        .filter((name) => ['person', 'important', 'core'].includes(ruleOf(one, name)?.id ?? ''))
        .map((name) => `${one.id} ${name}`),
    )
    expect(found).toEqual([])
  })

  test.each<[title: string, grade: Grade]>([
    ['法定代表人姓名', 'L4'],
    ['联系电话', 'L4'],
    ['军品营业收入', 'core'],
    ['战略储备数量', 'important'],
    ['营业收入', 'L3'],
    ['参保人数', 'L3'],
    ['注册资本', 'L1'],
  ])('grade %s of a firm %s', (title, grade) => {
    expect(ruleOf(withColumn(title), 'extra')?.grade ?? 'L1').toBe(grade)
  })

  test('take the highest that applies, and grade nothing for being public by law', () => {
    expect(ruleOf(withColumn('军品法定代表人姓名'), 'extra')?.id).toBe('core')
    expect(ruleOf(withColumn('营业收入', { publicBasis: '依法披露' }), 'extra')).toBeNull()
    // Persons stay protected in what is public.
    expect(ruleOf(withColumn('股东姓名', { publicBasis: '依法披露' }), 'extra')?.grade).toBe('L4')
  })

  test('are each of use, and have names of their own', () => {
    expect(new Set(gradingRules.map(({ id }) => id)).size).toBe(gradingRules.length)
    expect(ruleOf(dataset('enterprise/supply-transaction'), 'amount')?.id).toBe('transaction')
    expect(ruleOf(dataset('enterprise/energy-meter'), 'value')?.id).toBe('meter')
    expect(ruleOf(dataset('enterprise/capacity-week'), 'actual')?.id).toBe('capacity')
    expect(ruleOf(dataset('public/above-scale-annual'), 'revenue')?.id).toBe('finance')
    expect(ruleOf(dataset('public/insured-headcount'), 'headcount')?.id).toBe('headcount')
  })
})

describe('levels', () => {
  test('of a dataset are those of its highest column', () => {
    for (const one of all) {
      const grades = gradeColumns(one, []).map(({ effective }) => effective)
      expect(gradeOfDataset(one, [])).toBe(highestOf(grades))
      for (const grade of grades)
        expect(gradeRank[grade]).toBeLessThanOrEqual(gradeRank[gradeOfDataset(one, [])])
    }
  })

  test('of derived data are never below their inputs without an approval', () => {
    expect(derivedData.length).toBeGreaterThan(5)
    for (const { derived, effective } of gradeDerived([])) {
      for (const input of derived.inputs)
        expect(gradeRank[effective], derived.id).toBeGreaterThanOrEqual(gradeRank[gradeOfDataset(input, [])])
    }
  })

  test('rise with the inputs: an approval covers only what it was decided against', () => {
    const lowered = {
      id: 1,
      subject: 'derived/metric-value',
      column: null,
      previous: 'L3',
      grade: 'L2',
    } as const
    const raised = {
      id: 2,
      subject: 'public/above-scale-annual',
      column: 'revenue',
      previous: 'L3',
      grade: 'L4',
    } as const
    const of = (approvals: Parameters<typeof gradeDerived>[0]) =>
      gradeDerived(approvals).find(({ derived }) => derived.id === 'derived/metric-value')?.effective
    expect(of([])).toBe('L3')
    expect(of([lowered])).toBe('L2')
    expect(of([lowered, raised])).toBe('L4')
  })
})

describe('a request to change a level', () => {
  let database: Database
  let viewers: Database
  beforeAll(async () => {
    database = await openTestDatabase()
    viewers = await openTestViewers(database)
  })
  afterAll(async () => {
    await viewers.close()
    await database.close()
  })

  const official: Viewer = {
    kind: 'official',
    username: 'province',
    regionPrefix: '37',
    firms: [],
    own: null,
    clearance: 3,
  }
  const headcount = { subject: 'public/insured-headcount', column: 'headcount' } as const
  const effective = async (column = 'headcount') =>
    gradeColumns(dataset('public/insured-headcount'), await readApprovals(database)).find(
      ({ name }) => name === column,
    )?.effective
  const preview = () => viewAs(official, () => readPreview(viewers, dataset('public/insured-headcount'), 5))

  test('is decided by another person, changes masks at once, and can be revoked', async () => {
    const batch = await insertBatch(database, 'public/insured-headcount')
    await database.pool.query(
      `insert into public_warehouse.insured_headcount
         (credit_code, month, headcount, county_code, batch_id, row_number, row_hash, valid_from)
       values ('91370523DEM000014Q', '2026-10', 120, '370523', $1, 1, 0, now())`,
      [batch],
    )
    const at = Object.keys(dataset('public/insured-headcount').columns).indexOf('headcount')
    expect((await preview()).map(({ cells, masked }) => [cells[at], masked])).toEqual([['120', []]])

    const id = await requestOverride(database, { ...headcount, grade: 'L4', reason: '试验' }, 'steward', now)
    expect(await effective()).toBe('L2')
    const approve = { approve: true, reason: '同意' }
    await expect(decideOverride(database, id, approve, 'steward', now)).rejects.toMatchObject({
      kind: 'same-person',
    })
    await expect(
      requestOverride(database, { ...headcount, grade: 'L3', reason: '又一件' }, 'operator', now),
    ).rejects.toMatchObject({ kind: 'conflict' })
    await decideOverride(database, id, approve, 'security-admin', now)
    expect(await effective()).toBe('L4')
    const gradeOf = await readGradeOf(database)
    const contract = dataset('public/insured-headcount')
    expect(gradeOf(contract, 'headcount', contract.columns['headcount'] ?? { title: '', type: 'text' })).toBe(
      'L4',
    )
    expect((await preview()).map(({ cells, masked }) => [cells[at], masked])).toEqual([[null, ['headcount']]])
    // As at every start of the program.
    await ensureRowSecurity(database, datasets.values(), await readGradeOf(database))
    expect((await preview()).map(({ cells }) => cells[at])).toEqual([null])
    await expect(decideOverride(database, id, approve, 'security-admin', now)).rejects.toMatchObject({
      kind: 'conflict',
    })

    await revokeOverride(database, id, '试验结束', 'security-admin', now)
    expect(await effective()).toBe('L2')
    expect((await preview()).map(({ cells }) => cells[at])).toEqual(['120'])
    await expect(revokeOverride(database, id, '再撤', 'security-admin', now)).rejects.toMatchObject({
      kind: 'conflict',
    })
    const [row] = await listOverrides(database)
    expect(row).toMatchObject({
      requested_by: 'steward',
      decided_by: 'security-admin',
      ended_by: 'security-admin',
      reason: '试验',
      decision_reason: '同意',
      end_reason: '试验结束',
      previous: 'L2',
      grade: 'L4',
      state: 'revoked',
    })
  })

  test('that is approved takes the place of the one before', async () => {
    const request = async (grade: Grade) => {
      const id = await requestOverride(database, { ...headcount, grade, reason: '调整' }, 'steward', now)
      await decideOverride(database, id, { approve: true, reason: '同意' }, 'security-admin', now)
    }
    await request('L3')
    await request('L4')
    expect(await effective()).toBe('L4')
    const rows = (await listOverrides(database)).filter(
      ({ state }) => state === 'approved' || state === 'replaced',
    )
    expect(rows.filter(({ subject }) => subject === headcount.subject).map(({ state }) => state)).toEqual([
      'approved',
      'replaced',
    ])
  })

  test('leaves the level as it is when it is rejected', async () => {
    const place = { subject: 'public/insured-headcount', column: 'month' }
    const id = await requestOverride(database, { ...place, grade: 'L3', reason: '试验' }, 'steward', now)
    await decideOverride(database, id, { approve: false, reason: '无必要' }, 'security-admin', now)
    expect(await effective('month')).toBe('L2')
  })

  test('is refused for what does not exist and for the level in force', async () => {
    const ask = (subject: string, column: string | null, grade: Grade) =>
      requestOverride(database, { subject, column, grade, reason: '试验' }, 'steward', now)
    await expect(ask('public/none', 'a', 'L3')).rejects.toMatchObject({ kind: 'unknown' })
    await expect(ask('public/honour', 'none', 'L3')).rejects.toMatchObject({ kind: 'unknown' })
    await expect(ask('derived/none', null, 'L3')).rejects.toMatchObject({ kind: 'unknown' })
    await expect(ask('derived/golden-enterprise', 'name', 'L3')).rejects.toMatchObject({ kind: 'invalid' })
    await expect(ask('public/honour', 'level', 'L1')).rejects.toMatchObject({ kind: 'conflict' })
  })

  test('is kept from being decided by who asked, by the database itself', async () => {
    const id = await requestOverride(
      database,
      { subject: 'public/honour', column: 'level', grade: 'L2', reason: '试验' },
      'steward',
      now,
    )
    await expect(
      database.pool.query(
        `update brain.grade_override set state = 'approved', decided_by = 'steward', decided_at = now() where id = $1`,
        [id],
      ),
    ).rejects.toThrow('grade_override_two_persons')
  })

  test('starts from recorded approvals for aggregates alone', async () => {
    const baseline = (await listOverrides(database)).filter(({ origin }) => origin === 'baseline')
    expect(baseline.map(({ subject }) => subject).toSorted()).toEqual([
      'derived/metric-value',
      'derived/segment-state',
    ])
    for (const { subject } of baseline)
      expect(derivedData.find(({ id }) => id === subject)?.transformation).toContain('不足 4 家')
  })
})
