import { reachOfFirm } from '../../access/firm-reach.ts'
import { decidingAccounts } from '../../access/deciding-accounts.ts'
import { deciders, officials } from '../../access/rule.ts'
import { regionContains } from '../../domain/region.ts'
import { readVisit, readVisits } from '../../visits/read.ts'
import { arrangeVisit, closeVisit, followUp, offerHelp, recordVisit, type Doing } from '../../visits/steps.ts'
import { VisitError } from '../../visits/visit-error.ts'
import type { Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, invalidParameter, notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  DemandFollowUp,
  DemandHelp,
  DemandPath,
  NewVisit,
  Visit,
  VisitClosing,
  VisitList,
  VisitPath,
  VisitQuery,
  VisitRecord,
  VisitState,
} from '../schemas/visit.ts'
import { pageOf, readPage, readScope, requireDay } from '../scope.ts'
import { shanghaiDay } from '../today.ts'
import type { FastifyRequest } from 'fastify'

const tags = ['走访服务']
const states = VisitState.anyOf.map((state) => state.const)
const shownOfVisit = ['name', 'place', 'demands']

const statuses: Readonly<Record<VisitError['code'], number>> = {
  unknown: 404,
  'unknown-owner': 400,
  'open-already': 409,
  'out-of-order': 409,
  closed: 409,
}

/** A step that cannot be taken, as a problem. */
function explain(error: unknown): never {
  if (!(error instanceof VisitError)) throw error
  throw new Problem(statuses[error.code], `visit-${error.code}`, '走访未保存', `${error.message}。`)
}

/** 走访服务: 诉求 → 帮扶 → 回访. */
const visits: Resource = (app, context) => {
  const { platform, realms, clock } = context
  const doing = (request: FastifyRequest): Doing => ({ by: signedInOf(request).username, now: clock() })
  const today = () => shanghaiDay(clock())

  /** @throws Problem when there is no such visit or it lies outside the caller's region */
  async function visitOf(request: FastifyRequest, id: number): Promise<Visit> {
    const visit = await readVisit(platform, id, today())
    if (visit === null) throw notFound('走访', String(id))
    if (!regionContains(signedInOf(request).region.code, visit.region.code))
      throw forbidden('region-outside', `走访 ${id} 不在您的辖区之内。`)
    return visit
  }

  async function answer(request: FastifyRequest, id: number): Promise<Visit> {
    const visit = await visitOf(request, id)
    const shown = { object: 'visit', fields: shownOfVisit, firms: [visit.creditCode] }
    await recordShown(context, request, shown)
    return visit
  }

  app.get(
    '/api/visits',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '走访服务：未办结的在前，先到期的在前',
        querystring: VisitQuery,
        response: responses(200, VisitList),
      },
    },
    async (request) => {
      const { state, creditCode, limit, cursor, ...place } = request.query
      const page = readPage({ limit, cursor })
      const { region, realm } = await readScope(request, realms, place)
      const all = await readVisits(platform, { region, realm, creditCode }, today())
      const count = (one: VisitState) => all.filter((visit) => visit.state === one).length
      const shown = pageOf(
        all.filter((visit) => state === undefined || visit.state === state),
        page,
      )
      const firms = shown.items.map((visit) => visit.creditCode)
      await recordShown(context, request, { object: 'visit', fields: shownOfVisit, firms })
      return {
        ...shown,
        counts: {
          ...(Object.fromEntries(states.map((one) => [one, count(one)])) as Record<VisitState, number>),
          overdue: all.filter((visit) => visit.overdue).length,
        },
        owners: await decidingAccounts(platform, region),
      }
    },
  )

  app.get(
    '/api/visits/:visitId',
    {
      config: { access: officials },
      schema: { tags, summary: '一次走访', params: VisitPath, response: responses(200, Visit) },
    },
    (request) => answer(request, request.params.visitId),
  )

  app.post(
    '/api/visits',
    {
      config: { access: deciders, audit: '安排走访' },
      schema: { tags, summary: '安排一次走访服务', body: NewVisit, response: responses(201, Visit) },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const { creditCode, dueOn, owner = viewer.username } = request.body
      requireDay('dueOn', dueOn)
      if (dueOn < today()) throw invalidParameter('dueOn', dueOn, '今天或以后的日期')
      const reach = await reachOfFirm(platform, viewer, creditCode)
      if (reach === 'unknown') throw notFound('企业', creditCode)
      if (reach !== 'within') throw forbidden('region-outside', `企业 ${creditCode} 不在您的辖区之内。`)
      const id = await arrangeVisit(platform, { ...request.body, owner }, doing(request)).catch(explain)
      return reply.code(201).send(await answer(request, id))
    },
  )

  app.post(
    '/api/visits/:visitId/record',
    {
      config: { access: deciders, audit: '记录走访' },
      schema: {
        tags,
        summary: '记录走访的日期、走访人和企业诉求',
        params: VisitPath,
        body: VisitRecord,
        response: responses(200, Visit),
      },
    },
    async (request) => {
      const { visitId } = request.params
      const { visitedOn } = request.body
      requireDay('visitedOn', visitedOn)
      if (visitedOn > today()) throw invalidParameter('visitedOn', visitedOn, '不晚于今天的日期')
      await visitOf(request, visitId)
      await recordVisit(platform, visitId, request.body).catch(explain)
      return answer(request, visitId)
    },
  )

  app.post(
    '/api/visits/:visitId/demands/:demandId/help',
    {
      config: { access: deciders, audit: '登记帮扶措施' },
      schema: {
        tags,
        summary: '登记一项诉求的牵头部门、帮扶措施和承诺日期',
        params: DemandPath,
        body: DemandHelp,
        response: responses(200, Visit),
      },
    },
    async (request) => {
      const { visitId, demandId } = request.params
      requireDay('promisedOn', request.body.promisedOn)
      await visitOf(request, visitId)
      const place = { visit: visitId, demand: demandId }
      await offerHelp(platform, place, request.body, doing(request)).catch(explain)
      return answer(request, visitId)
    },
  )

  app.post(
    '/api/visits/:visitId/demands/:demandId/follow-up',
    {
      config: { access: deciders, audit: '登记回访结果' },
      schema: {
        tags,
        summary: '登记一项诉求的回访结果和企业满意度',
        params: DemandPath,
        body: DemandFollowUp,
        response: responses(200, Visit),
      },
    },
    async (request) => {
      const { visitId, demandId } = request.params
      await visitOf(request, visitId)
      const place = { visit: visitId, demand: demandId }
      await followUp(platform, place, request.body, doing(request)).catch(explain)
      return answer(request, visitId)
    },
  )

  app.post(
    '/api/visits/:visitId/close',
    {
      config: { access: deciders, audit: '办结走访' },
      schema: {
        tags,
        summary: '办结：全部诉求已回访之后',
        params: VisitPath,
        body: VisitClosing,
        response: responses(200, Visit),
      },
    },
    async (request) => {
      const { visitId } = request.params
      await visitOf(request, visitId)
      await closeVisit(platform, visitId, request.body.summary, doing(request)).catch(explain)
      return answer(request, visitId)
    },
  )
}
export default visits
