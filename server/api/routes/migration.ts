import { officials } from '../../access/rule.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { responses } from '../responses.ts'
import {
  MigrationEventList,
  MigrationFlows,
  MigrationQuery,
  WatchList,
  WatchQuery,
} from '../schemas/migration.ts'
import { readPage, readScope } from '../scope.ts'

const tags = ['企业迁移']
const defaultMonths = 12
const shownOfMove = ['name', 'moved_on', 'place']
const shownOfWatched = ['name', 'place', 'segments', 'revenue', 'employees', 'score', 'signals']

const migration: Resource = (app, context) => {
  const { services, answers, realms } = context
  const { migration: reader } = services

  app.get(
    '/api/migration/flows',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '迁入迁出流向',
        querystring: MigrationQuery,
        response: responses(200, MigrationFlows),
      },
    },
    async (request, reply) => {
      const { months = defaultMonths, ...given } = request.query
      const query = { ...given, ...(await readScope(request, realms, given)), months }
      const key = answerKey('flows', query)
      return sendAnswer(request, reply, await answers.read(key, () => reader.flows(query)))
    },
  )

  app.get(
    '/api/migration/events',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '地址变更，新的在前，各附来源记录',
        querystring: WatchQuery,
        response: responses(200, MigrationEventList),
      },
    },
    async (request) => {
      const { months = defaultMonths, limit, cursor, ...given } = request.query
      const page = readPage({ limit, cursor })
      const query = { ...given, ...(await readScope(request, realms, given)), months, ...page }
      const { items, total } = await reader.events(query)
      const firms = items.map(({ creditCode }) => creditCode)
      await recordShown(context, request, { object: 'migration', fields: shownOfMove, firms })
      return { items: [...items], nextCursor: nextOf(page, total), total }
    },
  )

  app.get(
    '/api/migration/watch-list',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '走访服务名单：得分由各信号相加，附日期和依据',
        querystring: WatchQuery,
        response: responses(200, WatchList),
      },
    },
    async (request) => {
      const { months = defaultMonths, limit, cursor, ...given } = request.query
      const page = readPage({ limit, cursor })
      const query = { ...given, ...(await readScope(request, realms, given)), months, ...page }
      const { items, total, month, backtest } = await reader.watchList(query)
      const firms = items.map(({ creditCode }) => creditCode)
      await recordShown(context, request, { object: 'watch-list', fields: shownOfWatched, firms })
      return { items: [...items], nextCursor: nextOf(page, total), total, month, backtest }
    },
  )
}
export default migration

function nextOf(page: { readonly limit: number; readonly offset: number }, total: number): string | null {
  const end = page.offset + page.limit
  return end < total ? String(end) : null
}
