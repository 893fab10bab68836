import { Type } from 'typebox'
import { reachOfFirm } from '../../access/firm-reach.ts'
import { officials, readers } from '../../access/rule.ts'
import type { SignedIn } from '../../access/sessions.ts'
import { answerKey, sendAnswer, sendJson } from '../answers.ts'
import type { ApiContext, Resource } from '../context.ts'
import { readEnterprise, readEnterpriseAsOf } from '../enterprise-detail.ts'
import { listCapacity, listEnergy, listTransactions } from '../enterprise-facts.ts'
import { countEnterprises, listEnterprises, type EnterpriseFilter } from '../enterprise-list.ts'
import { recordListed, recordShown } from '../firm-use.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  CapacityList,
  EnergyList,
  Enterprise,
  EnterpriseList,
  EnterpriseQuery,
  Neighbourhood,
  PeriodQuery,
  TransactionList,
} from '../schemas/enterprise.ts'
import { AsOf, CreditCode } from '../schemas/shared.ts'
import { checkedDay, defaultLimit, pastOf } from '../scope.ts'

const tags = ['企业']
const FirmPath = Type.Object({ creditCode: CreditCode })

const enterprises: Resource = (app, context) => {
  const { database, platform, services, answers } = context

  app.get(
    '/api/enterprises',
    {
      config: { access: readers, rateLimit: false },
      schema: {
        tags,
        summary: '企业列表：按名称、拼音、首字母或信用代码查找，营业收入高的在前',
        description: '企业用户只看到本企业。',
        querystring: EnterpriseQuery,
        response: responses(200, EnterpriseList),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const { limit = defaultLimit, region = viewer.region.code, asOf, ...query } = request.query
      const ownCode = officials.includes(viewer.role) ? null : (viewer.creditCode ?? '')
      const filter: EnterpriseFilter = { ...query, region, limit, ownCode, asOf: pastOf(asOf) }
      // What people type is asked anew; the first page of a place or a segment is what every screen opens with.
      if (filter.query !== undefined || filter.cursor !== undefined) {
        const page = await listEnterprises(context, filter)
        await recordListed(context, request, page)
        return sendJson(reply, page)
      }
      const answer = await answers.readText(answerKey('enterprises', filter), async () => {
        const [list, total] = await Promise.all([
          listEnterprises(context, filter),
          countEnterprises(platform, filter),
        ])
        return `${list.slice(0, -1)},"total":${total}}`
      })
      await recordListed(context, request, answer)
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/enterprises/:creditCode',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一家企业：各字段及其来源、所在环节及依据',
        params: FirmPath,
        querystring: Type.Object({ asOf: Type.Optional(AsOf) }),
        response: responses(200, Enterprise),
      },
    },
    async (request) => {
      const { creditCode } = request.params
      await requireReach(context, signedInOf(request), creditCode)
      const asOf = pastOf(request.query.asOf)
      const found =
        asOf === undefined
          ? await readEnterprise(database, creditCode)
          : await readEnterpriseAsOf(context, creditCode, asOf)
      if (found === null) throw notFound(asOf === undefined ? '企业' : `${asOf} 时的企业`, creditCode)
      await recordShown(context, request, {
        object: 'enterprise',
        fields: found.fields.flatMap(({ name, value }) => (value === null ? [] : [name])),
        firms: [creditCode],
      })
      return found
    },
  )

  const facts = [
    {
      path: 'transactions',
      summary: '供应交易，新的在前',
      list: TransactionList,
      read: listTransactions,
      shows: {
        object: 'enterprise/supply-transaction',
        fields: ['month', 'supplier_name', 'buyer_name', 'product', 'quantity', 'amount'],
      },
    },
    {
      path: 'energy',
      summary: '能源计量读数，新的在前',
      list: EnergyList,
      read: listEnergy,
      shows: {
        object: 'enterprise/energy-meter',
        fields: ['read_at', 'medium', 'value'],
      },
    },
    {
      path: 'capacity',
      summary: '周产能，新的在前',
      list: CapacityList,
      read: listCapacity,
      shows: {
        object: 'enterprise/capacity-week',
        fields: ['week_start', 'product', 'maximum', 'actual', 'agreed'],
      },
    },
  ] as const
  for (const { path, summary, list, read, shows } of facts) {
    app.get(
      `/api/enterprises/:creditCode/${path}`,
      {
        config: { access: readers },
        schema: { tags, summary, params: FirmPath, querystring: PeriodQuery, response: responses(200, list) },
      },
      async (request) => {
        const { creditCode } = request.params
        await requireReach(context, signedInOf(request), creditCode)
        const { limit = defaultLimit, asOf, ...query } = request.query
        const day = checkedDay(asOf)
        const found = await read(database, { ...query, creditCode, limit, asOf: day })
        await recordShown(context, request, { ...shows, firms: [creditCode] })
        return found
      },
    )
  }

  app.get(
    '/api/enterprises/:creditCode/network',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一家企业的供应商和客户，至多 4 层',
        params: FirmPath,
        querystring: Type.Object({
          hops: Type.Optional(Type.Integer({ minimum: 1, maximum: 4, default: 2 })),
        }),
        response: responses(200, Neighbourhood),
      },
    },
    async (request) => {
      const { creditCode } = request.params
      await requireReach(context, signedInOf(request), creditCode)
      const found = await services.chain.neighbourhood({ creditCode, hops: request.query.hops ?? 2 })
      if (found === null) throw notFound('供应交易中的企业', creditCode)
      await recordShown(context, request, {
        object: 'network',
        fields: ['name', 'place', 'segments', 'suppliers', 'customers'],
        firms: found.nodes.map(({ id }) => id),
      })
      return found
    },
  )
}
export default enterprises

/** Object ids are authorised at every read, not where a list let them through. */
async function requireReach({ platform }: ApiContext, viewer: SignedIn, creditCode: string): Promise<void> {
  const reach = await reachOfFirm(platform, viewer, creditCode)
  switch (reach) {
    case 'within':
      return
    case 'unknown':
      throw notFound('企业', creditCode)
    case 'other-firm':
      throw forbidden('other-firm', '企业用户只能查看本企业的信息。')
    case 'outside':
      throw forbidden('region-outside', `企业 ${creditCode} 不在您的辖区（${viewer.region.name}）之内。`)
  }
}
