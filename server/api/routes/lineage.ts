import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Type } from 'typebox'
import { officials, stewards } from '../../access/rule.ts'
import { currentViewer } from '../../access/viewing.ts'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { datasets } from '../../datasets/registry.ts'
import { withinClearance } from '../../lineage/clearance.ts'
import { type FigureScope, readRecords } from '../../lineage/figure.ts'
import { readFigureOf } from '../../lineage/figures.ts'
import { readLineage } from '../../lineage/read.ts'
import { originalPath } from '../../warehouse/originals.ts'
import { gradeRank } from '../../warehouse/row-security.ts'
import type { ApiContext, Resource } from '../context.ts'
import { recordEvidence, recordFile } from '../firm-rows.ts'
import { forbidden, notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { FigureEvidence, FigureQuery, Lineage, LineageQuery } from '../schemas/lineage.ts'
import { Identifier } from '../schemas/shared.ts'
import { readPage, readScope } from '../scope.ts'
import type { FastifyRequest } from 'fastify'
import type { Realm } from '../../domain/realm.ts'

const tags = ['溯源']
const BatchPath = Type.Object({ id: Identifier })

interface ScopeQuery {
  readonly region?: string
  readonly realm?: Realm
  readonly asOf?: string
  readonly chain?: string
  readonly months?: number
}

const lineage: Resource = (app, context) => {
  const { platform, config } = context

  app.get(
    '/api/evidence',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '页面上一个数的来历：口径、公式、输入、记录、文件、行',
        querystring: FigureQuery,
        response: responses(200, FigureEvidence),
      },
    },
    async (request) => {
      const { subject, limit, cursor, ...given } = request.query
      const page = readPage({ limit, cursor })
      const scope = await figureScope(context, request, given)
      const figure = await readFigureOf(context, subject, scope)
      if (figure === null) throw notFound('数值', subject)
      const { clearance } = currentViewer()
      const { items, datasets: ids, inputs, ...rest } = await readRecords(context, figure, scope, page)
      const shown = items.map((item) => withinClearance(item, clearance))
      await recordEvidence(context, request, shown)
      return {
        ...rest,
        subject,
        inputs: [...inputs],
        datasets: ids.map((id) => ({ id, title: datasets.get(id)?.title ?? id })),
        items: shown,
      }
    },
  )

  app.get(
    '/api/lineage',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '血缘：由一个数到来源各行，由一个来源到全部去处',
        querystring: LineageQuery,
        response: responses(200, Lineage),
      },
    },
    async (request) => {
      const { subject, direction, ...given } = request.query
      const scope = await figureScope(context, request, given)
      const found = await readLineage(context, subject, direction, scope)
      if (found === null) throw notFound('血缘起点', subject)
      const { clearance } = currentViewer()
      const nodes = found.nodes.map((node) => ({
        ...node,
        samples: node.samples.map((sample) => withinClearance(sample, clearance)),
      }))
      await recordEvidence(
        context,
        request,
        nodes.flatMap(({ samples }) => samples),
      )
      return { ...found, nodes }
    },
  )

  app.get(
    '/api/batches/:id/original',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '下载一个批次的原始文件，字节不变',
        params: BatchPath,
        response: responses(200, Type.Any({ description: '文件' })),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const batch = await platform.kysely
        .selectFrom('brain.batch')
        .select(['dataset', 'file_name', 'file_sha256'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (batch?.file_sha256 == null) throw notFound('批次的原始文件', String(id))
      const grade = datasets.get(batch.dataset)?.grade
      // A file is handed out whole: whoever may not see all of its columns does not get it.
      if (grade !== undefined && gradeRank[highestGrade(batch.dataset)] > currentViewer().clearance)
        throw forbidden('grade-above-clearance', '文件中有高于您数据权限的信息项，不能整份下载。')
      const file = originalPath(config.dataDirectory, batch.file_sha256)
      const size = await stat(file).then(
        (found) => found.size,
        () => null,
      )
      if (size === null) throw notFound('批次的原始文件', String(id))
      await recordFile(context, request, batch.dataset, id)
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-length', size)
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(batch.file_name.replace(/^.*[\\/]/, ''))}`,
        )
        .send(createReadStream(file))
    },
  )
}
export default lineage

function highestGrade(id: string) {
  const dataset = datasets.get(id)
  const grades = Object.values(dataset?.columns ?? {}).map((column) => column.grade ?? dataset?.grade ?? 'L1')
  return grades.reduce(
    (highest, grade) => (gradeRank[grade] > gradeRank[highest] ? grade : highest),
    dataset?.grade ?? 'L1',
  )
}

/** The slice asked for; the chain shown first where none is named. */
async function figureScope(
  { realms }: ApiContext,
  request: FastifyRequest,
  { chain, months = 12, ...given }: ScopeQuery,
): Promise<FigureScope> {
  const { audience: _, ...scope } = await readScope(request, realms, given)
  return { ...scope, months, chain: chain ?? (await firstChain()) }
}

async function firstChain(): Promise<string> {
  const chains = await readChainStandards()
  return chains.toSorted((a, b) => b.segments.length - a.segments.length)[0]?.id ?? ''
}
