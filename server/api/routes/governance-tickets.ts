import { overseers, stewards } from '../../access/rule.ts'
import {
  changeTicket,
  listAssignees,
  listTickets,
  openTicket,
  TicketError,
} from '../../governance/tickets.ts'
import { Identifier } from '../schemas/shared.ts'
import { Type } from 'typebox'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import { IdPath, TicketChange, TicketList, TicketOpening, TicketQuery } from '../schemas/governance.ts'
import { pageOf, readPage, requireDay } from '../scope.ts'
import { shanghaiDay } from '../today.ts'

const tags = ['治理']

/** A ticket that cannot be opened or changed, as a problem. */
function explain(error: unknown): never {
  if (!(error instanceof TicketError)) throw error
  const status = error.code === 'unknown' ? 404 : error.code === 'unknown-assignee' ? 400 : 409
  throw new Problem(status, `ticket-${error.code}`, '工单未保存', error.message)
}

const tickets: Resource = (app, { platform, realms, clock }) => {
  app.get(
    '/api/governance/tickets',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '治理工单，到期早的在前',
        querystring: TicketQuery,
        response: responses(200, TicketList),
      },
    },
    async (request) => {
      const { realm, state, mine, limit, cursor } = request.query
      const page = readPage({ limit, cursor })
      const filter = {
        realm: realm ?? (await realms.first()),
        state,
        assignee: mine === true ? signedInOf(request).username : undefined,
      }
      const found = await listTickets(platform, filter, shanghaiDay(clock()))
      return { ...pageOf(found, page), assignees: await listAssignees(platform) }
    },
  )

  app.post(
    '/api/governance/tickets',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '就一条规则或一组隔离记录开工单，指派数据管理员',
        body: TicketOpening,
        response: responses(201, Type.Object({ id: Identifier })),
      },
    },
    async (request, reply) => {
      const { body } = request
      requireDay('dueOn', body.dueOn)
      const opening = {
        ...body,
        realm: body.realm ?? (await realms.first()),
        by: signedInOf(request).username,
        now: clock(),
      }
      const id = await openTicket(platform, opening).catch(explain)
      return reply.code(201).send({ id })
    },
  )

  app.patch(
    '/api/governance/tickets/:id',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '处理工单：状态、指派、期限、意见',
        params: IdPath,
        body: TicketChange,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { body } = request
      if (body.dueOn !== undefined) requireDay('dueOn', body.dueOn)
      const change = { ...body, by: signedInOf(request).username, now: clock() }
      await changeTicket(platform, request.params.id, change).catch(explain)
      return reply.code(204).send(null)
    },
  )
}
export default tickets

/** The pattern lets 2023-02-30 pass. */
