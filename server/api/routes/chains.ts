import { Type } from 'typebox'
import { reachOfFirm } from '../../access/firm-reach.ts'
import { deciders, officials, readers } from '../../access/rule.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordNamed } from '../firm-use.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  ChainGraph,
  ChainList,
  ChainQuery,
  GapList,
  GapQuery,
  GapRegionList,
  GapRegionQuery,
  Override,
  SegmentDetail,
} from '../schemas/chain.ts'
import { pageOf, readPage, readScope } from '../scope.ts'

const tags = ['产业链']
/** Of the firms of a segment and of those that could stand in. */
const shownOfSegment = ['name', 'place', 'segments', 'supply', 'share', 'match']
const ChainPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) })
const SegmentPath = Type.Object({
  ...ChainPath.properties,
  segment: Type.String({ minLength: 1, maxLength: 60 }),
})

const chains: Resource = (app, context) => {
  const { platform, services, answers, realms } = context
  const { chain } = services

  app.get(
    '/api/chains',
    {
      config: { access: readers },
      schema: { tags, summary: '产业链', querystring: Type.Object({}), response: responses(200, ChainList) },
    },
    async (request, reply) => {
      const answer = await answers.read('chains', async () => {
        const items = await chain.list()
        return { items, nextCursor: null, total: items.length }
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/graph',
    {
      compress: false,
      config: { access: readers, rateLimit: false },
      schema: {
        tags,
        summary: '产业链图谱：环节、强弱、供需关系',
        params: ChainPath,
        querystring: ChainQuery,
        response: responses(200, ChainGraph),
      },
    },
    async (request, reply) => {
      const query = { ...(await readScope(request, realms, request.query)), chain: request.params.id }
      const answer = await answers.read(answerKey('graph', query), async () => {
        const graph = await chain.graph(query)
        if (graph === null) throw notFound('产业链', query.chain)
        return graph
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/segments/:segment',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一个环节：判断依据、企业、上下游、可替代企业',
        params: SegmentPath,
        querystring: ChainQuery,
        response: responses(200, SegmentDetail),
      },
    },
    async (request, reply) => {
      const { id, segment } = request.params
      const query = { ...(await readScope(request, realms, request.query)), chain: id, segment }
      const answer = await answers.read(answerKey('segment', query), async () => {
        const detail = await chain.segment(query)
        if (detail === null) throw notFound('环节', `${id}/${segment}`)
        return detail
      })
      await recordNamed(context, request, 'segment', shownOfSegment, answer)
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/gaps',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '缺口：弱、缺、单点、过度依赖的环节及目标企业',
        params: ChainPath,
        querystring: GapQuery,
        response: responses(200, GapList),
      },
    },
    async (request, reply) => {
      const { candidates = 5, limit, cursor, ...place } = request.query
      const page = readPage({ limit, cursor })
      const scope = { ...(await readScope(request, realms, place)), chain: request.params.id }
      const answer = await answers.read(answerKey('gaps', { ...scope, candidates, ...page }), async () => {
        const gaps = await chain.gaps({ ...scope, candidates })
        if (gaps === null) throw notFound('产业链', scope.chain)
        return pageOf(gaps, page)
      })
      await recordNamed(context, request, 'gap', ['name', 'place', 'score'], answer)
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/gap-regions',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '各市或各县的缺口计数，供招商地图',
        params: ChainPath,
        querystring: GapRegionQuery,
        response: responses(200, GapRegionList),
      },
    },
    async (request, reply) => {
      const { level = 'city', ...place } = request.query
      const query = { ...(await readScope(request, realms, place)), chain: request.params.id, level }
      const answer = await answers.read(answerKey('gap-regions', query), async () => {
        const items = await chain.gapRegions(query)
        if (items === null) throw notFound('产业链', query.chain)
        return { items, nextCursor: null, total: items.length }
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.post(
    '/api/chains/:id/overrides',
    {
      config: { access: deciders },
      schema: {
        tags,
        summary: '人工判定企业属于或不属于一个环节；重新计算后仍然有效',
        params: ChainPath,
        body: Override,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const { creditCode, segment } = request.body
      const reach = await reachOfFirm(platform, viewer, creditCode)
      if (reach === 'unknown') throw notFound('企业', creditCode)
      if (reach !== 'within') throw forbidden('region-outside', `企业 ${creditCode} 不在您的辖区之内。`)
      const result = await chain.override({ ...request.body, chain: request.params.id, by: viewer.username })
      if (result === 'unknown') throw notFound('环节', `${request.params.id}/${segment}`)
      answers.versions.touch()
      return reply.code(204).send(null)
    },
  )
}
export default chains
