import { readers } from '../../access/rule.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import { PurposeChoice } from '../schemas/session.ts'

const purpose: Resource = (app, { sessions }) => {
  app.put(
    '/api/session/purpose',
    {
      config: { access: readers, audit: '变更使用目的' },
      schema: {
        tags: ['登录'],
        summary: '说明数据的使用目的：与角色、数据等级一起决定显示哪些列',
        body: PurposeChoice,
        response: responses(200, PurposeChoice),
      },
    },
    async (request) => {
      await sessions.setPurpose(signedInOf(request).tokenHash, request.body.purpose)
      return request.body
    },
  )
}
export default purpose
