import { Type } from 'typebox'
import { officials } from '../../access/rule.ts'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { readCoverage, readSegmentProducts } from '../../chain/product-coverage.ts'
import { readMakers } from '../../chain/product-makers.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordMakers } from '../maker-use.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { ChainQuery } from '../schemas/chain.ts'
import {
  MakersQuery,
  ProductCoverage,
  ProductMakerList,
  RealmQuery,
  SegmentProductList,
} from '../schemas/product.ts'
import { pageOf, readPage, readScope } from '../scope.ts'

const tags = ['产品网络']
const ChainPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) })
const SegmentPath = Type.Object({
  ...ChainPath.properties,
  segment: Type.String({ minLength: 1, maxLength: 60 }),
})

const segmentProducts: Resource = (app, context) => {
  const { platform, database, answers, realms } = context
  const standards = readChainStandards()
  // Looked at where it is awaited; until then a broken standard must not end the process.
  standards.catch(() => undefined)
  const chainOf = async (id: string) => {
    const chain = (await standards).find((one) => one.id === id)
    if (chain === undefined) throw notFound('产业链', id)
    return chain
  }
  const checkSegment = async (id: string, segment: string) => {
    const chain = await chainOf(id)
    if (!chain.segments.some((one) => one.id === segment)) throw notFound('环节', `${id}/${segment}`)
  }

  app.get(
    '/api/chains/:id/products',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一条产业链各环节的产品数和企业数',
        params: ChainPath,
        querystring: ChainQuery,
        response: responses(200, ProductCoverage),
      },
    },
    async (request, reply) => {
      const { realm, region } = await readScope(request, realms, request.query)
      const { id } = request.params
      const answer = await answers.read(answerKey('product-coverage', { id, realm, region }), async () => {
        const items = await readCoverage(platform, await chainOf(id), { realm, region })
        return { items, nextCursor: null, total: items.length }
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/segments/:segment/products',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一个环节的产品，企业多的在前',
        params: SegmentPath,
        querystring: RealmQuery,
        response: responses(200, SegmentProductList),
      },
    },
    async (request, reply) => {
      const { id: chain, segment } = request.params
      await checkSegment(chain, segment)
      const realm = request.query.realm ?? (await realms.first())
      const answer = await answers.read(
        answerKey('segment-products', { chain, segment, realm }),
        async () => {
          const items = await readSegmentProducts(platform, { chain, segment, realm })
          return { items, nextCursor: null, total: items.length }
        },
      )
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/segments/:segment/makers',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '生产一个环节的产品的企业，本地的在前',
        params: SegmentPath,
        querystring: MakersQuery,
        response: responses(200, ProductMakerList),
      },
    },
    async (request) => {
      const { id: chain, segment } = request.params
      await checkSegment(chain, segment)
      const { limit, cursor, ...place } = request.query
      const { realm, region } = await readScope(request, realms, place)
      const found = await readSegmentProducts(platform, { chain, segment, realm })
      const makers = await readMakers(platform, database, {
        products: found.map(({ id }) => id),
        realm,
        region,
      })
      const page = pageOf(makers, readPage({ limit, cursor }))
      await recordMakers(context, request, page.items)
      return page
    },
  )
}
export default segmentProducts
