import fastifySwagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { AccessRule } from '../access/rule.ts'
import { sessionCookie } from './session-cookie.ts'

const description = `
三类数据仓、产业链图谱、指标、预警的接口。

- 列表为 {items, nextCursor}，以 cursor 翻页；金额单位为元；没有的值为 null，从不为 0。
- 出错时为 RFC 9457 问题详情（application/problem+json），code 固定，供程序判断。
- region 为 GB/T 2260 六位代码，须在账号辖区之内，缺省为账号辖区；realm 缺省为有数据的一方，演示数据优先。
`.trim()

/** Describes every route registered after it from its schemas; served at /api/openapi.json. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '产业大脑接口', version: '1.0.0', description },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: sessionCookie } },
      },
    },
    transform: ({ schema, url, route }) => {
      const access: AccessRule = route.config?.access ?? []
      const open = access.includes('anyone')
      return {
        url,
        schema: {
          ...schema,
          security: open ? [] : [{ session: [] }],
          description: [schema?.description, open ? '' : `账号类型：${access.join('、')}`]
            .filter((text) => text !== undefined && text !== '')
            .join('\n\n'),
        },
      }
    },
  })
}
