import { describe, expect, test } from 'vitest'
import { buildProducts, productId, type ProductRows } from '../../server/chain/product-build.ts'
import { productKey } from '../../server/chain/product-names.ts'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { assignSegments } from '../../server/chain/product-segments.ts'

let row = 0
const relation = (from: string, kind: string, to: string, source = '知识库') => ({
  rowId: ++row,
  from,
  relation: kind,
  to,
  source,
})
const build = (rows: Partial<ProductRows>) =>
  buildProducts({ catalogue: [], relations: [], makers: [], ...rows }, new Set())
const id = (name: string) => productId(productKey(name))
const links = ({ relations }: ReturnType<typeof build>) =>
  relations.map(({ relation: kind, source, target, basis }) => [kind, source, target, basis])

describe('relations', () => {
  test('point from material to product, whichever way they were written', () => {
    const network = build({
      relations: [relation('轮胎', '上游材料', '炭黑'), relation('煤焦油', '下游产品', '炭黑')],
    })
    expect(links(network)).toEqual([
      ['supply', id('炭黑'), id('轮胎'), 'stated'],
      ['supply', id('煤焦油'), id('炭黑'), 'stated'],
    ])
  })

  test('of kinds are never supply, and say when they only read so', () => {
    const network = build({
      relations: [relation('螺纹钢', '产品小类', '精细螺纹钢'), relation('农产品', '产品小类', '小麦')],
    })
    expect(links(network)).toEqual([
      ['kind', id('螺纹钢'), id('精细螺纹钢'), 'containment'],
      ['kind', id('农产品'), id('小麦'), 'stated'],
    ])
  })

  test('of spellings of one product are one relation with both rows', () => {
    const network = build({
      relations: [
        relation('轮胎', '上游材料', '丁苯橡胶（SBR）'),
        relation('轮胎 ', '上游材料', '丁苯橡胶(sbr)', '另一知识库'),
      ],
    })
    expect(network.relations).toHaveLength(1)
    expect(network.relations[0]?.relationRows).toHaveLength(2)
    expect([...(network.products.get(id('丁苯橡胶(SBR)'))?.aliases ?? [])]).toEqual(['丁苯橡胶(sbr)'])
  })

  test('that contradict each other stay and are marked, but not those of a chain standard', () => {
    const network = build({
      relations: [
        relation('甲胶', '上游材料', '乙胶'),
        relation('乙胶', '上游材料', '甲胶'),
        relation('丙胶', '上游材料', '丁胶', '产业链标准 示例 1.0'),
        relation('丁胶', '上游材料', '丙胶'),
      ],
    })
    expect(network.relations.map(({ basis }) => basis)).toEqual(['mutual', 'mutual', 'standard', 'mutual'])
  })

  test('left out are counted under their rule', () => {
    const network = build({
      relations: [
        relation('轮胎', '下游产品', '汽车租赁'),
        relation('轮胎', '上游材料', '轮胎 '),
        relation('丁二烯', '产品小类', '异丁烯', '产业链标准 示例 1.0'),
      ],
      makers: [{ rowId: 1, product: '平衡项目', securityCode: '000001.SZ', creditCode: null }],
    })
    expect(network.relations).toEqual([])
    const counted = network.leftOut.filter(({ rows }) => rows > 0).map(({ rule, rows }) => [rule, rows])
    expect(counted).toEqual([
      ['account', 1],
      ['activity', 1],
      ['same', 1],
      ['family', 1],
    ])
  })
})

describe('names', () => {
  test('of paths state the kind above, and the product is the last step', () => {
    const network = build({
      catalogue: [
        { rowId: 1, product: '轮胎与橡胶-轮胎', parent: '轮胎与橡胶', industry: '汽车' },
        { rowId: 2, product: '轮胎与橡胶-轮胎-斜交轮胎', parent: '轮胎与橡胶-轮胎', industry: '汽车' },
        // The family of a chain standard is no kind.
        { rowId: 3, product: '异丁烯', parent: '丁二烯', industry: 'C26' },
      ],
    })
    expect(links(network)).toEqual([
      ['kind', id('轮胎与橡胶'), id('轮胎'), 'stated'],
      ['kind', id('轮胎'), id('斜交轮胎'), 'containment'],
    ])
  })

  test('of a business are those of its product where that is known', () => {
    const makers = [
      { rowId: 1, product: '轮胎业务', securityCode: '000001.SZ', creditCode: null },
      { rowId: 2, product: '航天员制造', securityCode: '000002.SZ', creditCode: null },
    ]
    const network = build({
      catalogue: [{ rowId: 1, product: '轮胎', parent: null, industry: null }],
      makers,
    })
    expect(network.makers.map(({ product }) => product)).toEqual([id('轮胎'), id('航天员制造')])
    expect([...(network.products.get(id('轮胎'))?.aliases ?? [])]).toEqual(['轮胎业务'])
  })
})

describe('segments', async () => {
  const chain = (await readChainStandards()).find((one) => one.id === 'rubber-tyre')!
  const names = ['轮胎', '轮胎模具', '示例轮胎模具', '矿山炭黑', '橡胶非轮胎', '促进剂', '炭黑', '轮胎蜡']
  const network = build({
    catalogue: names.map((product, index) => ({ rowId: index + 1, product, parent: null, industry: null })),
    relations: [relation('炭黑', '产品小类', '乙炔黑')],
  })
  const found = assignSegments(chain, network)
  const segmentsOf = (name: string) =>
    found.filter(({ product }) => product === id(name)).map(({ segment, match }) => `${segment} ${match}`)

  test.each([
    ['轮胎', ['other-tyre word', 'replacement-market word']],
    ['炭黑', ['carbon-black word']],
    // The last word says what it is: a mould, not a tyre.
    ['示例轮胎模具', ['tyre-mould name']],
    ['矿山炭黑', ['carbon-black name']],
    ['乙炔黑', ['carbon-black kind']],
    ['橡胶非轮胎', []],
    ['轮胎蜡', []],
    // Other meanings elsewhere: the word alone names nothing.
    ['促进剂', []],
  ])('of %s are %j', (name, segments) => {
    expect(segmentsOf(name)).toEqual(segments)
  })
})
