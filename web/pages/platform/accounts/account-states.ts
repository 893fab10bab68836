import type { Account } from '../../../../server/api/schemas/account.ts'

/** In words, the gravest first. */
export function statesOf(account: Account): readonly string[] {
  const states = [
    ...(account.disabled ? ['已停用'] : []),
    ...(account.locked ? ['已锁定'] : []),
    ...(account.role === null ? ['待授予角色'] : []),
    ...(account.mustChangePassword ? ['须改口令'] : []),
  ]
  return states.length > 0 ? states : ['在用']
}
