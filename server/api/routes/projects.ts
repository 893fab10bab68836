import type { FastifyRequest } from 'fastify'
import { decidingAccounts } from '../../access/deciding-accounts.ts'
import { deciders, officials } from '../../access/rule.ts'
import { regionContains } from '../../domain/region.ts'
import { checkIncentive, checkNotice } from '../../projects/fair-competition.ts'
import { readProject, readProjects } from '../../projects/read.ts'
import {
  addDate,
  changeProject,
  dropProject,
  moveProject,
  openProject,
  resumeProject,
  settleDate,
  type Doing,
} from '../../projects/steps.ts'
import type { Resource } from '../context.ts'
import { explainProject } from '../explain-project.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, invalidParameter, notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  IncentiveCheck,
  IncentiveText,
  NewProject,
  NewProjectDate,
  Project,
  ProjectChange,
  ProjectDateDone,
  ProjectDatePath,
  ProjectDrop,
  ProjectList,
  ProjectMove,
  ProjectPath,
  ProjectQuery,
  ProjectResume,
} from '../schemas/project.ts'
import { pageOf, readPage, readScope, requireDay } from '../scope.ts'
import { shanghaiDay } from '../today.ts'

const tags = ['招商项目']

/** 招商项目: 线索 → 洽谈 → 签约 → 开工 → 投产. */
const projects: Resource = (app, { platform, realms, clock }) => {
  const today = () => shanghaiDay(clock())
  const doing = (request: FastifyRequest): Doing => ({
    by: signedInOf(request).username,
    now: clock(),
    today: today(),
  })

  /** @throws Problem when there is no such project or it lies outside the caller's region */
  async function projectOf(request: FastifyRequest, id: number): Promise<Project> {
    const project = await readProject(platform, id, today())
    if (project === null) throw notFound('招商项目', String(id))
    if (!regionContains(signedInOf(request).region.code, project.region.code))
      throw forbidden('region-outside', `招商项目 ${id} 不在您的辖区之内。`)
    return project
  }

  /** Takes a step where the caller may, and answers with what became of the project. */
  async function step(
    request: FastifyRequest,
    id: number,
    take: (doing: Doing) => Promise<void>,
  ): Promise<Project> {
    await projectOf(request, id)
    await take(doing(request)).catch(explainProject)
    return projectOf(request, id)
  }

  app.get(
    '/api/projects',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '招商项目，最近变动的在前',
        querystring: ProjectQuery,
        response: responses(200, ProjectList),
      },
    },
    async (request) => {
      const { chain, limit, cursor, ...place } = request.query
      const page = readPage({ limit, cursor })
      const { region, realm } = await readScope(request, realms, place)
      const items = await readProjects(platform, { region, realm, chain }, today())
      return { ...pageOf(items, page), owners: await decidingAccounts(platform, region) }
    },
  )

  app.get(
    '/api/projects/:projectId',
    {
      config: { access: officials },
      schema: { tags, summary: '一个招商项目', params: ProjectPath, response: responses(200, Project) },
    },
    (request) => projectOf(request, request.params.projectId),
  )

  app.post(
    '/api/projects',
    {
      config: { access: deciders, audit: '登记招商项目' },
      schema: { tags, summary: '登记一条招商线索', body: NewProject, response: responses(201, Project) },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const { region, owner = viewer.username } = request.body
      if (!regionContains(viewer.region.code, region))
        throw forbidden('region-outside', `${region} 不在您的辖区之内。`)
      const given = { ...request.body, owner }
      const id = await openProject(platform, given, doing(request)).catch(explainProject)
      return reply.code(201).send(await projectOf(request, id))
    },
  )

  app.patch(
    '/api/projects/:projectId',
    {
      config: { access: deciders, audit: '修改招商项目' },
      schema: {
        tags,
        summary: '改名称、负责人、计划投资额',
        params: ProjectPath,
        body: ProjectChange,
        response: responses(200, Project),
      },
    },
    (request) =>
      step(request, request.params.projectId, (by) =>
        changeProject(platform, request.params.projectId, request.body, by),
      ),
  )

  app.post(
    '/api/projects/:projectId/stage',
    {
      config: { access: deciders, audit: '推进招商项目' },
      schema: {
        tags,
        summary: '推进到下一阶段，或说明原因退回',
        params: ProjectPath,
        body: ProjectMove,
        response: responses(200, Project),
      },
    },
    (request) => {
      const { reachedOn } = request.body
      requireDay('reachedOn', reachedOn)
      if (reachedOn > today()) throw invalidParameter('reachedOn', reachedOn, '不晚于今天的日期')
      return step(request, request.params.projectId, (by) =>
        moveProject(platform, request.params.projectId, request.body, by),
      )
    },
  )

  app.post(
    '/api/projects/:projectId/drop',
    {
      config: { access: deciders, audit: '终止招商项目' },
      schema: {
        tags,
        summary: '终止，记下原因',
        params: ProjectPath,
        body: ProjectDrop,
        response: responses(200, Project),
      },
    },
    (request) =>
      step(request, request.params.projectId, (by) =>
        dropProject(platform, request.params.projectId, request.body.reason, by),
      ),
  )

  app.post(
    '/api/projects/:projectId/resume',
    {
      config: { access: deciders, audit: '恢复招商项目' },
      schema: {
        tags,
        summary: '恢复已终止的项目',
        params: ProjectPath,
        body: ProjectResume,
        response: responses(200, Project),
      },
    },
    (request) =>
      step(request, request.params.projectId, (by) =>
        resumeProject(platform, request.params.projectId, request.body.note, by),
      ),
  )

  app.post(
    '/api/projects/:projectId/dates',
    {
      config: { access: deciders, audit: '登记项目日程' },
      schema: {
        tags,
        summary: '在日程上登记一件事',
        params: ProjectPath,
        body: NewProjectDate,
        response: responses(200, Project),
      },
    },
    (request) => {
      requireDay('dueOn', request.body.dueOn)
      return step(request, request.params.projectId, (by) =>
        addDate(platform, request.params.projectId, request.body, by),
      )
    },
  )

  app.patch(
    '/api/projects/:projectId/dates/:dateId',
    {
      config: { access: deciders, audit: '办理项目日程' },
      schema: {
        tags,
        summary: '登记一件事办完的日期，或改为未办',
        params: ProjectDatePath,
        body: ProjectDateDone,
        response: responses(200, Project),
      },
    },
    (request) => {
      const { projectId, dateId } = request.params
      const { doneOn } = request.body
      if (doneOn !== null) requireDay('doneOn', doneOn)
      return step(request, projectId, (by) =>
        settleDate(platform, { project: projectId, date: dateId }, doneOn, by),
      )
    },
  )

  app.post(
    '/api/incentive-check',
    {
      config: { access: officials, audit: '检查招商政策文本' },
      schema: {
        tags,
        summary: '按公平竞争审查条例查找招商政策文本中的问题表述；文本不保存',
        body: IncentiveText,
        response: responses(200, IncentiveCheck),
      },
    },
    (request) => ({
      notice: checkNotice,
      findings: checkIncentive(request.body.text).map((finding) => ({ ...finding })),
    }),
  )
}
export default projects
