import { Type } from 'typebox'
import { readers } from '../../access/rule.ts'
import { chainSources, chainWorkbook } from '../../atlas/chain-file.ts'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { withoutTrade } from '../../chain/disclosure.ts'
import { readChainGraph } from '../../chain/graph.ts'
import { workbookType, writeWorkbook } from '../../documents/workbook.ts'
import { databaseAsOf } from '../../warehouse/as-of.ts'
import { readDataSources } from '../../warehouse/data-sources.ts'
import type { Resource } from '../context.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import type { ChainFile } from '../schemas/atlas.ts'
import { ChainFileQuery } from '../schemas/atlas.ts'
import { readScope } from '../scope.ts'

/** The chain as a file; pictures are drawn by the page and ask here for what they rest on. */
const chainFile: Resource = async (app, { platform, realms, clock }) => {
  const chains = new Map((await readChainStandards()).map((chain) => [chain.id, chain]))

  app.get(
    '/api/chains/:id/graph/file',
    {
      config: { access: readers, audit: '导出产业链图' },
      schema: {
        tags: ['产业链'],
        summary: '产业链图的文件：XLSX（环节、关系、来源）或 JSON（图和来源，供图片注明来源）',
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) }),
        querystring: ChainFileQuery,
        response: responses(200, Type.Unsafe<Buffer>(Type.String({ description: '文件' }))),
      },
    },
    async (request, reply) => {
      const { format = 'xlsx', ...place } = request.query
      const chain = chains.get(request.params.id)
      if (chain === undefined) throw notFound('产业链', request.params.id)
      const scope = await readScope(request, realms, place)
      const whole = await readChainGraph(databaseAsOf(platform, scope.asOf), chain, scope)
      const graph = scope.audience === 'enterprises' ? withoutTrade(whole) : whole
      const sources = await readDataSources(platform, scope.realm, chainSources)
      const name = `${graph.region.name}${graph.chain.title}产业链图-${graph.asOf}.${format}`
      const content: ChainFile = {
        title: `${graph.region.name}${graph.chain.title}产业链图`,
        demonstration: graph.realm === 'demonstration',
        writtenAt: clock().toISOString(),
        sources,
        graph,
      }
      return reply
        .header('content-type', format === 'xlsx' ? workbookType : 'application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(
          format === 'xlsx'
            ? await writeWorkbook(chainWorkbook(graph, sources), clock())
            : Buffer.from(JSON.stringify(content)),
        )
    },
  )
}
export default chainFile
