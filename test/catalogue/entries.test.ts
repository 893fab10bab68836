import { describe, expect, test } from 'vitest'
import { classificationOf } from '../../server/catalogue/classification.ts'
import { toDcat } from '../../server/catalogue/dcat.ts'
import type { CatalogueEntry } from '../../server/catalogue/entries.ts'
import { catalogueFields } from '../../server/catalogue/fields.ts'
import { gradeOfDataset } from '../../server/catalogue/grading.ts'
import { resourceCode, resourceOf } from '../../server/catalogue/resource.ts'
import { createSearch } from '../../server/catalogue/search.ts'
import { dataset, datasets } from '../../server/datasets/registry.ts'

const all = [...datasets.values()]
const entries: CatalogueEntry[] = all.map((one) => ({
  dataset: one,
  resource: resourceOf(one),
  grade: gradeOfDataset(one, []),
  ledger: undefined,
  certifiedUntil: null,
  listed: 0,
  matched: [],
}))

describe('resource codes', () => {
  test('are 类 1, 项 2, 目 3 digits and an order number, one for each dataset', () => {
    const codes = all.map(resourceCode)
    for (const code of codes) expect(code).toMatch(/^[1-4]\d{5}\/\d{6}$/)
    expect(new Set(codes).size).toBe(all.length)
  })

  test('stay what they are', () => {
    expect(resourceCode(dataset('public/enterprise-registration'))).toBe('102001/000001')
    expect(resourceCode(dataset('public/registration-change'))).toBe('102002/000001')
    expect(resourceCode(dataset('enterprise/supply-transaction'))).toBe('403001/000001')
    expect(classificationOf('主题信息资源/产业链/产品关系').code).toBe('202004')
  })

  test('are asked for by name of a category without one', () => {
    expect(() => classificationOf('主题信息资源/产业链/没有')).toThrow('还没有代码')
  })
})

test('every field of the 目录 is filled but for what a provider has not told', () => {
  const optional = new Set(['detail', 'stewardCode', 'shareCondition', 'related'])
  for (const entry of entries) {
    for (const { id, title, of } of catalogueFields)
      if (!optional.has(id)) expect(of(entry), `${entry.dataset.id} ${title}`).toBeTruthy()
  }
  const titles = catalogueFields.map(({ title }) => title)
  const promised =
    '类 项 目 细目 信息资源名称 信息资源代码 信息资源提供方 提供方代码 信息资源摘要 信息资源格式 信息项 共享类型 共享条件 共享方式 开放属性 更新周期 发布日期 关联资源代码 管理方式 服务信息 在线链接 维护方 版本'
  for (const title of promised.split(' ')) expect(titles).toContain(title)
})

describe('the search', () => {
  const search = createSearch(all)
  const ids = (query: string) => search(query).map(({ id }) => id)

  test.each([
    ['企业登记', 'public/enterprise-registration'],
    ['qiyedengji', 'public/enterprise-registration'],
    ['qydj', 'public/enterprise-registration'],
    ['QYDJ', 'public/enterprise-registration'],
    ['ＱＹＤＪ', 'public/enterprise-registration'],
    ['gongyingjiaoyi', 'enterprise/supply-transaction'],
    ['gyjy', 'enterprise/supply-transaction'],
    ['102001/000001', 'public/enterprise-registration'],
    ['commodity-price', 'industry/commodity-price'],
    ['用电 国网', 'public/electricity-use'],
  ])('finds by %s first %s', (query, id) => {
    expect(ids(query)[0]).toBe(id)
  })

  test('finds information items and says which', () => {
    const found = search('经营范围').find(({ id }) => id === 'public/enterprise-registration')
    expect(found?.columns).toEqual(['经营范围'])
    expect(search('jyfw').find(({ id }) => id === 'public/enterprise-registration')?.columns).toEqual([
      '经营范围',
    ])
    expect(ids('fuhexishu')).toEqual(['enterprise/capacity-week'])
  })

  test('puts names before information items', () => {
    expect(ids('产能').indexOf('enterprise/capacity-week')).toBeLessThan(2)
  })

  test('gives all for nothing, none for what is nowhere, and wants every word', () => {
    expect(ids('  ')).toHaveLength(all.length)
    expect(ids('不存在的词')).toEqual([])
    expect(ids('企业登记 不存在的词')).toEqual([])
  })
})

describe('the DCAT document', () => {
  const origin = 'https://brain.example'
  const document = toDcat(entries, origin, new Date('2026-11-23T02:00:00Z'))
  type Node = Record<string, unknown>

  /** Every node and every key below, with its path. */
  function* walk(value: unknown, path: string): Generator<[string, Node]> {
    if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* walk(item, `${path}[${at}]`)
    else if (typeof value === 'object' && value !== null) {
      yield [path, value as Node]
      for (const [key, item] of Object.entries(value))
        if (key !== '@context') yield* walk(item, `${path}.${key}`)
    }
  }

  test('uses only prefixes that its context explains', () => {
    const context = document['@context'] as Record<string, string>
    for (const [prefix, address] of Object.entries(context))
      expect(address, prefix).toMatch(/^https?:\/\/[^ ]+[#/]$/)
    expect(context['dcat']).toBe('http://www.w3.org/ns/dcat#')
    expect(context['dct']).toBe('http://purl.org/dc/terms/')
    for (const [path, node] of walk(document, '')) {
      const terms = [...Object.keys(node), ...[node['@type'] ?? []].flat().map(String)]
      for (const term of terms.filter((word) => !word.startsWith('@')))
        expect(Object.keys(context), `${path} ${term}`).toContain(term.split(':')[0])
    }
  })

  test('has what DCAT-AP 3 asks of catalogue, dataset and distribution', () => {
    expect(document['@type']).toBe('dcat:Catalog')
    for (const term of ['dct:title', 'dct:description', 'dct:publisher']) expect(document[term]).toBeTruthy()
    const nodes = document['dcat:dataset'] as Node[]
    expect(nodes).toHaveLength(all.length)
    for (const node of nodes) {
      expect(node['@type']).toBe('dcat:Dataset')
      for (const term of ['dct:title', 'dct:description', 'dct:publisher', 'dct:accessRights', 'dcat:theme'])
        expect(node[term], `${String(node['@id'])} ${term}`).toBeTruthy()
      for (const distribution of node['dcat:distribution'] as Node[]) {
        expect(distribution['@type']).toBe('dcat:Distribution')
        expect((distribution['dcat:accessURL'] as Node)['@id']).toMatch(/^https:\/\/brain\.example\/platform/)
      }
    }
    const ids = nodes.map((node) => node['@id'])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('calls public only what is open', () => {
    const right = (id: string) => {
      const node = (document['dcat:dataset'] as Node[]).find(
        (one) => one['@id'] === `${origin}/api/catalog/datasets/${id}`,
      )
      return String((node?.['dct:accessRights'] as Node | undefined)?.['@id'])
        .split('/')
        .at(-1)
    }
    expect(right('public/enterprise-registration')).toBe('PUBLIC')
    expect(right('enterprise/supply-transaction')).toBe('RESTRICTED')
    expect(right('public/electricity-use')).toBe('RESTRICTED')
  })
})
