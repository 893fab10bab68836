/** 招商项目: words and hooks. */
import type { Project, ProjectList, ProjectStage, ProjectStep } from '../../server/api/schemas/project.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource } from './resource.ts'

export const PROJECTS = '/api/projects'

export const projectStages: readonly ProjectStage[] = ['lead', 'talks', 'signed', 'building', 'producing']

export const projectStageTitles: Readonly<Record<ProjectStep['stage'], string>> = {
  lead: '线索',
  talks: '洽谈',
  signed: '签约',
  building: '开工',
  producing: '投产',
  dropped: '终止',
  resumed: '恢复',
}

export const useProjects = ({ region, realm, chain }: ScopeQuery) =>
  useResource<ProjectList>(PROJECTS, { region, realm, chain, limit: 500 })

export const useProject = (id: number | null) =>
  useResource<Project>(id === null ? null : `${PROJECTS}/${id}`)
