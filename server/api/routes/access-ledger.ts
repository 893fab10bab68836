import { Type } from 'typebox'
import { stewards, type AccessRule } from '../../access/rule.ts'
import type { SignedIn } from '../../access/sessions.ts'
import { readLedger } from '../../exchange/access-ledger.ts'
import { answerClaim, listClaims, submitClaim, withdrawClaim } from '../../exchange/claims.ts'
import { recordFirmAccess } from '../../exchange/firm-access.ts'
import { openClaimTicket } from '../../governance/tickets.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { readIdCursor } from '../id-cursor.ts'
import { forbidden } from '../problem.ts'
import { answerRefusals } from '../refusals.ts'
import { responses } from '../responses.ts'
import {
  AccessLedger,
  ClaimAnswer,
  ClaimList,
  ClaimQuery,
  ClaimRequest,
  FirmPath,
  LedgerQuery,
} from '../schemas/access-ledger.ts'
import { Identifier } from '../schemas/shared.ts'
import { defaultLimit } from '../scope.ts'

const tags = ['企业可见账本']
/** The firm itself, and those who support it. */
const ledgerReaders: AccessRule = ['enterprise', 'operator', 'steward', 'security-admin']
const Created = Type.Object({ id: Type.Integer() })
const IdPath = Type.Object({ id: Identifier })

const accessLedger: Resource = (app, { platform, clock }) => {
  answerRefusals(app)

  app.get(
    '/api/enterprises/:creditCode/access-ledger',
    {
      config: { access: ledgerReaders },
      schema: {
        tags,
        summary: '企业可见账本：谁、何时、依据什么授权、看或用了本企业的哪些字段、几次',
        description: '首页附按主体、对象、用途、依据的汇总。平台人员因支持而查看，也记入账本。',
        params: FirmPath,
        querystring: LedgerQuery,
        response: responses(200, AccessLedger),
      },
    },
    async (request) => {
      const viewer = signedInOf(request)
      const { creditCode } = request.params
      requireOwn(viewer, creditCode)
      const { limit = defaultLimit, ...query } = request.query
      const support = viewer.role !== 'enterprise'
      const ledger = await readLedger(platform, creditCode, { ...query, limit }, support)
      if (support && ledger.name !== null) {
        const use = {
          object: 'access-ledger',
          fields: ['ledger'],
          firms: [creditCode],
          purpose: '支持企业核对账本',
          route: 'GET /api/enterprises/:creditCode/access-ledger',
          basis: '平台支持',
        }
        await recordFirmAccess(platform, viewer, use, clock())
      }
      return ledger
    },
  )

  app.get(
    '/api/enterprises/:creditCode/claims',
    {
      config: { access: ledgerReaders },
      schema: {
        tags,
        summary: '一家企业提出的异议与更正及答复',
        params: FirmPath,
        querystring: ClaimQuery,
        response: responses(200, ClaimList),
      },
    },
    (request) => {
      const { creditCode } = request.params
      requireOwn(signedInOf(request), creditCode)
      const { limit = defaultLimit, cursor, state } = request.query
      return listClaims(platform, { creditCode, state, limit, before: readIdCursor(cursor) })
    },
  )

  app.post(
    '/api/enterprises/:creditCode/claims',
    {
      config: { access: ['enterprise'], audit: '提出异议或更正' },
      schema: {
        tags,
        summary: '对一次使用提出异议，或对一个字段提出更正并说明证明',
        params: FirmPath,
        body: ClaimRequest,
        response: responses(201, Created),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      requireOwn(viewer, request.params.creditCode)
      return reply.code(201).send({ id: await submitClaim(platform, viewer, request.body, clock()) })
    },
  )

  app.get(
    '/api/access-ledger/claims',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '全部企业的异议与更正，供数据管理员办理',
        querystring: ClaimQuery,
        response: responses(200, ClaimList),
      },
    },
    (request) => {
      const { limit = defaultLimit, cursor, state } = request.query
      return listClaims(platform, { state, limit, before: readIdCursor(cursor) })
    },
  )

  app.post(
    '/api/access-ledger/claims/:id/answer',
    {
      config: { access: ['steward'], audit: '答复异议或更正' },
      schema: {
        tags,
        summary: '数据管理员答复异议或更正：采纳或不采纳',
        params: IdPath,
        body: ClaimAnswer,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const now = clock()
      // The correction is made in governance: accepted, it is somebody's task from the same moment on.
      await platform.transaction(async (transaction) => {
        const accepted = await answerClaim(transaction, viewer, request.params.id, request.body, now)
        if (accepted !== null) await openClaimTicket(transaction, accepted, { by: viewer.username, now })
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/access-ledger/claims/:id/withdrawal',
    {
      config: { access: ['enterprise'], audit: '撤回异议或更正' },
      schema: {
        tags,
        summary: '企业撤回尚未答复的异议或更正',
        params: IdPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await withdrawClaim(platform, signedInOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
export default accessLedger

function requireOwn(viewer: SignedIn, creditCode: string): void {
  if (viewer.role !== 'enterprise' || viewer.creditCode === creditCode) return
  throw forbidden('other-firm', '企业用户只能查看本企业的账本。')
}
