import { Type } from 'typebox'
import { anyone } from '../../access/rule.ts'
import { prepare } from '../../warehouse/database.ts'
import type { Resource } from '../context.ts'
import { responses } from '../responses.ts'
import { Health } from '../schemas/session.ts'

const ping = prepare<[], { one: number }>('ping', 'select 1 as one')

const health: Resource = (app, { platform, config }) => {
  const startedAt = new Date().toISOString()
  app.get(
    '/api/health',
    {
      config: { access: anyone, rateLimit: false },
      schema: {
        tags: ['服务'],
        summary: '服务和数据库是否可用',
        querystring: Type.Object({}),
        response: responses(200, Health),
      },
    },
    async () => {
      await ping(platform, [])
      return {
        status: 'ok' as const,
        database: 'ok' as const,
        startedAt,
        demonstrationMode: config.demonstration,
      }
    },
  )
}
export default health
