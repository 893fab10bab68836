import { readers } from '../../access/rule.ts'
import { alertReach } from '../alert-reach.ts'
import type { Resource } from '../context.ts'
import { invalidCursor } from '../errors.ts'
import { recordShown } from '../firm-use.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import { AlertList, AlertQuery } from '../schemas/alert.ts'
import { checkedDay, defaultLimit } from '../scope.ts'

const alerts: Resource = (app, context) => {
  const { services } = context

  app.get(
    '/api/alerts',
    {
      config: { access: readers },
      schema: {
        tags: ['预警'],
        summary: '告警；给出 after 时从该序号之后按序取，供断线后补取',
        description: '企业用户只见关于本企业的告警。',
        querystring: AlertQuery,
        response: responses(200, AlertList),
      },
    },
    async (request) => {
      const { limit = defaultLimit, cursor, after, region, asOf, ...query } = request.query
      const day = checkedDay(asOf)
      const before = cursor === undefined ? undefined : readSequence(cursor)
      const ascending = after !== undefined
      const reach = alertReach(signedInOf(request))
      const { items, latest } = await services.alerts.read({
        ...query,
        ...reach,
        ...(day === undefined ? {} : { asOf: day }),
        ...(region === undefined || 'creditCode' in reach ? {} : { region }),
        ...(ascending ? { after: Math.max(after, before ?? 0) } : before === undefined ? {} : { before }),
        limit: limit + 1,
      })
      const shown = items.slice(0, limit)
      const firms = shown.flatMap(({ subject }) => (subject.kind === 'enterprise' ? [subject.id] : []))
      await recordShown(context, request, { object: 'alert', fields: ['name', 'place', 'alert'], firms })
      return {
        items: shown,
        nextCursor: items.length > limit ? String(shown.at(-1)?.sequence) : null,
        latest,
      }
    },
  )
}
export default alerts

/** The cursor is the sequence of the last item, in either direction. */
function readSequence(cursor: string): number {
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw invalidCursor(cursor)
  return Number(cursor)
}
