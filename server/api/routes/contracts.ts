import { Type } from 'typebox'
import { readers, recipients, stewards } from '../../access/rule.ts'
import { listContracts, readContract } from '../../exchange/contract-list.ts'
import { narrowContract, recordDestruction, revokeContract, signContract } from '../../exchange/contracts.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { readIdCursor } from '../id-cursor.ts'
import { answerRefusals } from '../refusals.ts'
import { responses } from '../responses.ts'
import {
  ContractDetail,
  ContractList,
  ContractQuery,
  DestructionRequest,
  NewVersion,
  RevocationRequest,
  SignatureRequest,
} from '../schemas/exchange.ts'
import { Identifier } from '../schemas/shared.ts'
import { defaultLimit } from '../scope.ts'

const tags = ['交换共享']
const IdPath = Type.Object({ id: Identifier })

const contracts: Resource = (app, { platform, clock }) => {
  answerRefusals(app)

  app.get(
    '/api/exchange/contracts',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '数字合同，新的在前',
        querystring: ContractQuery,
        response: responses(200, ContractList),
      },
    },
    (request) => {
      const { limit = defaultLimit, cursor } = request.query
      return listContracts(platform, signedInOf(request), { limit, before: readIdCursor(cursor) }, clock())
    },
  )

  app.get(
    '/api/exchange/contracts/:id',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一份数字合同：条款、规范文本及其 SHA-256 摘要、签署、用量、版本',
        params: IdPath,
        response: responses(200, ContractDetail),
      },
    },
    (request) => readContract(platform, signedInOf(request), request.params.id, clock()),
  )

  app.post(
    '/api/exchange/contracts/:id/signature',
    {
      config: { access: recipients, audit: '签署数据合同' },
      schema: {
        tags,
        summary: '接收方签署所见摘要',
        params: IdPath,
        body: SignatureRequest,
        response: responses(200, ContractDetail),
      },
    },
    async (request) => {
      const viewer = signedInOf(request)
      await signContract(platform, viewer, request.params.id, request.body.digest, clock())
      return readContract(platform, viewer, request.params.id, clock())
    },
  )

  app.post(
    '/api/exchange/contracts/:id/revocation',
    {
      config: { access: [...recipients, 'steward'], audit: '撤销数据合同' },
      schema: {
        tags,
        summary: '撤销合同，立即生效：平台一方或接收方',
        params: IdPath,
        body: RevocationRequest,
        response: responses(200, ContractDetail),
      },
    },
    async (request) => {
      const viewer = signedInOf(request)
      await revokeContract(platform, viewer, request.params.id, request.body.reason, clock())
      return readContract(platform, viewer, request.params.id, clock())
    },
  )

  app.post(
    '/api/exchange/contracts/:id/versions',
    {
      config: { access: stewards, audit: '签发合同新版本' },
      schema: {
        tags,
        summary: '以收窄的新版本替换合同，接收方重新签署，用量接着计',
        params: IdPath,
        body: NewVersion,
        response: responses(201, ContractDetail),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const id = await narrowContract(platform, viewer, request.params.id, request.body, clock())
      return reply.code(201).send(await readContract(platform, viewer, id, clock()))
    },
  )

  app.post(
    '/api/exchange/contracts/:id/destruction',
    {
      config: { access: recipients, audit: '提交销毁回执' },
      schema: {
        tags,
        summary: '接收方提交销毁回执，合同到期或终止之后',
        params: IdPath,
        body: DestructionRequest,
        response: responses(200, ContractDetail),
      },
    },
    async (request) => {
      const viewer = signedInOf(request)
      await recordDestruction(platform, viewer, request.params.id, request.body, clock())
      return readContract(platform, viewer, request.params.id, clock())
    },
  )
}
export default contracts
