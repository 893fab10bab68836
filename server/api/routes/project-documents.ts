import fastifyMultipart from '@fastify/multipart'
import { Type } from 'typebox'
import { deciders } from '../../access/rule.ts'
import { readContent } from '../../documents/kept-content.ts'
import { regionContains } from '../../domain/region.ts'
import { readProject } from '../../projects/read.ts'
import { addDocument, documentFolder, largestDocument } from '../../projects/steps.ts'
import type { Resource } from '../context.ts'
import { explainProject } from '../explain-project.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, notFound, Problem } from '../problem.ts'
import { plainName } from '../proof-form.ts'
import { responses } from '../responses.ts'
import { Project, ProjectDocumentPath, ProjectPath } from '../schemas/project.ts'
import { shanghaiDay } from '../today.ts'
import type { FastifyRequest } from 'fastify'

const tags = ['招商项目']

/** Agreements, plans and minutes of a project: only those who work on it read them. */
const projectDocuments: Resource = async (app, { platform, config, clock }) => {
  await app.register(fastifyMultipart, { limits: { files: 1, fields: 0, fileSize: largestDocument } })

  async function projectOf(request: FastifyRequest, id: number): Promise<Project> {
    const project = await readProject(platform, id, shanghaiDay(clock()))
    if (project === null) throw notFound('招商项目', String(id))
    if (!regionContains(signedInOf(request).region.code, project.region.code))
      throw forbidden('region-outside', `招商项目 ${id} 不在您的辖区之内。`)
    return project
  }

  app.post(
    '/api/projects/:projectId/documents',
    {
      config: { access: deciders, audit: '上传项目文件' },
      bodyLimit: largestDocument + 64 * 1024,
      schema: {
        tags,
        summary: '上传项目文件：multipart/form-data，PDF、Word、Excel、PNG 或 JPG，不超过 20 MB',
        params: ProjectPath,
        consumes: ['multipart/form-data'],
        response: responses(201, Project),
      },
    },
    async (request, reply) => {
      const { projectId } = request.params
      await projectOf(request, projectId)
      const file = request.isMultipart() ? await request.file() : undefined
      if (file === undefined)
        throw new Problem(400, 'field-missing', '内容不全', '缺少文件（file）。', {
          expected: 'multipart/form-data，字段 file 为 PDF、Word、Excel、PNG 或 JPG 文件',
        })
      const content = await file.toBuffer()
      const given = { name: plainName(file.filename), content }
      const now = clock()
      const doing = { by: signedInOf(request).username, now, today: shanghaiDay(now) }
      await addDocument(platform, config.dataDirectory, projectId, given, doing).catch(explainProject)
      return reply.code(201).send(await projectOf(request, projectId))
    },
  )

  app.get(
    '/api/projects/:projectId/documents/:documentId',
    {
      config: { access: deciders, audit: '下载项目文件' },
      schema: {
        tags,
        summary: '下载项目文件',
        params: ProjectDocumentPath,
        response: responses(200, Type.Unsafe<Buffer>(Type.String({ description: '文件' }))),
      },
    },
    async (request, reply) => {
      const { projectId, documentId } = request.params
      const { documents } = await projectOf(request, projectId)
      const found = documents.find(({ id }) => id === documentId)
      if (found === undefined) throw notFound('项目文件', String(documentId))
      const content = await readContent(config.dataDirectory, documentFolder, found.sha256)
      return reply
        .header('content-type', found.type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`)
        .send(content)
    },
  )
}
export default projectDocuments
