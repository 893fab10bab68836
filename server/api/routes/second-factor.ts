import fastifyCookie from '@fastify/cookie'
import { passwordRule } from '../../access/password.ts'
import { policyOf } from '../../access/policy.ts'
import { anyone, signedIn } from '../../access/rule.ts'
import { readSeal } from '../../access/sealing.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  readSecondFactor,
  redeemTicket,
} from '../../access/second-factor.ts'
import { attemptsLeftText, lockedProblem } from '../account-problem.ts'
import { noteChange } from '../audit-hook.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  Enrolment,
  EnrolmentCode,
  RecoveryCodes,
  SecondFactor,
  SecondFactorCode,
  Session,
} from '../schemas/session.ts'
import { createSigningIn } from '../signing-in.ts'

const tags = ['登录']

const secondFactor: Resource = async (app, context) => {
  const { config, platform, sessions, clock } = context
  await app.register(fastifyCookie, { hook: false })
  const signingIn = createSigningIn(context)
  const seal = await readSeal(config.dataDirectory)
  const rule = passwordRule(policyOf(config).passwords)

  app.post(
    '/api/session/second-factor',
    {
      config: { access: anyone, audit: '登录：动态口令', rateLimit: { max: 120, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: '登录第二步：动态口令或恢复码',
        body: SecondFactorCode,
        response: responses(200, Session),
      },
    },
    async (request, reply) => {
      const now = clock()
      const given = { ...request.body, address: request.ip }
      const result = await redeemTicket(platform, seal, given, now)
      if (result.outcome !== 'no-ticket') noteChange(request, { username: result.username })
      switch (result.outcome) {
        case 'no-ticket':
          throw new Problem(401, 'ticket-expired', '请重新登录', '登录已超过五分钟或已完成，请重新输入口令。')
        case 'locked':
          throw lockedProblem(result.until, now)
        case 'refused':
          throw new Problem(
            401,
            'second-factor-refused',
            '登录失败',
            `动态口令不正确或已用过，${attemptsLeftText(result.attemptsLeft)}`,
          )
        case 'accepted':
          return signingIn.enter(request, reply, result)
      }
    },
  )

  app.get(
    '/api/session/totp',
    {
      config: { access: signedIn, duringDuties: true },
      schema: { tags, summary: '自己的动态口令与口令要求', response: responses(200, SecondFactor) },
    },
    async (request) => {
      const state = await readSecondFactor(platform, signedInOf(request).accountId)
      return { ...state, confirmedAt: state.confirmedAt?.toISOString() ?? null, passwordRule: rule }
    },
  )

  app.post(
    '/api/session/totp',
    {
      config: { access: signedIn, audit: '开始绑定动态口令', duringDuties: true },
      schema: {
        tags,
        summary: '开始绑定动态口令（RFC 6238）',
        response: responses(200, Enrolment),
      },
    },
    async (request) => {
      const viewer = signedInOf(request)
      if (viewer.demonstration)
        throw new Problem(
          409,
          'demonstration-account',
          '没有绑定',
          '演示账号为共用账号，不能绑定；可由系统管理员新建账号后试用。',
        )
      const begun = await beginEnrolment(platform, seal, viewer, clock())
      if (begun === null)
        throw new Problem(409, 'already-enrolled', '没有绑定', '已经绑定；更换手机请联系安全管理员解除。')
      return begun
    },
  )

  app.put(
    '/api/session/totp',
    {
      config: {
        access: signedIn,
        audit: '绑定动态口令',
        duringDuties: true,
        rateLimit: { max: 30, timeWindow: 60_000 },
      },
      schema: {
        tags,
        summary: '以一次动态口令确认绑定，给出恢复码',
        body: EnrolmentCode,
        response: responses(200, RecoveryCodes),
      },
    },
    async (request) => {
      const { accountId, username } = signedInOf(request)
      const codes = await confirmEnrolment(platform, seal, accountId, request.body.code, clock())
      if (codes === null)
        throw new Problem(
          422,
          'code-unfit',
          '没有绑定',
          '动态口令不正确，或绑定没有开始。请核对手机时间后输入新的六位数字。',
        )
      noteChange(request, { object: username })
      // The duty is done: the session is read anew.
      sessions.forget()
      return { recoveryCodes: [...codes] }
    },
  )
}
export default secondFactor
