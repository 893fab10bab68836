import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { officials } from '../../access/rule.ts'
import { readAtlas } from '../../atlas/atlas.ts'
import { projectList } from '../../atlas/project-list.ts'
import { atlasWorkbook } from '../../atlas/workbook.ts'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { workbookType, writeWorkbook } from '../../documents/workbook.ts'
import { databaseAsOf } from '../../warehouse/as-of.ts'
import { answerKey, sendAnswer, type Answer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { Atlas, AtlasFileQuery } from '../schemas/atlas.ts'
import { ChainQuery } from '../schemas/chain.ts'
import { readScope } from '../scope.ts'
import type { Scope } from '../services.ts'
import { shanghaiDay } from '../today.ts'

const tags = ['产业链']
const ChainPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) })
const shownOfFirms = ['name', 'place', 'segments', 'revenue', 'above_scale', 'honours']

/** 五图五清单 of a chain in a region. */
const atlas: Resource = async (app, context) => {
  const { platform, database, answers, realms, clock } = context
  const chains = new Map((await readChainStandards()).map((chain) => [chain.id, chain]))

  /** The answer, written to the ledgers of the firms it names. */
  async function read(request: FastifyRequest, id: string, scope: Scope): Promise<Answer> {
    const chain = chains.get(id)
    if (chain === undefined) throw notFound('产业链', id)
    // Projects move on without a computation that would tell kept answers to go.
    const projects = await projectList(platform, { ...scope, chain }, shanghaiDay(clock()))
    const state = createHash('sha256').update(JSON.stringify(projects.rows)).digest('base64url')
    const answer = await answers.read(answerKey('atlas', { ...scope, chain: id, state }), () =>
      readAtlas({ platform: databaseAsOf(platform, scope.asOf), viewers: database }, chain, scope, projects),
    )
    await recordShown(context, request, { object: 'atlas', fields: shownOfFirms, firms: firmsOf(answer) })
    return answer
  }

  app.get(
    '/api/chains/:id/atlas',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '五图五清单：产业链、技术路线、应用领域、区域分布、招商路线；企业、项目、集群、问题、政策',
        params: ChainPath,
        querystring: ChainQuery,
        response: responses(200, Atlas),
      },
    },
    async (request, reply) => {
      const scope = await readScope(request, realms, request.query)
      return sendAnswer(request, reply, await read(request, request.params.id, scope))
    },
  )

  app.get(
    '/api/chains/:id/atlas/file',
    {
      config: { access: officials, audit: '导出五图五清单' },
      schema: {
        tags,
        summary: '五图五清单的文件：XLSX（一图一表、一清单一表，附说明页）或 JSON',
        params: ChainPath,
        querystring: AtlasFileQuery,
        response: responses(200, Type.Unsafe<Buffer>(Type.String({ description: '文件' }))),
      },
    },
    async (request, reply) => {
      const { format = 'xlsx', ...place } = request.query
      const answer = await read(request, request.params.id, await readScope(request, realms, place))
      const content = JSON.parse(answer.body.toString()) as Atlas
      const name = `${content.region.name}${content.chain.title}五图五清单-${content.asOf}.${format}`
      return reply
        .header('content-type', format === 'xlsx' ? workbookType : 'application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(format === 'xlsx' ? await writeWorkbook(atlasWorkbook(content), clock()) : answer.body)
    },
  )
}
export default atlas

/** Every firm that a row is about or that a cell names; a kept answer is searched once. */
function firmsOf(answer: Answer): readonly string[] {
  const known = namedFirms.get(answer)
  if (known !== undefined) return known
  const { figures, lists } = JSON.parse(answer.body.toString()) as Atlas
  const found = [...figures, ...lists].flatMap(({ rows }) =>
    rows.flatMap(({ firm, firms = [] }) => [
      ...(firm === undefined ? [] : [firm]),
      ...firms.map(({ creditCode }) => creditCode),
    ]),
  )
  namedFirms.set(answer, found)
  return found
}

const namedFirms = new WeakMap<Answer, readonly string[]>()
