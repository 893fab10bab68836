import { Type } from 'typebox'
import { readers, stewards } from '../../access/rule.ts'
import {
  listCertifications,
  longestValidityMonths,
  readChecklist,
  reviewCertification,
  revokeCertification,
  signCertification,
} from '../../catalogue/certification.ts'
import { readNames } from '../../catalogue/people.ts'
import { describeCertification } from '../catalog-decisions.ts'
import { answerRefusals } from '../catalog-refusal.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import {
  CertificationList,
  CertificationReview,
  Checklist,
  Created,
  IdPath,
  Revocation,
  Signature,
} from '../schemas/certification.ts'
import { DatasetPath, ListQuery } from '../schemas/shared.ts'
import { pageOf, readPage } from '../scope.ts'

const tags = ['数据认证']

const certification: Resource = (app, { platform, services, clock }) => {
  answerRefusals(app)

  app.get(
    '/api/certifications',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '数据认证：签署、复核、有效期，新的在前',
        querystring: Type.Object({
          ...ListQuery,
          dataset: Type.Optional(Type.String({ maxLength: 120 })),
        }),
        response: responses(200, CertificationList),
      },
    },
    async (request) => {
      const rows = await listCertifications(platform, request.query.dataset)
      const nameOf = await readNames(
        platform,
        rows.flatMap((row) => [row.signed_by, row.reviewed_by, row.ended_by]),
      )
      const items = rows.map((row) => describeCertification(row, nameOf, clock()))
      return pageOf(items, readPage(request.query))
    },
  )

  app.get(
    '/api/certifications/checklist/:warehouse/:name',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一个数据集的认证检查表，按当前数据计算',
        params: DatasetPath,
        response: responses(200, Checklist),
      },
    },
    async (request) => {
      const dataset = `${request.params.warehouse}/${request.params.name}`
      const sources = await services.ingest.sources()
      return { dataset, items: await readChecklist(platform, dataset, sources, clock()) }
    },
  )

  app.post(
    '/api/certifications',
    {
      config: { access: stewards, audit: '签署数据认证' },
      schema: {
        tags,
        summary: '数据管理员签署认证；检查表须全部通过',
        body: Signature,
        response: responses(201, Created),
      },
    },
    async (request, reply) => {
      const { dataset, statement } = request.body
      const sources = await services.ingest.sources()
      const id = await signCertification(
        platform,
        { dataset, statement, sources },
        signedInOf(request).username,
        clock(),
      )
      return reply.code(201).send({ id })
    },
  )

  app.post(
    '/api/certifications/:id/review',
    {
      config: { access: stewards, audit: '复核数据认证' },
      schema: {
        tags,
        summary: '由签署人以外的人复核；通过后挂“已认证”至到期',
        params: IdPath,
        body: CertificationReview,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { validMonths = longestValidityMonths, ...review } = request.body
      await reviewCertification(
        platform,
        request.params.id,
        { ...review, validMonths },
        signedInOf(request).username,
        clock(),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/certifications/:id/revocation',
    {
      config: { access: stewards, audit: '撤销数据认证' },
      schema: {
        tags,
        summary: '撤销生效中的认证',
        params: IdPath,
        body: Revocation,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      await revokeCertification(platform, request.params.id, reason, signedInOf(request).username, clock())
      return reply.code(204).send(null)
    },
  )
}
export default certification
