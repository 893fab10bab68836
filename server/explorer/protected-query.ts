import type { Filter } from '../api/schemas/explorer.ts'
import { regionPrefix } from '../domain/region.ts'
import { isReleasable, type Blocks } from '../domain/small-cells.ts'
import { unnamedFirm, type Base, type Bases } from './base-cells.ts'
import type { Cell, Counted } from './cells.ts'
import type { Field } from './fields.ts'
import { coarser } from './grains.ts'
import { axesOf, latticeOf } from './lattice.ts'
import type { AskedFilter, AskedMeasure, DatasetQuestion } from './question.ts'
import { Refusal } from './refusal.ts'

const released = new Set(['count', 'firms', 'sum', 'mean', 'share'])

/**
 * Sums under small-cell protection: only of published groupings, only over whole blocks, whatever is asked. What is
 * not such a union is withheld.
 * @throws Refusal for a grouping, filter, measure or time that is not published.
 */
export async function countProtected(bases: Bases, question: DatasetQuestion): Promise<Counted> {
  const { dataset, fields, groups, filters, measures, realm } = question
  checkPublished(question)
  const base = await bases(dataset, fields, realm)
  const axes = axesOf(base.lattice)
  const axisOf = (field: Field) => axes.indexOf(field)
  const inside = base.keys.map(
    (key) =>
      isWithin(base, key, question.region) &&
      filters.every((filter) => passes(filter, key[axisOf(filter.field)] ?? null)),
  )
  const buckets = new Map<string, { keys: (string | null)[]; level: Cell['level']; cells: number[] }>()
  const put = (level: Cell['level'], keys: (string | null)[], cell: number) => {
    const name = JSON.stringify([level, keys])
    const bucket = buckets.get(name)
    if (bucket === undefined) buckets.set(name, { level, keys, cells: [cell] })
    else bucket.cells.push(cell)
  }
  for (const [cell, key] of base.keys.entries()) {
    if (!inside[cell]) continue
    const keys = groups.map(({ field, grain }) => coarser(field.kind, key[axisOf(field)] ?? null, grain))
    put(
      'total',
      groups.map(() => null),
      cell,
    )
    if (groups.length > 0) put('cell', keys, cell)
    if (groups.length === 2) {
      put('first', [keys[0] ?? null, null], cell)
      put('second', [null, keys[1] ?? null], cell)
    }
  }
  const evaluate = await Promise.all(measures.map((measure) => createEvaluation(base, measure)))
  const cells = [...buckets.values()].map(({ level, keys, cells: members }): Cell => {
    const values = evaluate.map((value) => value(members))
    const withheld = values.includes('withheld')
    return {
      level,
      keys,
      withheld,
      values: values.map((value) => (withheld || value === 'withheld' ? null : value)),
    }
  })
  if (!buckets.has(JSON.stringify(['total', groups.map(() => null)]))) {
    cells.push({
      level: 'total',
      keys: groups.map(() => null),
      values: measures.map(() => null),
      withheld: false,
    })
  }
  const notes = [
    '按小单元保护计算：少于 4 家企业或两家占比超过 85 % 的数，以及能由其他数推出它的数，不予显示',
  ]
  return { cells, protected: true, notes }
}

function checkPublished({ fields, groups, filters, measures, dataset, asOf }: DatasetQuestion): void {
  const axes = axesOf(latticeOf(fields))
  const published = axes.map(({ name, title }) => `${name}（${title}）`).join('、')
  if (asOf !== undefined) {
    throw new Refusal(
      403,
      'protected-as-of',
      '小单元保护下只提供当前数据的汇总：比对两个时点会显出单个企业',
      '不指定时点',
    )
  }
  for (const { field, grain } of [...groups, ...filters]) {
    if (!axes.includes(field) || grain === 'day') {
      throw new Refusal(
        403,
        'protected-grouping',
        `小单元保护下“${dataset.title}”不能按“${field.title}”分组或筛选`,
        published,
      )
    }
  }
  for (const { filter, field } of filters) {
    if (filter.is !== 'one-of' && filter.is !== 'period') {
      throw new Refusal(
        403,
        'protected-filter',
        `小单元保护下“${field.title}”不能用 ${filter.is} 筛选`,
        'one-of、period',
      )
    }
    if (filter.is === 'period' && [filter.from, filter.to].some((value) => (value?.length ?? 0) > 7)) {
      throw new Refusal(403, 'protected-filter', '小单元保护下期间只到月份', 'YYYY 或 YYYY-MM')
    }
  }
  for (const { of, title } of measures) {
    if (!released.has(of)) {
      throw new Refusal(
        403,
        'protected-measure',
        `“${title}”会显出单个企业的数值，小单元保护下不提供`,
        '记录数、企业数、合计、平均、占比',
      )
    }
  }
}

function isWithin({ lattice }: Base, key: readonly (string | null)[], region: string | undefined): boolean {
  if (region === undefined || lattice.place === undefined) return true
  const place = key[axesOf(lattice).indexOf(lattice.place)]
  return place?.startsWith(regionPrefix(region)) === true
}

function passes({ field, filter, grain }: AskedFilter, value: string | null): boolean {
  if (filter.is === 'one-of') return filter.values.includes(coarser(field.kind, value, grain))
  return filter.is !== 'period' || (value !== null && isBetween(value, filter))
}

function isBetween(value: string, { from, to }: Extract<Filter, { is: 'period' }>): boolean {
  return (
    (from === undefined || value.slice(0, from.length) >= from.slice(0, value.length)) &&
    (to === undefined || value.slice(0, to.length) <= to.slice(0, value.length))
  )
}

type Evaluation = (cells: readonly number[]) => number | null | 'withheld'

async function createEvaluation(base: Base, { of, field }: AskedMeasure): Promise<Evaluation> {
  if (field === null || of === 'firms') {
    return guarded(base.blocks, (cells) => (of === 'firms' ? firmsOf(base, cells) : add(cells, base.counts)))
  }
  const { sums, values, blocks } = await base.column(field)
  return guarded(blocks, (cells) => {
    const known = cells.filter((cell) => sums[cell] !== null)
    if (known.length === 0) return null
    const sum = add(known, sums)
    return of === 'mean' ? sum / add(known, values) : sum
  })
}

function guarded(blocks: Blocks, value: (cells: readonly number[]) => number | null): Evaluation {
  return (cells) => (isReleasable(blocks, cells) ? value(cells) : 'withheld')
}

function add(cells: readonly number[], amounts: readonly (number | null)[]): number {
  let sum = 0
  for (const cell of cells) sum += amounts[cell] ?? 0
  return sum
}

/** Firms of the first side, as the open count has it. */
function firmsOf(base: Base, cells: readonly number[]): number {
  const firms = new Set<number>()
  for (const cell of cells) for (const firm of base.sides(cell)[0]?.keys() ?? []) firms.add(firm)
  firms.delete(unnamedFirm)
  return firms.size
}
