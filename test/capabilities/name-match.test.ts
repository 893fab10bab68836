import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import component from '../../server/capabilities/name-match.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'
import { divisions } from '../fusion/divisions.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex(divisions)) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
const names = fc.array(
  fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('山东铭轩钢结构有限公司', '铭轩钢构', '江苏思源橡塑有限公司', '', '（有限公司）'),
  ),
  { minLength: 1, maxLength: 8 },
)
const crowd = Array.from(
  { length: 300 },
  (_, at) =>
    `山东${'天地人和永利宏达华信'.charAt(at % 10)}${'盛隆泰源丰茂兴旺荣昌'.charAt(Math.floor(at / 10) % 10)}${['贸易', '机械', '化工'][at % 3]}有限公司`,
)

describe('企业名称比对', () => {
  test('同一名称的不同写法关联，同字号异地的两家不混', async () => {
    const { matches } = await run({
      names: ['山东銘轩钢结构有限责任公司', '江苏思源橡塑有限公司', '北京不存在文化传播有限公司'],
      candidates: [...crowd, '山东铭轩钢结构有限公司', '山东思源橡塑有限公司', '江苏思源橡塑有限公司'],
    })
    expect(matches.map(({ candidate, outcome }) => [candidate, outcome])).toEqual([
      ['山东铭轩钢结构有限公司', expect.stringMatching(/link|review/)],
      ['江苏思源橡塑有限公司', 'link'],
      [null, 'none'],
    ])
    expect(matches[2]?.score).toBeNull()
  })

  test('每个名称都有一行，顺序不变；候选来自所给名单', async () => {
    await fc.assert(
      fc.asyncProperty(names, names, async (asked, candidates) => {
        const { matches } = await run({ names: asked, candidates })
        expect(matches.map(({ name }) => name)).toEqual(asked)
        for (const { candidate, score, outcome } of matches) {
          expect(outcome === 'none').toBe(candidate === null)
          expect(score === null).toBe(candidate === null)
          if (candidate !== null) expect(candidates).toContain(candidate)
        }
      }),
    )
  })

  test('名称对自身总能找到', async () => {
    const { matches } = await run({ names: crowd.slice(0, 50), candidates: [...new Set(crowd)] })
    expect(matches.map(({ candidate }) => candidate)).toEqual(crowd.slice(0, 50))
  })

  test('给出所在地，就认得同名的是哪一家', async () => {
    const given = {
      names: ['思源橡塑有限公司'],
      candidates: [...crowd, '思源橡塑有限公司', '思源橡塑有限公司'],
      candidateRegions: [...crowd.map(() => '370100'), '320602', '370523'],
    }
    const blind = await run({ ...given, all: true })
    const placed = await run({ ...given, nameRegions: ['370523'], all: true })
    expect(blind.matches.map(({ outcome }) => outcome)).toEqual(['review', 'review'])
    expect(placed.matches[0]?.outcome).toBe('link')
  })

  test('所在地个数不同时说明', async () => {
    const broken = async () => await run({ names: ['甲'], candidates: ['乙'], candidateRegions: [] })
    await expect(broken).rejects.toThrow(InvalidInput)
    await expect(broken).rejects.toThrow('candidateRegions 有 0 个，对应的名称有 1 个')
  })
})
