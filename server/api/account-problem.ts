import type { AccountRefusal } from '../access/refusal.ts'
import { Problem } from './problem.ts'

const statuses = { unknown: 404, conflict: 409, invalid: 422 } as const

/** A refused change to an account, as it is answered. */
export function refusalProblem(refusal: AccountRefusal): Problem {
  const title = refusal.kind === 'unknown' ? '没有找到' : '没有更改'
  return new Problem(statuses[refusal.kind], refusal.code, title, refusal.message)
}

/** Too many failed attempts: for how long none is looked at. */
export function lockedProblem(until: Date, now: Date): Problem {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  return new Problem(
    429,
    'sign-in-locked',
    '登录已锁定',
    `连续失败次数过多，已锁定，请于 ${Math.ceil(seconds / 60)} 分钟后再试。`,
    { retryAfterSeconds: seconds },
  )
}

/** For the end of a refusal: how many attempts remain. */
export function attemptsLeftText(attemptsLeft: number): string {
  return attemptsLeft > 0 ? `还可尝试 ${attemptsLeft} 次。` : '账号已锁定 30 分钟。'
}
