import { ProjectError } from '../projects/project-error.ts'
import { Problem } from './problem.ts'

const statuses: Readonly<Record<ProjectError['code'], number>> = {
  unknown: 404,
  'unknown-segment': 400,
  'unknown-owner': 400,
  'invalid-file': 400,
  'out-of-order': 409,
  dropped: 409,
}

/** A step that a project cannot take, as a problem. */
export function explainProject(error: unknown): never {
  if (!(error instanceof ProjectError)) throw error
  throw new Problem(statuses[error.code], `project-${error.code}`, '项目未保存', `${error.message}。`)
}
