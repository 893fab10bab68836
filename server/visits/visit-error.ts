/** A step that a visit cannot take. */
export class VisitError extends Error {
  readonly code: 'unknown' | 'open-already' | 'unknown-owner' | 'out-of-order' | 'closed'

  constructor(code: VisitError['code'], message: string) {
    super(message)
    this.name = 'VisitError'
    this.code = code
  }
}
