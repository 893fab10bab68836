import { Type } from 'typebox'
import { officials, readers } from '../../access/rule.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordEvidence } from '../firm-rows.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  EvidenceQuery,
  Metric,
  MetricEvidence,
  MetricList,
  MetricQuery,
  RegionValueList,
  RegionValueQuery,
} from '../schemas/metric.ts'
import { readPage, readScope } from '../scope.ts'

const tags = ['指标']
const MetricPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) })

const metrics: Resource = (app, context) => {
  const { services, answers, realms } = context

  app.get(
    '/api/metrics',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '指标及其定义',
        querystring: Type.Object({}),
        response: responses(200, MetricList),
      },
    },
    () => {
      const items = [...services.metrics.list()]
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.get(
    '/api/metrics/:id',
    {
      compress: false,
      config: { access: readers, rateLimit: false },
      schema: {
        tags,
        summary: '一个指标：数值、同比、序列；没有时说明原因',
        params: MetricPath,
        querystring: MetricQuery,
        response: responses(200, Metric),
      },
    },
    async (request, reply) => {
      const query = {
        ...request.query,
        ...(await readScope(request, realms, request.query)),
        metric: request.params.id,
      }
      const answer = await answers.read(answerKey('metric', query), async () => {
        const metric = await services.metrics.read(query)
        if (metric === null) throw notFound('指标', described(query))
        return metric
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/metrics/:id/regions',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一个指标在各市或各县的数值',
        params: MetricPath,
        querystring: RegionValueQuery,
        response: responses(200, RegionValueList),
      },
    },
    async (request, reply) => {
      const { level = 'county', ...given } = request.query
      const query = {
        ...given,
        ...(await readScope(request, realms, given)),
        metric: request.params.id,
        level,
      }
      const answer = await answers.read(answerKey('metric-regions', query), async () => {
        const items = await services.metrics.regions(query)
        if (items === null) throw notFound('指标', described(query))
        return { items, nextCursor: null, total: items.length }
      })
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/metrics/:id/evidence',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一个数值的来历：公式、输入、记录、文件、行',
        params: MetricPath,
        querystring: EvidenceQuery,
        response: responses(200, MetricEvidence),
      },
    },
    async (request) => {
      const { limit, cursor, ...given } = request.query
      const page = readPage({ limit, cursor })
      const query = {
        ...given,
        ...(await readScope(request, realms, given)),
        ...page,
        metric: request.params.id,
      }
      const evidence = await services.metrics.evidence(query)
      if (evidence === null) throw notFound('指标', described(query))
      await recordEvidence(context, request, evidence.items)
      return evidence
    },
  )
}
export default metrics

function described({ metric, chain }: { readonly metric: string; readonly chain?: string }): string {
  return chain === undefined ? metric : `${metric}（产业链 ${chain}）`
}
