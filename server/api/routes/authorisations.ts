import { Type } from 'typebox'
import {
  grantAuthorisation,
  listAuthorisations,
  readAuthorised,
  readChoices,
  withdrawAuthorisation,
} from '../../exchange/authorisations.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { forbidden } from '../problem.ts'
import { answerRefusals } from '../refusals.ts'
import { responses } from '../responses.ts'
import { AuthorisationList, AuthorisedData, FirmPath, Grant, GrantChoices } from '../schemas/access-ledger.ts'
import { Identifier } from '../schemas/shared.ts'

const tags = ['授权']
const IdPath = Type.Object({ id: Identifier })

const authorisations: Resource = (app, { platform, clock }) => {
  answerRefusals(app)

  app.get(
    '/api/enterprises/:creditCode/authorisations',
    {
      config: { access: ['enterprise', 'operator', 'steward', 'security-admin'] },
      schema: {
        tags,
        summary: '一家企业给银行的授权',
        params: FirmPath,
        response: responses(200, AuthorisationList),
      },
    },
    async (request) => {
      const { creditCode } = request.params
      const viewer = signedInOf(request)
      if (viewer.role === 'enterprise' && viewer.creditCode !== creditCode) {
        throw forbidden('other-firm', '企业用户只能查看本企业的授权。')
      }
      return { items: await listAuthorisations(platform, { creditCode }, clock()), nextCursor: null }
    },
  )

  app.get(
    '/api/authorisations/choices',
    {
      config: { access: ['enterprise'] },
      schema: { tags, summary: '可授权的银行与信息项', response: responses(200, GrantChoices) },
    },
    () => readChoices(platform),
  )

  app.post(
    '/api/authorisations',
    {
      config: { access: ['enterprise'], audit: '授权银行读取数据' },
      schema: {
        tags,
        summary: '授权一家银行读取本企业的若干信息项，用途为授信，到期自动失效',
        body: Grant,
        response: responses(201, Type.Object({ id: Type.Integer() })),
      },
    },
    async (request, reply) => {
      const id = await grantAuthorisation(platform, signedInOf(request), request.body, clock())
      return reply.code(201).send({ id })
    },
  )

  app.post(
    '/api/authorisations/:id/withdrawal',
    {
      config: { access: ['enterprise'], audit: '撤回银行授权' },
      schema: {
        tags,
        summary: '企业撤回授权，立即生效',
        params: IdPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await withdrawAuthorisation(platform, signedInOf(request), request.params.id, clock())
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/authorisations',
    {
      config: { access: ['bank'] },
      schema: { tags, summary: '本行得到的授权', response: responses(200, AuthorisationList) },
    },
    async (request) => ({
      items: await listAuthorisations(platform, { grantee: signedInOf(request).username }, clock()),
      nextCursor: null,
    }),
  )

  app.get(
    '/api/authorisations/:id/data',
    {
      config: { access: ['bank'], audit: '银行读取授权数据' },
      schema: {
        tags,
        summary: '按授权读取：所授权的信息项，除此之外没有别的；记入企业可见账本',
        params: IdPath,
        response: responses(200, AuthorisedData),
      },
    },
    (request) => readAuthorised(platform, signedInOf(request), request.params.id, clock()),
  )
}
export default authorisations
