import { Type } from 'typebox'
import { readers, stewards, type AccessRule } from '../../access/rule.ts'
import {
  applyForListing,
  decideListing,
  delist,
  listListings,
  withdrawListing,
} from '../../catalogue/listing.ts'
import { readNames } from '../../catalogue/people.ts'
import { describeListing } from '../catalog-decisions.ts'
import { answerRefusals } from '../catalog-refusal.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import {
  Created,
  IdPath,
  ListingApplication,
  ListingDecision,
  ListingList,
  Revocation,
} from '../schemas/certification.ts'
import { ListQuery } from '../schemas/shared.ts'
import { pageOf, readPage } from '../scope.ts'

const tags = ['数据上架']

/** Two of them, neither of whom applied, approve one after the other. */
const approvers: AccessRule = [...stewards, 'chain-office', 'security-admin']

const listing: Resource = (app, { platform, clock }) => {
  answerRefusals(app)

  app.get(
    '/api/listings',
    {
      config: { access: [...readers, 'security-admin'] },
      schema: {
        tags,
        summary: '数据上架：申请、两级审批、下架和经过，新的在前',
        querystring: Type.Object(ListQuery),
        response: responses(200, ListingList),
      },
    },
    async (request) => {
      const { username, role } = signedInOf(request)
      const rows = await listListings(platform)
      const nameOf = await readNames(
        platform,
        rows.flatMap(({ steps }) => steps.map(({ actor }) => actor)),
      )
      const viewer = { username, decides: approvers.includes(role) }
      const items = rows.map((row) => describeListing(row, nameOf, viewer))
      return pageOf(items, readPage(request.query))
    },
  )

  app.post(
    '/api/listings',
    {
      config: { access: stewards, audit: '申请数据上架' },
      schema: {
        tags,
        summary: '申请把一个数据集或其中若干信息项上架，供交换申请',
        body: ListingApplication,
        response: responses(201, Created),
      },
    },
    async (request, reply) => {
      const id = await applyForListing(platform, request.body, signedInOf(request).username, clock())
      return reply.code(201).send({ id })
    },
  )

  app.post(
    '/api/listings/:id/decision',
    {
      config: { access: approvers, audit: '审批数据上架' },
      schema: {
        tags,
        summary: '初审或复审，或驳回；申请人、初审人、复审人须是三个人',
        params: IdPath,
        body: ListingDecision,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await decideListing(platform, request.params.id, request.body, signedInOf(request).username, clock())
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/listings/:id/withdrawal',
    {
      config: { access: stewards, audit: '撤回上架申请' },
      schema: {
        tags,
        summary: '申请人撤回尚未办结的上架申请',
        params: IdPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await withdrawListing(platform, request.params.id, signedInOf(request).username, clock())
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/listings/:id/delisting',
    {
      config: { access: approvers, audit: '数据下架' },
      schema: {
        tags,
        summary: '下架，写明理由；立即生效',
        params: IdPath,
        body: Revocation,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      await delist(platform, request.params.id, reason, signedInOf(request).username, clock())
      return reply.code(204).send(null)
    },
  )
}
export default listing
