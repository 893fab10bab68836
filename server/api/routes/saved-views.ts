import { Type } from 'typebox'
import { readers } from '../../access/rule.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import { NewSavedView, SavedView, SavedViewList, SavedViewQuery } from '../schemas/saved-view.ts'
import { Identifier } from '../schemas/shared.ts'

const tags = ['视图']
/** Of one page and one account: a list to choose from, not an archive. */
const mostViews = 50

/** States of a screen kept under a name; each account has its own. */
const savedViews: Resource = (app, { platform, clock }) => {
  app.get(
    '/api/saved-views',
    {
      config: { access: readers, audit: false },
      schema: {
        tags,
        summary: '本人在一个页面保存的视图',
        querystring: SavedViewQuery,
        response: responses(200, SavedViewList),
      },
    },
    async (request) => {
      const rows = await platform.kysely
        .selectFrom('brain.saved_view')
        .select(['id', 'name', 'address', 'created_at'])
        .where('owner', '=', signedInOf(request).username)
        .where('page', '=', request.query.page)
        .orderBy('id', 'desc')
        .execute()
      const items = rows.map(({ created_at, ...view }) => ({ ...view, createdAt: created_at.toISOString() }))
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.post(
    '/api/saved-views',
    {
      config: { access: readers, audit: '保存视图' },
      schema: { tags, summary: '保存视图', body: NewSavedView, response: responses(201, SavedView) },
    },
    async (request, reply) => {
      const { page, address } = request.body
      const name = request.body.name.trim()
      const owner = signedInOf(request).username
      const { held } = await platform.kysely
        .selectFrom('brain.saved_view')
        .select(({ fn }) => fn.countAll<number>().as('held'))
        .where('owner', '=', owner)
        .where('page', '=', page)
        .executeTakeFirstOrThrow()
      if (held >= mostViews)
        throw new Problem(
          409,
          'too-many-views',
          '视图过多',
          `一个页面最多保存 ${mostViews} 个视图，请先删除不用的。`,
        )
      const row = await platform.kysely
        .insertInto('brain.saved_view')
        .values({ owner, page, name, address, created_at: clock() })
        .onConflict((clash) => clash.doNothing())
        .returning(['id', 'created_at'])
        .executeTakeFirst()
      if (row === undefined)
        throw new Problem(
          409,
          'view-name-taken',
          '名称已用',
          `已有名为“${name}”的视图，请换一个名称，或先删除原来的。`,
        )
      return reply.code(201).send({ id: row.id, name, address, createdAt: row.created_at.toISOString() })
    },
  )

  app.delete(
    '/api/saved-views/:viewId',
    {
      config: { access: readers, audit: '删除视图' },
      schema: {
        tags,
        summary: '删除本人保存的视图',
        params: Type.Object({ viewId: Identifier }),
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { numDeletedRows } = await platform.kysely
        .deleteFrom('brain.saved_view')
        .where('id', '=', request.params.viewId)
        .where('owner', '=', signedInOf(request).username)
        .executeTakeFirst()
      if (numDeletedRows === 0n) throw notFound('视图', String(request.params.viewId))
      return reply.code(204).send(null)
    },
  )
}
export default savedViews
