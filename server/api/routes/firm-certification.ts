import fastifyMultipart from '@fastify/multipart'
import { Type } from 'typebox'
import { operators, type AccessRule } from '../../access/rule.ts'
import {
  checkClaim,
  decideCertification,
  findFirmCertification,
  listFirmCertifications,
  revokeFirmCertification,
  submitCertification,
  withdrawCertification,
} from '../../catalogue/firm-certification.ts'
import { readNames } from '../../catalogue/people.ts'
import { largestProof, readProof, storeProof } from '../../catalogue/proofs.ts'
import { describeFirmCertification } from '../catalog-decisions.ts'
import { answerRefusals } from '../catalog-refusal.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { notFound, Problem } from '../problem.ts'
import { readProofForm } from '../proof-form.ts'
import { responses } from '../responses.ts'
import { Created, FirmCertificationList, FirmDecision, IdPath, Revocation } from '../schemas/certification.ts'
import { ListQuery } from '../schemas/shared.ts'
import { pageOf, readPage } from '../scope.ts'

const tags = ['企业认证']

/** A firm sees its account's own, operators and reviewers all. */
const viewers: AccessRule = ['enterprise', 'operator', 'reviewer']

const firmCertification: Resource = async (app, { platform, config, sessions, clock }) => {
  answerRefusals(app)
  await app.register(fastifyMultipart, {
    limits: { files: 1, fields: 2, fieldSize: 1000, fileSize: largestProof },
  })

  app.get(
    '/api/firm-certifications',
    {
      config: { access: viewers },
      schema: {
        tags,
        summary: '企业认证，新的在前；企业只见本账号的',
        querystring: Type.Object(ListQuery),
        response: responses(200, FirmCertificationList),
      },
    },
    async (request) => {
      const { role, username } = signedInOf(request)
      const rows = await listFirmCertifications(platform, role === 'enterprise' ? username : null)
      const nameOf = await readNames(
        platform,
        rows.flatMap((row) => [row.username, row.reviewed_by]),
      )
      return pageOf(
        rows.map((row) => describeFirmCertification(row, nameOf)),
        readPage(request.query),
      )
    },
  )

  app.post(
    '/api/firm-certifications',
    {
      config: { access: ['enterprise'], rateLimit: { max: 60, timeWindow: 60_000 }, audit: '提交企业认证' },
      bodyLimit: largestProof + 64 * 1024,
      schema: {
        tags,
        summary: '提交企业认证（multipart：creditCode、name、file）',
        description: '证明材料为 10 MB 以内的 PDF、PNG 或 JPG，按内容识别。代码和名称须与登记信息一致。',
        consumes: ['multipart/form-data'],
        response: responses(201, Created),
      },
    },
    async (request, reply) => {
      const { username, creditCode } = signedInOf(request)
      const { claim, file } = await readProofForm(request)
      // Nothing is kept of a claim that cannot stand.
      await checkClaim(platform, { username, creditCode }, claim)
      const proof = await storeProof(config.dataDirectory, file.content)
      const id = await submitCertification(
        platform,
        { username, creditCode },
        claim,
        { ...proof, name: file.name },
        clock(),
      )
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/firm-certifications/:id/proof',
    {
      config: { access: viewers },
      schema: {
        tags,
        summary: '下载证明材料',
        params: IdPath,
        response: responses(200, Type.Any({ description: '文件' })),
      },
    },
    async (request, reply) => {
      const { role, username } = signedInOf(request)
      const { id } = request.params
      const found = await findFirmCertification(platform, id, role === 'enterprise' ? username : null)
      if (found === null) throw notFound('企业认证', String(id))
      const content = await readProof(config.dataDirectory, found.proof_sha256).catch((error: unknown) => {
        throw new Problem(
          410,
          'proof-missing',
          '证明材料不可用',
          '证明材料的文件不在或已改变，请企业重新提交。',
          {
            cause: error,
          },
        )
      })
      const name = encodeURIComponent(found.proof_name)
      return reply
        .header('content-type', found.proof_type)
        .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
        .header('cache-control', 'private, no-store')
        .send(content)
    },
  )

  app.post(
    '/api/firm-certifications/:id/decision',
    {
      config: { access: operators, audit: '审核企业认证' },
      schema: {
        tags,
        summary: '通过或退回（写明原因）；通过后绑定账号与企业',
        params: IdPath,
        body: FirmDecision,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { bound } = await decideCertification(
        platform,
        request.params.id,
        request.body,
        signedInOf(request).username,
        clock(),
      )
      if (bound) sessions.forget()
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/firm-certifications/:id/withdrawal',
    {
      config: { access: ['enterprise'], audit: '撤回企业认证' },
      schema: {
        tags,
        summary: '企业撤回待审核的认证',
        params: IdPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await withdrawCertification(platform, request.params.id, signedInOf(request).username)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/firm-certifications/:id/revocation',
    {
      config: { access: operators, audit: '撤销企业认证' },
      schema: {
        tags,
        summary: '撤销已通过的企业认证，写明理由',
        params: IdPath,
        body: Revocation,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      const { username } = signedInOf(request)
      await revokeFirmCertification(platform, request.params.id, reason, username, clock())
      return reply.code(204).send(null)
    },
  )
}
export default firmCertification
