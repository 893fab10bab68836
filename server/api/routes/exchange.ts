import { Type } from 'typebox'
import { readers, recipients, stewards, type AccessRule } from '../../access/rule.ts'
import { decideConsent, withdrawConsent } from '../../exchange/consents.ts'
import { listRequests, readRequest } from '../../exchange/request-list.ts'
import { readTimeline } from '../../exchange/request-timeline.ts'
import { assessApplication, createRequest, decideRequest, withdrawRequest } from '../../exchange/requests.ts'
import type { SignedIn } from '../../access/sessions.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { readIdCursor } from '../id-cursor.ts'
import { answerRefusals } from '../refusals.ts'
import { responses } from '../responses.ts'
import { ConsentDecision, Withdrawal } from '../schemas/access-ledger.ts'
import {
  Application,
  Assessment,
  Decision,
  ExchangeRequestDetail,
  ExchangeRequestList,
  RequestQuery,
} from '../schemas/exchange.ts'
import { Identifier } from '../schemas/shared.ts'
import { defaultLimit } from '../scope.ts'

const tags = ['交换共享']
const IdPath = Type.Object({ id: Identifier })

const firms: AccessRule = ['enterprise']

const exchange: Resource = (app, { platform, clock }) => {
  answerRefusals(app)

  const detail = async (viewer: SignedIn, id: number) => {
    const request = await readRequest(platform, viewer, id)
    return { ...request, timeline: await readTimeline(platform, request) }
  }

  app.post(
    '/api/exchange/assessments',
    {
      config: { access: recipients, audit: '试算数据申请' },
      schema: {
        tags,
        summary: '试算一份申请：按共享类型和数据等级须几人审批、哪些企业同意；不保存',
        body: Application,
        response: responses(200, Assessment),
      },
    },
    async (request) =>
      (await assessApplication(platform, signedInOf(request), request.body, clock())).assessment,
  )

  app.post(
    '/api/exchange/requests',
    {
      config: { access: recipients, audit: '提交数据申请' },
      schema: {
        tags,
        summary: '申请数据：数据集、信息项、范围、用途、期限、次数、交付方式、销毁承诺',
        body: Application,
        response: responses(201, ExchangeRequestDetail),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const id = await createRequest(platform, viewer, request.body, clock())
      return reply
        .code(201)
        .header('location', `/api/exchange/requests/${id}`)
        .send(await detail(viewer, id))
    },
  )

  app.get(
    '/api/exchange/requests',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '申请，新的在前；审批人与评审看全部，其他人看本方的和须本企业同意的',
        querystring: RequestQuery,
        response: responses(200, ExchangeRequestList),
      },
    },
    (request) => {
      const { limit = defaultLimit, cursor, state, waiting } = request.query
      const before = readIdCursor(cursor)
      return listRequests(platform, signedInOf(request), { limit, before, state, waiting })
    },
  )

  app.get(
    '/api/exchange/requests/:id',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一份申请及其经过',
        params: IdPath,
        response: responses(200, ExchangeRequestDetail),
      },
    },
    (request) => detail(signedInOf(request), request.params.id),
  )

  app.post(
    '/api/exchange/requests/:id/decisions',
    {
      config: { access: stewards, audit: '审批数据申请' },
      schema: {
        tags,
        summary: '审批：同意或驳回；申请人不得审批，一人一次',
        params: IdPath,
        body: Decision,
        response: responses(200, ExchangeRequestDetail),
      },
    },
    async (request) => {
      const viewer = signedInOf(request)
      await decideRequest(platform, viewer, request.params.id, request.body, clock())
      return detail(viewer, request.params.id)
    },
  )

  app.post(
    '/api/exchange/requests/:id/withdrawal',
    {
      config: { access: recipients, audit: '撤回数据申请' },
      schema: {
        tags,
        summary: '申请方撤回未办结的申请',
        params: IdPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await withdrawRequest(platform, signedInOf(request), request.params.id, clock())
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/exchange/consents/:id/decision',
    {
      config: { access: firms, audit: '企业答复数据申请' },
      schema: {
        tags,
        summary: '企业同意或不同意提供本企业的数据',
        params: IdPath,
        body: ConsentDecision,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await decideConsent(platform, signedInOf(request), request.params.id, request.body, clock())
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/exchange/consents/:id/withdrawal',
    {
      config: { access: firms, audit: '企业撤回同意' },
      schema: {
        tags,
        summary: '企业撤回同意，所依据的合同立即终止',
        params: IdPath,
        body: Withdrawal,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await withdrawConsent(platform, signedInOf(request), request.params.id, request.body.reason, clock())
      return reply.code(204).send(null)
    },
  )
}
export default exchange
