/** What the explorer does not answer, in words for people: what was received and what is valid. */
export class Refusal extends Error {
  /** Stable, for programs. */
  readonly code: string
  /** 400 the query is wrong, 403 its answer is not for this user, 404 no such subject or view, 422 too much. */
  readonly status: 400 | 403 | 404 | 422
  readonly expected: string | undefined

  constructor(status: Refusal['status'], code: string, message: string, expected?: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.expected = expected
  }
}

export function wrongQuery(message: string, expected?: string): Refusal {
  return new Refusal(400, 'explorer-query', message, expected)
}
