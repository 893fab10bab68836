import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkIncentive } from '../../server/projects/fair-competition.ts'

const clauses = (text: string) => checkIncentive(text).map(({ clause }) => clause.title)

describe('an incentive against 公平竞争审查条例', () => {
  test.each([
    ['前三年增值税地方留成部分全额奖励给企业', '第十条第二项'],
    ['企业所得税前两年免征、后三年减半', '第十条第一项'],
    ['采取先征后返方式支持企业发展', '第十条第一项'],
    ['按年度纳税额的 50% 给予奖励', '第十条第二项'],
    ['对该项目实行一事一议', '第十条第二项'],
    ['土地出让金全额返还', '第十条第三项'],
    ['以低于基准地价的价格供地', '第十条第三项'],
    ['免收城市基础设施配套费', '第十条第三项'],
    ['企业用电每度优惠 0.1 元', '第十条第三项'],
    ['企业承诺十年内不迁出本县', '第九条第一项'],
    ['享受政策后不得变更注册地', '第九条第一项'],
    ['迁离本地的，应退还全部奖励资金', '第九条第一项'],
    ['申报企业必须在本县注册独立法人公司', '第九条第二项'],
    ['政府采购优先选择本地企业产品', '第九条第三项'],
    ['辖区企业应当优先采购该公司产品', '第八条第三项'],
  ])('%s → %s', (text, title) => {
    expect(clauses(text)).toContain(title)
  })

  test.each([
    '对符合条件的技术改造项目，按设备投资额的 8% 给予补助，面向全省企业公开申报。',
    '协助企业办理用地、环评、能评手续，提供代办服务。',
    '工业用地依法采用先租后让、弹性年期方式公开出让。',
    '企业依法享受国家规定的研发费用加计扣除政策。',
    '组织上下游企业开展供需对接，由企业自主选择合作方。',
    '企业迁移的，协助办理跨区域登记、税务和社保转接。',
  ])('finds nothing in: %s', (text) => {
    expect(checkIncentive(text)).toEqual([])
  })

  test('says where, why and what instead', () => {
    const text = '一、支持内容。\n二、企业承诺十年内不迁出本县。'
    const [finding] = checkIncentive(text)
    expect(finding?.clause.title).toBe('第九条第一项')
    expect(finding?.why).toContain('迁出')
    expect(text.slice(finding?.start, finding?.end)).toBe(finding?.quote)
    expect(finding?.advice).toContain('自主决定去留')
  })

  test('quotes the text as it stands, whatever it is, and stays fast on long ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const { start, end, quote } of checkIncentive(text)) expect(text.slice(start, end)).toBe(quote)
      }),
    )
    const long = '企业按照税收入库情况'.repeat(5_000)
    expect(checkIncentive(long)).toEqual([])
  })
})
