/** A step that a project cannot take. */
export class ProjectError extends Error {
  readonly code: 'unknown' | 'unknown-segment' | 'unknown-owner' | 'out-of-order' | 'dropped' | 'invalid-file'

  constructor(code: ProjectError['code'], message: string) {
    super(message)
    this.name = 'ProjectError'
    this.code = code
  }
}
