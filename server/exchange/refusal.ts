/** invalid: 400, unidentified: 401, forbidden: 403, unknown: 404, conflict: 409. */
export type RefusalKind = 'invalid' | 'unidentified' | 'forbidden' | 'unknown' | 'conflict'

/** A step of the exchange that is not allowed, in words for the person who asked; becomes problem details. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  /** Stable, for programs. */
  readonly code: string
  /** What would be valid. */
  readonly expected: string | undefined

  constructor(kind: RefusalKind, code: string, detail: string, expected?: string) {
    super(detail)
    this.name = 'Refusal'
    this.kind = kind
    this.code = code
    this.expected = expected
  }
}

export function unknown(what: string, received: string | number): Refusal {
  return new Refusal('unknown', 'not-found', `没有找到${what}“${received}”。`)
}
