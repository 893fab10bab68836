/** Why a change to an account is not made, in words for the one who asked. */
export class AccountRefusal extends Error {
  readonly code: string
  readonly kind: 'unknown' | 'conflict' | 'invalid'

  constructor(kind: AccountRefusal['kind'], code: string, message: string) {
    super(message)
    this.name = 'AccountRefusal'
    this.kind = kind
    this.code = code
  }
}
