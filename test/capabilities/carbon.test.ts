import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import component from '../../server/capabilities/carbon.ts'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample | object) =>
  await component.run(input as typeof component.sample, resources)
const amounts = fc.double({ min: 0, max: 1e6, noNaN: true })

describe('企业碳排放核算', () => {
  test.each([
    ['烟煤', 2.0715, 4],
    ['柴油', 3.1451, 4],
    ['天然气', 21.622, 3],
    ['无烟煤', 2.3228, 4],
    ['焦炭', 2.8518, 4],
    ['汽油', 3.0425, 4],
    ['液化石油气', 2.9538, 4],
  ])('每单位%s排放 %d 吨', async (fuel, published, digits) => {
    const { scope1, scope2, lines } = await run({ fuels: [{ fuel, amount: 1 }] })
    expect(scope1).toBeCloseTo(published, digits)
    expect(scope2).toBe(0)
    expect(lines[0]).toMatchObject({ scope: 1, year: 2015, unit: fuel === '天然气' ? '10⁴Nm³' : 't' })
  })

  test('总量是范围一与范围二之和，也是逐行之和；加倍消费则加倍', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, amounts, amounts, amounts, async (coal, process, power, steam) => {
        const given = (times: number) => ({
          fuels: [{ fuel: '烟煤', amount: coal * times }],
          process: [{ name: '石灰石分解', amount: process * times }],
          electricity: [{ amount: power * times, grid: '山东', year: 2022 }],
          heat: [{ amount: steam * times, factor: 0.11, source: '供热单位核算报告' }],
        })
        const once = await run(given(1))
        const twice = await run(given(2))
        expect(once.total).toBe(once.scope1 + once.scope2)
        expect(once.lines.reduce((sum, { emission }) => sum + emission, 0)).toBeCloseTo(once.total, 3)
        expect(twice.total).toBeCloseTo(2 * once.total, 3)
        expect(once.lines.every(({ source }) => source !== '')).toBe(true)
      }),
    )
  })

  test('山东 2022 年每兆瓦时 0.641 吨，强度除以增加值', async () => {
    const { scope2, intensity, lines } = await run({
      electricity: [{ amount: 1000, grid: '山东', year: 2022 }],
      addedValue: 100,
    })
    expect(scope2).toBeCloseTo(641, 9)
    expect(intensity).toBeCloseTo(6.41, 9)
    expect(lines[0]).toMatchObject({ year: 2022, factor: 0.641 })
    expect(lines[0]?.source).toContain('2022年')
  })

  test('没有公布的山东 2023 年因子被拒绝，并列出现有因子', async () => {
    const asked = async () => await run({ electricity: [{ amount: 1, grid: '山东', year: 2023 }] })
    await expect(asked).rejects.toThrow(InvalidInput)
    await expect(asked).rejects.toThrow(
      /没有山东 2023 年的电力排放因子，不以其他地区或年份代替；现有：.*山东 2022 年 0\.641/,
    )
  })

  test('实测参数替换缺省值并注明', async () => {
    const { scope1, lines } = await run({ fuels: [{ fuel: '烟煤', amount: 1, oxidation: 1 }] })
    expect(scope1).toBeCloseTo((23.204 * 0.02618 * 44) / 12, 9)
    expect(lines[0]).toMatchObject({ year: null })
    expect(lines[0]?.source).toContain('企业实测')
  })

  test.each([
    [{}, '没有活动数据'],
    [{ fuels: [{ fuel: '木柴', amount: 1 }] }, '没有“木柴”的缺省因子'],
    [{ fuels: [{ fuel: '木柴', amount: 1, oxidation: 0.9 }] }, '须同时给出'],
  ])('算不了时说明原因 %#', async (input, reason) => {
    await expect(async () => await run(input)).rejects.toThrow(InvalidInput)
    await expect(async () => await run(input)).rejects.toThrow(reason)
  })
})
