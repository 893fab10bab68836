import type { Grain } from '../api/schemas/explorer.ts'
import type { Field } from './fields.ts'
import { wrongQuery } from './refusal.ts'

export const grainTitles: Readonly<Record<Grain, string>> = {
  year: '年',
  quarter: '季',
  month: '月',
  day: '日',
  province: '省',
  city: '市',
  county: '县',
  section: '门类',
  division: '大类',
  class: '小类',
  value: '',
}

/** The grain asked for, or the first the field has. */
export function grainOf(field: Field, asked: Grain | undefined): Grain {
  const grain = asked ?? field.grains[0]
  if (grain === undefined || !field.grains.includes(grain)) {
    const valid = field.grains.map((one) => `${one}（${grainTitles[one] || '原值'}）`).join('、')
    throw wrongQuery(
      `“${field.title}”不能按 ${grain ?? '任何粒度'} 分组`,
      valid === '' ? '可分组的列' : valid,
    )
  }
  return grain
}

/** SQL text of a field at a grain: text that equals for rows of one group, null where the row has no value. */
export function grainSql({ kind, sql, type }: Field, grain: Grain): string {
  switch (kind) {
    case 'region':
      if (grain === 'province') return `left(${sql}, 2) || '0000'`
      return grain === 'city' ? `left(${sql}, 4) || '00'` : sql
    case 'industry':
      return grain === 'class' ? sql : `left(${sql}, ${grain === 'section' ? 1 : 3})`
    case 'year':
      return `${sql}::text`
    case 'boolean':
      return `case ${sql} when true then '是' when false then '否' end`
    case 'time': {
      if (type === 'month') {
        if (grain === 'month') return sql
        if (grain === 'year') return `left(${sql}, 4)`
        return `left(${sql}, 4) || '-Q' || ((substr(${sql}, 6, 2)::int + 2) / 3)::text`
      }
      return `to_char(${sql}, '${timeFormats[grain] ?? 'YYYY-MM-DD'}')`
    }
    case 'category':
    case 'text':
    case 'number':
    case 'money':
      return `${sql}::text`
  }
}

const timeFormats: Partial<Readonly<Record<Grain, string>>> = {
  year: 'YYYY',
  quarter: 'YYYY-"Q"Q',
  month: 'YYYY-MM',
  day: 'YYYY-MM-DD',
}

/** The same for a value that was read at the finest grain of the base cells. */
export function coarser(kind: Field['kind'], value: string | null, grain: Grain): string | null {
  if (value === null) return null
  if (kind === 'region') {
    if (grain === 'province') return `${value.slice(0, 2)}0000`
    return grain === 'city' ? `${value.slice(0, 4)}00` : value
  }
  if (kind === 'industry') {
    return grain === 'class' ? value : value.slice(0, grain === 'section' ? 1 : 3)
  }
  if (kind === 'time' && grain === 'quarter') {
    return `${value.slice(0, 4)}-Q${Math.ceil(Number(value.slice(5, 7)) / 3)}`
  }
  return kind === 'time' && grain === 'year' ? value.slice(0, 4) : value
}
