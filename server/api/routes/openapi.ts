import { Type } from 'typebox'
import { anyone } from '../../access/rule.ts'
import type { Resource } from '../context.ts'

const openapi: Resource = (app) => {
  app.get(
    '/api/openapi.json',
    {
      config: { access: anyone },
      schema: {
        tags: ['服务'],
        summary: '本说明（OpenAPI 3.1）',
        querystring: Type.Object({}),
        response: { 200: Type.Object({}, { additionalProperties: true }) },
      },
    },
    () => app.swagger(),
  )
}
export default openapi
