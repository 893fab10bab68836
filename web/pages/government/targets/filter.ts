/** The filter of the list, kept in the address: what it holds, and the words for it. */
import type { TargetFilter } from '../../../data/targets.ts'

export const reachTitles = {
  'outside-province': '外省',
  'within-province': '省内其他地区',
  all: '全部',
} as const satisfies Readonly<Record<NonNullable<TargetFilter['reach']>, string>>

export const sizeTitles = {
  large: '4 亿元及以上',
  medium: '2000 万元至 4 亿元',
  small: '不足 2000 万元',
  unknown: '没有营业收入数据',
} as const satisfies Readonly<Record<NonNullable<TargetFilter['size']>, string>>

const isOneOf = <Titles extends object>(titles: Titles, text: string | null): text is string & keyof Titles =>
  text !== null && text in titles

/** Words that are none are passed over: an address may be old or typed by hand. */
export function readFilter(get: (name: string) => string | null): TargetFilter {
  const [segment, province, size, reach] = [get('gap'), get('province'), get('size'), get('reach')]
  const listed = get('listed')
  return {
    ...(segment !== null && segment !== '' && { segment }),
    ...(province !== null && /^\d{6}$/.test(province) && { province }),
    ...((listed === 'true' || listed === 'false') && { listed: listed === 'true' }),
    ...(isOneOf(sizeTitles, size) && { size }),
    ...(isOneOf(reachTitles, reach) && { reach }),
  }
}
