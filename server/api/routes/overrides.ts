import { sql } from 'kysely'
import { Type } from 'typebox'
import { reachOfFirm } from '../../access/firm-reach.ts'
import { deciders } from '../../access/rule.ts'
import { revokeOverride } from '../../chain/segment-membership.ts'
import type { Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { OverrideList, type OverrideItem } from '../schemas/override.ts'
import { CreditCode, Identifier } from '../schemas/shared.ts'

const tags = ['产业链']
const ChainPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) })

interface Row extends Omit<OverrideItem, 'decidedAt'> {
  readonly decidedAt: Date
}

const overrides: Resource = (app, context) => {
  const { platform, services, answers, clock } = context

  app.get(
    '/api/chains/:id/overrides',
    {
      config: { access: deciders },
      schema: {
        tags,
        summary: '一家企业生效的人工环节判定',
        params: ChainPath,
        querystring: Type.Object({ creditCode: CreditCode }),
        response: responses(200, OverrideList),
      },
    },
    async (request) => {
      const { creditCode } = request.query
      const reach = await reachOfFirm(platform, signedInOf(request), creditCode)
      if (reach === 'unknown') throw notFound('企业', creditCode)
      if (reach !== 'within') throw forbidden('region-outside', `企业 ${creditCode} 不在您的辖区之内。`)
      const { rows } = await sql<Row>`
        select o.id, o.segment, coalesce(s.title, o.segment) as title, o.included, o.reason,
          o.decided_by as "decidedBy", o.decided_at as "decidedAt"
        from brain.segment_override o
        left join industry_warehouse.chain_segment s on s.chain = o.chain and s.segment = o.segment
        where o.chain = ${request.params.id} and o.credit_code = ${creditCode} and o.revoked_at is null
        order by o.id`.execute(platform.kysely)
      const items = rows.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }))
      const shown = { object: 'enterprise', fields: ['segments'], firms: [creditCode] }
      await recordShown(context, request, shown)
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.delete(
    '/api/chains/:id/overrides/:overrideId',
    {
      config: { access: deciders },
      schema: {
        tags,
        summary: '撤销一条人工环节判定，由规则重新判定',
        params: Type.Object({ ...ChainPath.properties, overrideId: Identifier }),
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const { id: chain, overrideId } = request.params
      const found = await platform.kysely
        .selectFrom('brain.segment_override')
        .select(['segment', 'credit_code as creditCode'])
        .where('id', '=', overrideId)
        .where('chain', '=', chain)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      if (found === undefined) throw notFound('生效的判定', String(overrideId))
      const reach = await reachOfFirm(platform, viewer, found.creditCode)
      if (reach !== 'within') throw forbidden('region-outside', `企业 ${found.creditCode} 不在您的辖区之内。`)
      await revokeOverride(platform, { ...found, chain, by: viewer.username }, clock())
      answers.versions.touch()
      services.ingest.refresh()
      return reply.code(204).send(null)
    },
  )
}
export default overrides
