import { Type } from 'typebox'
import { readers, stewards, type AccessRule } from '../../access/rule.ts'
import {
  decideOverride,
  listOverrides,
  readApprovals,
  requestOverride,
  revokeOverride,
} from '../../catalogue/grade-overrides.ts'
import { readNames } from '../../catalogue/people.ts'
import { describeGradeRequest, describeGrading } from '../catalog-decisions.ts'
import { answerRefusals } from '../catalog-refusal.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import {
  Created,
  Decision,
  GradeRequest,
  GradeRequestList,
  Grading,
  IdPath,
  Revocation,
} from '../schemas/certification.ts'
import { ListQuery } from '../schemas/shared.ts'
import { pageOf, readPage } from '../scope.ts'

const tags = ['数据等级']

/** 安全管理员 decides about grades; the data itself they do not read. */
const readersAndSecurity: AccessRule = [...readers, 'security-admin']
const deciders: AccessRule = ['security-admin']

const grading: Resource = (app, { platform, answers, clock }) => {
  answerRefusals(app)

  app.get(
    '/api/catalog/grading',
    {
      config: { access: readersAndSecurity },
      schema: {
        tags,
        summary: '各信息项和衍生数据的级别、理由，与契约的差异，分级规则',
        response: responses(200, Grading),
      },
    },
    async () => describeGrading(await readApprovals(platform)),
  )

  app.get(
    '/api/catalog/grading/requests',
    {
      config: { access: readersAndSecurity },
      schema: {
        tags,
        summary: '调级申请和审批，新的在前',
        querystring: Type.Object(ListQuery),
        response: responses(200, GradeRequestList),
      },
    },
    async (request) => {
      const rows = await listOverrides(platform)
      const nameOf = await readNames(
        platform,
        rows.flatMap((row) => [row.requested_by, row.decided_by, row.ended_by]),
      )
      return pageOf(
        rows.map((row) => describeGradeRequest(row, nameOf)),
        readPage(request.query),
      )
    },
  )

  app.post(
    '/api/catalog/grading/requests',
    {
      config: { access: stewards, audit: '申请调整数据等级' },
      schema: {
        tags,
        summary: '申请调整一个信息项或衍生数据的级别',
        body: GradeRequest,
        response: responses(201, Created),
      },
    },
    async (request, reply) => {
      const id = await requestOverride(platform, request.body, signedInOf(request).username, clock())
      return reply.code(201).send({ id })
    },
  )

  app.post(
    '/api/catalog/grading/requests/:id/decision',
    {
      config: { access: deciders, audit: '审批数据等级' },
      schema: {
        tags,
        summary: '批准或驳回调级；批准后立即按新的级别遮蔽',
        params: IdPath,
        body: Decision,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await decideOverride(platform, request.params.id, request.body, signedInOf(request).username, clock())
      answers.versions.touch()
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/catalog/grading/requests/:id/revocation',
    {
      config: { access: deciders, audit: '撤销数据等级审批' },
      schema: {
        tags,
        summary: '撤销生效中的调级，恢复契约和规则的级别',
        params: IdPath,
        body: Revocation,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      await revokeOverride(platform, request.params.id, reason, signedInOf(request).username, clock())
      answers.versions.touch()
      return reply.code(204).send(null)
    },
  )
}
export default grading
