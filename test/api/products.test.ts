import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { productId } from '../../server/chain/product-build.ts'
import { refreshProducts } from '../../server/chain/product-refresh.ts'
import type {
  FoundProduct,
  ProductCoverage,
  ProductDetail,
  ProductMaker,
  ProductNeighbourhood,
  ProductRelation,
  ProductSummary,
  ProductWay,
} from '../../server/api/schemas/product.ts'
import { addProducts, localMaker, otherMaker } from '../chain/product-rows.ts'
import { golden, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
const tyre = productId('轮胎')
const black = productId('炭黑')

beforeAll(async () => {
  server = await startTestServer({
    fill: async (database) => {
      await addProducts(database)
      await insertGolden(database, [
        golden({ credit_code: localMaker, name: '示例甲炭黑有限公司' }),
        golden({
          credit_code: otherMaker,
          name: '示例乙炭黑有限公司',
          city_code: '370700',
          county_code: '370783',
        }),
      ])
      await refreshProducts(database)
    },
  })
})
afterAll(() => server.close())

async function read<Answer>(url: string, role: 'province' | 'county' = 'province'): Promise<Answer> {
  const answer = await server.get(role, url)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<Answer>()
}
const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)

describe('a product', () => {
  test('is found by what was typed; without words those with most makers come', async () => {
    const typed = await read<{ items: FoundProduct[] }>('/api/products?query=tanh&realm=actual')
    expect(typed.items[0]).toMatchObject({ name: '炭黑', makers: 1 })
    const hubs = await read<{ items: FoundProduct[] }>('/api/products?realm=demonstration')
    expect(hubs.items.map(({ name, makers }) => [name, makers])).toEqual([
      ['炭黑', 2],
      ['轮胎', 1],
    ])
  })

  test('says where it stands and what it was read from', async () => {
    const product = await read<ProductDetail>(`/api/products/${productId('斜交轮胎')}?realm=actual`)
    expect(names(product.ancestors)).toEqual(['轮胎'])
    expect(product.segments.map(({ segment }) => segment)).toContain('other-tyre')
    expect(product.aliases).toEqual(['轮胎与橡胶-轮胎-斜交轮胎'])
    expect(product.sources[0]).toMatchObject({ dataset: 'industry/product-catalogue', rowNumber: 3 })
    expect((await read<ProductDetail>(`/api/products/${tyre}`)).materials).toBe(2)
  })

  test('has relations with confidence and source row', async () => {
    const list = (role: string) =>
      read<{ items: ProductRelation[]; total: number }>(
        `/api/products/${tyre}/relations?realm=actual&role=${role}`,
      )
    const materials = await list('materials')
    expect(names(materials.items)).toEqual(['炭黑', '天然橡胶'])
    expect(materials.items[0]).toMatchObject({ confidence: 'medium', inferred: false, makers: 1 })
    expect(materials.items[0]?.sources[0]).toMatchObject({ text: '示例知识库', row: { rowNumber: 1 } })
    // Left out by rule, and so never a use of the tyre.
    expect(names((await list('uses')).items)).toEqual(['汽车'])
    const [kind] = (await list('kinds')).items
    expect(kind).toMatchObject({ name: '斜交轮胎', basis: 'containment', confidence: 'low', inferred: true })
  })

  test('pages through its relations', async () => {
    const url = `/api/products/${tyre}/relations?realm=actual&role=materials&limit=1`
    const first = await read<{ items: ProductRelation[]; nextCursor: string }>(url)
    const second = await read<{ items: ProductRelation[]; nextCursor: null }>(
      `${url}&cursor=${first.nextCursor}`,
    )
    expect(names([...first.items, ...second.items])).toEqual(['炭黑', '天然橡胶'])
    expect(second.nextCursor).toBeNull()
  })

  test('stands in its neighbourhood, and on ways both ways', async () => {
    const around = await read<ProductNeighbourhood>(`/api/products/${tyre}/neighbourhood?hops=2&realm=actual`)
    expect(around.nodes.find(({ name }) => name === '煤焦油')?.hop).toBe(-2)
    const back = await read<ProductWay>(`/api/products/path?from=${tyre}&to=${productId('煤焦油')}`)
    expect(back).toMatchObject({ reversed: true })
    expect(names(back.steps)).toEqual(['煤焦油', '炭黑', '轮胎'])
    const none = await read<ProductWay>(`/api/products/path?from=${productId('天然橡胶')}&to=${black}`)
    expect(none).toEqual({ steps: [], reversed: false })
  })

  test.each([
    ['/api/products/ffffffffffff', 404],
    ['/api/products/ffffffffffff/neighbourhood', 404],
    [`/api/products/path?from=${tyre}&to=ffffffffffff`, 404],
    ['/api/products/tyre', 400],
    [`/api/products/${tyre}/neighbourhood?hops=4`, 400],
    [`/api/products/${tyre}/relations?role=all`, 400],
    ['/api/chains/none/products', 404],
    ['/api/chains/rubber-tyre/segments/none/makers', 404],
  ])('%s answers %i', async (url, status) => {
    expect((await server.get('province', url)).statusCode).toBe(status)
  })
})

describe('makers', () => {
  const makers = (url: string, role: 'province' | 'county' = 'province') =>
    read<{ items: ProductMaker[] }>(url, role).then(({ items }) => items)
  const seen = async (creditCode: string) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from brain.firm_access
      where credit_code = ${creditCode} and object = 'enterprise/enterprise-product'`.execute(
      server.database.kysely,
    )
    return rows[0]?.count ?? 0
  }

  test('of the actual realm are what listed companies disclosed, for everyone and noted for nobody', async () => {
    const [maker, ...more] = await makers(`/api/products/${black}/makers?realm=actual`, 'county')
    expect(more).toEqual([])
    expect(maker).toMatchObject({
      name: '示例炭黑股份有限公司',
      securityCode: '999001.SH',
      province: '浙江',
      local: false,
      disclosed: true,
    })
    expect(maker?.products).toMatchObject([{ name: '炭黑', written: '炭黑业务', revenueRatio: 0.8 }])
    expect(await makers(`/api/products/${tyre}/makers?realm=actual`)).toMatchObject([
      { securityCode: '999002.SZ', local: true },
    ])
  })

  test('of the kinds of a product come along where they are asked for', async () => {
    const url = `/api/products/${tyre}/makers?realm=actual&kinds=true`
    expect((await makers(url)).map(({ securityCode }) => securityCode)).toEqual(['999002.SZ', '999001.SH'])
  })

  test('that handed in their products are shown within reach alone, and are told', async () => {
    expect([await seen(localMaker), await seen(otherMaker)]).toEqual([0, 0])
    const county = await makers(`/api/products/${black}/makers?realm=demonstration`, 'county')
    expect(names(county)).toEqual(['示例甲炭黑有限公司'])
    expect([await seen(localMaker), await seen(otherMaker)]).toEqual([1, 0])
    const province = await makers(`/api/products/${black}/makers?realm=demonstration&region=370523`)
    expect(province.map(({ name, local }) => [name, local])).toEqual([
      ['示例甲炭黑有限公司', true],
      ['示例乙炭黑有限公司', false],
    ])
  })

  test('of a segment are those of its products, in and outside the region', async () => {
    const url = '/api/chains/rubber-tyre/segments/carbon-black'
    const products = await read<{ items: { name: string }[] }>(`${url}/products?realm=actual`)
    expect(names(products.items)).toEqual(['炭黑'])
    expect(names(await makers(`${url}/makers?realm=actual`))).toEqual(['示例炭黑股份有限公司'])
  })

  test('are not for the users of enterprises and banks', async () => {
    for (const role of ['enterprise', 'bank'] as const)
      expect((await server.get(role, `/api/products/${black}/makers`)).statusCode).toBe(403)
  })
})

test('a chain tells how many products and makers each segment has', async () => {
  const coverage = async (query: string) => {
    const { items } = await read<ProductCoverage>(`/api/chains/rubber-tyre/products?${query}`)
    return (segment: string) => items.find((one) => one.segment === segment)
  }
  const actual = await coverage('realm=actual')
  expect(actual('carbon-black')).toMatchObject({ products: 1, makers: 1, local: 0 })
  expect(actual('other-tyre')).toMatchObject({ products: 2, makers: 2, local: 1 })
  expect(actual('silica')).toMatchObject({ products: 0, makers: 0, local: 0 })
  const fictional = await coverage('realm=demonstration&region=370523')
  expect(fictional('carbon-black')).toMatchObject({ makers: 2, local: 1 })
})

test('the summary counts what was left out, and names the sources', async () => {
  const summary = await read<ProductSummary>('/api/products/summary?realm=actual')
  expect(summary.leftOut.find(({ rule }) => rule === 'activity')).toMatchObject({
    names: 1,
    rows: 1,
    examples: ['汽车租赁'],
  })
  expect(summary.relations).toEqual([
    { relation: 'supply', basis: 'stated', count: 4 },
    { relation: 'kind', basis: 'containment', count: 1 },
    { relation: 'kind', basis: 'stated', count: 1 },
  ])
  expect(summary.firms).toBe(2)
  expect(summary.sources[0]).toMatchObject({
    dataset: 'industry/product-relation',
    fileName: 'relations.csv',
  })
})
