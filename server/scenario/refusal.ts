/** What was asked for cannot be computed; becomes a Problem in the API. */
export class ScenarioRefusal extends Error {
  readonly status: 403 | 404 | 409 | 422
  readonly code: string
  readonly expected: string | undefined
  constructor(status: 403 | 404 | 409 | 422, code: string, message: string, expected?: string) {
    super(message)
    this.name = 'ScenarioRefusal'
    this.status = status
    this.code = code
    this.expected = expected
  }
}
