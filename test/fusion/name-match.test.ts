import { describe, expect, it } from 'vitest'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'
import { withinOneEdit } from '../../server/fusion/name-comparison.ts'
import { createNameIndex, matchNames } from '../../server/fusion/name-match.ts'
import { divisions } from './divisions.ts'

const options = { divisions: createDivisionIndex(divisions) }

/** Names of no consequence, so that frequencies are those of a register. */
const crowd = Array.from({ length: 2000 }, (_, index) => ({
  id: `crowd-${index}`,
  name: `山东${'天地人和永利宏达华信'.charAt(index % 10)}${'盛隆泰源丰茂兴旺荣昌'.charAt(Math.floor(index / 10) % 10)}${['贸易', '机械', '化工', '食品'][index % 4]}有限公司`,
  region: '370100',
}))

const candidates = [
  ...crowd,
  { id: 'tyre', name: '山东金麒胎业轮胎股份有限公司', region: '370523' },
  { id: 'steel', name: '山东铭轩钢结构有限公司', region: '370700' },
  { id: 'steel-branch', name: '山东铭轩钢结构有限公司济南分公司', region: '370100' },
  { id: 'group', name: '山东泽润食品集团有限公司', region: '370700' },
  { id: 'listed', name: '山东泽润食品股份有限公司', region: '370700' },
  { id: 'south', name: '江苏思源橡塑有限公司', region: '320602' },
  { id: 'north', name: '山东思源橡塑有限公司', region: '370523' },
  { id: 'renamed', name: '青岛海晟橡塑有限公司', region: '370211' },
  { id: 'renamed', name: '胶南市海晟橡胶厂', region: '370211' },
  { id: 'medical', name: '青岛瑞琪医疗器械有限公司', region: '370202' },
]
const index = createNameIndex(candidates, options)

function best(name: string, region?: string): string {
  const first = index.match(name, region)[0]
  return first === undefined ? 'none' : `${first.outcome} ${first.id}`
}

describe('matching of names', () => {
  it('links the same name however written', () => {
    expect(best('山东铭轩钢结构有限责任公司', '370700')).toBe('link steel')
    expect(best('山东銘轩鋼结构有限公司', '370700')).toMatch(/steel$/)
    expect(best('铭轩钢结构有限公司', '370700')).toBe('link steel')
    expect(best('青岛海晟橡塑（有限公司）', '370211')).toBe('link renamed')
  })

  it('finds a firm by the name it bore before, once', () => {
    expect(index.match('胶南市海晟橡胶厂', '370211').map(({ id }) => id)).toEqual(['renamed'])
    expect(index.match('胶南市海晟橡胶厂', '370211')[0]?.name).toBe('胶南市海晟橡胶厂')
  })

  it('never links a firm to a branch, nor a branch to its firm', () => {
    expect(best('山东铭轩钢结构有限公司济南分公司')).toBe('link steel-branch')
    expect(index.match('山东铭轩钢结构有限公司').map(({ id }) => id)).toEqual(['steel'])
  })

  it('takes namesakes of two provinces for two firms', () => {
    expect(best('山东思源橡塑有限公司', '370523')).toBe('link north')
    expect(best('江苏思源橡塑有限公司', '320602')).toBe('link south')
    expect(index.match('广东思源电子有限公司', '440100')).toEqual([])
  })

  it('asks a person whether a group is its listed firm', () => {
    const found = index.match('山东泽润食品有限公司', '370700')
    expect(found.map(({ outcome }) => outcome)).toEqual(['review', 'review'])
    expect(best('山东泽润食品股份有限公司', '370700')).toBe('link listed')
  })

  it('asks a person where two fit equally', () => {
    const found = index.match('思源橡塑')
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(['north', 'south']))
    expect(found.every(({ outcome }) => outcome === 'review')).toBe(true)
  })

  it('matches short names, homophones in review only', () => {
    expect(best('瑞琪医疗')).toBe('link medical')
    expect(best('青岛锐琪医疗器械有限公司', '370202')).toBe('review medical')
  })

  it('finds nothing for the unknown and the empty', () => {
    expect(best('北京某某不存在文化传播有限公司', '110105')).toBe('none')
    expect(best('')).toBe('none')
    expect(createNameIndex([], options).match('山东铭轩钢结构有限公司')).toEqual([])
  })

  it('weighs a rare 字号 more than a common one', () => {
    const rare = index.match('山东铭轩钢结构有限公司', '370700')[0]?.score ?? 0
    const common = index.match('山东天盛贸易有限公司', '370100')[0]?.score ?? 0
    expect(rare).toBeGreaterThan(common + 1)
  })

  it('says what agreed', () => {
    expect(index.match('山东铭轩钢结构股份有限公司', '370700')[0]?.agreement).toEqual({
      brand: 'same',
      place: 'same-city',
      activity: 'same',
      form: 'company',
      group: 'same',
      branch: 'same',
    })
  })

  it('gives lists in the order asked', () => {
    const found = matchNames([{ name: '没有这家' }, { name: '山东铭轩钢结构有限公司' }], candidates, options)
    expect(found.map((matches) => matches[0]?.id)).toEqual([undefined, 'steel'])
  })

  it('compares by edit distance 1', () => {
    expect(withinOneEdit('海晟橡', '海盛橡')).toBe(true)
    expect(withinOneEdit('海晟', '海晟橡')).toBe(true)
    expect(withinOneEdit('海晟橡', '晟海橡')).toBe(false)
    expect(withinOneEdit('', 'ab')).toBe(false)
  })
})
