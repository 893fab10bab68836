import { officials } from '../../access/rule.ts'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { readProductSummary } from '../../chain/product-coverage.ts'
import { readKinds, readProduct, readProductNames, readRelations } from '../../chain/product-detail.ts'
import {
  productNeighbourhood,
  readProductGraph,
  supplyPath,
  type ProductGraph,
} from '../../chain/product-graph.ts'
import { readMakers } from '../../chain/product-makers.ts'
import { readHubs, searchProducts } from '../../chain/product-search.ts'
import type { Realm } from '../../domain/realm.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordMakers } from '../maker-use.ts'
import { createMemo } from '../memo.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  NeighbourhoodQuery,
  PathQuery,
  ProductDetail,
  ProductList,
  ProductMakerList,
  ProductMakersQuery,
  ProductNeighbourhood,
  ProductPath,
  ProductRelationList,
  ProductSearchQuery,
  ProductSummary,
  ProductWay,
  RealmQuery,
  RelationQuery,
} from '../schemas/product.ts'
import { pageOf, readPage, readScope } from '../scope.ts'

const tags = ['产品网络']

const products: Resource = (app, context) => {
  const { platform, database, answers, realms } = context
  const graphs = createMemo<ProductGraph>(answers.versions)
  const graphOf = () => graphs('graph', () => readProductGraph(platform))
  const standards = readChainStandards()
  // Looked at where it is awaited; until then a broken standard must not end the process.
  standards.catch(() => undefined)
  const realmOf = async (given: { readonly realm?: Realm }) => given.realm ?? (await realms.first())

  app.get(
    '/api/products',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '按名称、别名、拼音、首字母找产品；不给词则列出企业最多的产品',
        querystring: ProductSearchQuery,
        response: responses(200, ProductList),
      },
    },
    async (request, reply) => {
      const { query = '', limit = 20 } = request.query
      const asked = { query: query.trim(), limit, realm: await realmOf(request.query) }
      const answer = await answers.read(answerKey('products', asked), async () => ({
        items: await (asked.query === ''
          ? readHubs(platform, asked)
          : searchProducts(platform, asked.query, asked)),
        nextCursor: null,
      }))
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/products/summary',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '产品网络有多大、滤去了什么、据何得出',
        querystring: RealmQuery,
        response: responses(200, ProductSummary),
      },
    },
    async (request, reply) => {
      const realm = await realmOf(request.query)
      const answer = await answers.read(answerKey('product-summary', { realm }), () =>
        readProductSummary(platform, realm),
      )
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/products/path',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '两个产品之间最短的供应路径',
        querystring: PathQuery,
        response: responses(200, ProductWay),
      },
    },
    async (request) => {
      const { from, to } = request.query
      const graph = await graphOf()
      for (const id of [from, to]) if (!graph.nodes.has(id)) throw notFound('产品', id)
      const forward = supplyPath(graph, from, to)
      const way = forward ?? supplyPath(graph, to, from)
      return {
        steps: way === null ? [] : await readProductNames(platform, way),
        reversed: forward === null && way !== null,
      }
    },
  )

  app.get(
    '/api/products/:id',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一个产品：上下游、类属、所属环节、来源',
        params: ProductPath,
        querystring: RealmQuery,
        response: responses(200, ProductDetail),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const realm = await realmOf(request.query)
      const answer = await answers.read(answerKey('product', { id, realm }), async () => {
        const product = await readProduct(platform, await standards, id, realm)
        if (product === null) throw notFound('产品', id)
        return product
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/products/:id/neighbourhood',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一个产品的上游材料和下游产品，至多三层',
        params: ProductPath,
        querystring: NeighbourhoodQuery,
        response: responses(200, ProductNeighbourhood),
      },
    },
    async (request) => {
      const { id } = request.params
      const { hops = 1, perStep = 60 } = request.query
      const realm = await realmOf(request.query)
      const found = productNeighbourhood(await graphOf(), id, { hops, perStep, realm })
      if (found === null) throw notFound('产品', id)
      return {
        centre: id,
        hops,
        ...found,
        nodes: [...found.nodes],
        links: [...found.links],
        steps: [...found.steps],
      }
    },
  )

  app.get(
    '/api/products/:id/relations',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一个产品的关系，每条附来源记录和可信度',
        params: ProductPath,
        querystring: RelationQuery,
        response: responses(200, ProductRelationList),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { role, limit, cursor } = request.query
      const page = { ...readPage({ limit, cursor }), realm: await realmOf(request.query) }
      const answer = await answers.read(answerKey('product-relations', { id, role, ...page }), async () => {
        const { items, total } = await readRelations(platform, id, role, page)
        const end = page.offset + items.length
        return { items, nextCursor: items.length > 0 && end < total ? String(end) : null, total }
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/products/:id/makers',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '生产一个产品的企业：实际口径为上市公司及填报企业',
        params: ProductPath,
        querystring: ProductMakersQuery,
        response: responses(200, ProductMakerList),
      },
    },
    async (request) => {
      const { limit, cursor, kinds = false, ...place } = request.query
      const { realm, region } = await readScope(request, realms, place)
      const { id } = request.params
      const asked = kinds ? [id, ...(await readKinds(platform, id))] : [id]
      const makers = await readMakers(platform, database, { products: asked, realm, region })
      const page = pageOf(makers, readPage({ limit, cursor }))
      await recordMakers(context, request, page.items)
      return page
    },
  )
}
export default products
