import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { type ClassifiableEnterprise, createClassifier } from '../../server/chain/classify.ts'
import { measureClassification } from '../bench/classify.ts'

const chains = await readChainStandards()
const classify = createClassifier(chains)

function firm(fields: Partial<ClassifiableEnterprise>): ClassifiableEnterprise {
  return {
    name: '某有限公司',
    businessScope: null,
    industryCode: null,
    products: [],
    isBranch: false,
    ...fields,
  }
}

/** Segment ids, sorted. */
function segments(fields: Partial<ClassifiableEnterprise>): string[] {
  return classify(firm(fields))
    .map((finding) => finding.segment)
    .toSorted()
}

describe('who makes and who deals', () => {
  test.each<[string, string, string[]]>([
    [
      'verbs before the list',
      '生产、销售：全钢子午线轮胎、半钢子午线轮胎；批发五金',
      ['all-steel-radial', 'semi-steel-radial'],
    ],
    ['verbs after the list', '炭黑、白炭黑的生产与销售', ['carbon-black', 'silica']],
    ['a dealer is no maker', '批发、零售：轮胎、机油', ['replacement-market']],
    ['a repair shop is no maker', '汽车维修；轮胎修补', ['replacement-market']],
    ['each clause has its own verbs', '钢帘线销售；胎圈钢丝制造', ['bead-wire']],
    [
      'a list goes on over semicolons until new verbs',
      '生产：再生胶；胶粉生产设备；销售：天然橡胶',
      ['reclaimed-rubber', 'rubber-trade'],
    ],
    ['one verb before, one after', '氧化锌制造，销售轮胎', ['activator', 'replacement-market']],
    [
      'maker of one tyre, dealer in another',
      '生产实心轮胎；销售：全钢轮胎',
      ['replacement-market', 'solid-tyre'],
    ],
    ['own goods sold are no dealing', '制造轮胎；轮胎销售', ['other-tyre']],
    ['nor under a part of their name', '全钢子午线轮胎制造；全钢子午线轮胎销售', ['all-steel-radial']],
    ['carriage is neither', '轮胎运输；轮胎仓储', ['tyre-logistics']],
    ['headings are no verbs', '一般经营项目：轮胎模具制造。许可经营项目：无', ['tyre-mould']],
    ['the longer word speaks', '轮胎模具、轮胎硫化机制造', ['curing-press', 'tyre-mould']],
    ['a modifier is not the product', '石油钻机刹车片、载货汽车的前桥生产', []],
    ['verbs within nouns', '销售轮胎生产设备', []],
    ['repair of what others make', '石油机械设备维修', ['tubular-remanufacturing']],
    ['plans are not production', '橡胶促进剂生产项目筹建', []],
    ['research alone is not production', '钢帘线的研发、设计', []],
  ])('%s', (_, businessScope, expected) => {
    expect(segments({ businessScope })).toEqual(expected)
  })

  test('general trade: a tyre among twenty goods is no line of business', () => {
    const goods = '五金、建材、钢材、木材、服装、鞋帽、百货、家具、灯具、电器、轮胎、玩具、文具、食品'
    expect(segments({ businessScope: `销售：${goods}` })).toEqual([])
    expect(segments({ businessScope: `销售：轮胎、${goods}` })).toEqual(['replacement-market'])
  })
})

describe('negation', () => {
  test.each([
    '橡胶制品（不含轮胎）生产',
    '橡胶制品(除轮胎外)生产',
    '轮胎除外的橡胶制品生产',
    '未经批准不得从事轮胎生产',
    '橡胶制品制造（不含轮胎翻新、再生胶',
  ])('%s', (businessScope) => {
    expect(segments({ businessScope })).toEqual([])
  })

  test('what follows a bracket stands', () => {
    expect(segments({ businessScope: '化工产品（不含危险品）、炭黑生产' })).toEqual(['carbon-black'])
  })
})

describe('other fields', () => {
  test('a name counts where the scope says nothing else of the kind', () => {
    expect(segments({ name: '东营某钢帘线有限公司' })).toEqual(['steel-cord'])
    expect(
      segments({ name: '东营某钢帘线有限公司', businessScope: '预应力钢绞线生产；销售：钢帘线' }),
    ).toEqual([])
    expect(segments({ name: '某轮胎销售有限公司' })).toEqual(['replacement-market'])
    expect(segments({ name: '某收割机刀片厂' })).toEqual([])
  })

  test('product lists, with the maker told from the dealer by the name', () => {
    expect(segments({ products: ['全钢子午线轮胎'] })).toEqual(['all-steel-radial'])
    expect(segments({ name: '某商贸有限公司', products: ['轮胎'] })).toEqual(['replacement-market'])
  })

  test('an industry code supports and never decides alone', () => {
    expect(segments({ industryCode: 'C2911' })).toEqual([])
    const confidence = (industryCode: string | null) =>
      classify(firm({ businessScope: '轮胎制造', industryCode })).find(
        (each) => each.segment === 'other-tyre',
      )!.confidence
    expect(confidence('C2911')).toBeGreaterThan(confidence(null))
  })

  test('agreement raises confidence, a branch lowers it', () => {
    const [scope] = classify(firm({ businessScope: '钢帘线制造' }))
    const [both] = classify(firm({ name: '某钢帘线有限公司', businessScope: '钢帘线制造' }))
    const [branch] = classify(firm({ businessScope: '钢帘线制造', isBranch: true }))
    expect(scope).toMatchObject({ chain: 'rubber-tyre', confidence: 0.75 })
    expect(both!.confidence).toBeCloseTo(1 - 0.25 * 0.4, 3)
    expect(branch!.confidence).toBeLessThan(scope!.confidence)
  })

  test('full width is half width, and the word is shown as written', () => {
    const [finding] = classify(firm({ businessScope: '制造：促进剂ＮＳ、橡胶助剂' })).filter(
      (each) => each.segment === 'accelerator',
    )
    expect(finding!.reasons[0]).toMatchObject({ field: 'scope', word: '促进剂ＮＳ' })
  })

  test('words of many meanings count only in company', () => {
    expect(segments({ businessScope: '电缆附件、套管生产' })).toEqual([])
    expect(segments({ businessScope: '套管、抽油杆生产' })).toEqual(['octg', 'sucker-rod'])
    expect(segments({ businessScope: '促进剂生产' })).toEqual([])
    expect(segments({ businessScope: '促进剂生产', industryCode: 'C2661' })).toEqual(['accelerator'])
  })

  test('capsules of a pharmacy are not curing bladders', () => {
    expect(segments({ businessScope: '片剂、硬胶囊剂、颗粒剂生产' })).toEqual([])
  })
})

describe('any text', () => {
  const vocabulary = [
    ...chains.flatMap((chain) => chain.segments.flatMap((each) => [...each.products, ...each.excludeWords])),
    ...'制造 生产 销售 维修 租赁 回收 研发 的 及 、 ， ； 。 ： （ ） ( ) 不含 除外 筹建 \n \0 <script> Ａ 𠀀 ﷽'.split(
      ' ',
    ),
  ]
  const text = fc
    .array(fc.oneof(fc.constantFrom(...vocabulary), fc.string({ unit: 'grapheme', maxLength: 4 })))
    .map((parts) => parts.join(''))

  test('never throws; confidence within bounds; every reason stands in its field', () => {
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(text, { maxLength: 3 }),
        fc.boolean(),
        (name, businessScope, products, isBranch) => {
          for (const finding of classify({
            name,
            businessScope,
            industryCode: 'C2911',
            products,
            isBranch,
          })) {
            expect(finding.confidence).toBeGreaterThanOrEqual(0.5)
            expect(finding.confidence).toBeLessThanOrEqual(1)
            expect(finding.reasons.length).toBeGreaterThan(0)
            for (const { field, word, weight } of finding.reasons) {
              expect(weight).toBeGreaterThan(0)
              expect(weight).toBeLessThanOrEqual(1)
              const fields = { name: [name], scope: [businessScope], product: products, industry: ['C2911'] }
              expect(fields[field].some((each) => each.includes(word))).toBe(true)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a firm without a word of any chain has no segment', () => {
    expect(segments({ businessScope: '房屋租赁；物业管理。' })).toEqual([])
    expect(segments({ name: '', businessScope: '' })).toEqual([])
  })

  test.each([
    ['brackets never closed', '（不含（除'.repeat(20_000)],
    ['one endless item', '轮胎制造设备'.repeat(20_000)],
    ['one endless list', '轮胎、生产、'.repeat(20_000)],
  ])('%s is read to its end', (_, businessScope) => {
    expect(classify(firm({ businessScope })).length).toBeLessThan(5)
  })
})

const data = fileURLToPath(new URL('../../../shared/data', import.meta.url))

describe.skipIf(!existsSync(data))('labelled registrations (缺少真实数据时跳过)', () => {
  test('the half nothing was chosen on keeps its precision and recall', async () => {
    const { tuning, heldOut } = await measureClassification(data)
    expect(tuning.firms).toBeGreaterThanOrEqual(150)
    expect(heldOut.firms).toBeGreaterThanOrEqual(150)
    expect(heldOut.negatives + tuning.negatives).toBeGreaterThanOrEqual(100)
    expect(heldOut.micro.precision).toBeGreaterThan(0.88)
    expect(heldOut.micro.recall).toBeGreaterThan(0.83)
    expect(heldOut.negativesKept).toBeGreaterThan(0.88)
  })
})
