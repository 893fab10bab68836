import { officials } from '../../access/rule.ts'
import type { ChainStandard } from '../../domain/chain.ts'
import { computeDemand, listSectors } from '../../scenario/demand.ts'
import { chainOf } from '../../scenario/enterprise-network.ts'
import { listTables, readTable, usualTable } from '../../scenario/input-output-table.ts'
import type { Resource } from '../context.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { answered } from '../scenario-asking.ts'
import { DemandRequest, DemandResult, DemandSectorQuery, DemandSectors } from '../schemas/demand.ts'

const tags = ['停产推演']

async function knownChain(id: string | undefined): Promise<ChainStandard> {
  const chain = await chainOf(id)
  if (chain === null) throw notFound('产业链', id ?? '')
  return chain
}

/** 需求测算: what a change of final demand does to the sectors of the economy. */
const demand: Resource = (app, { platform, clock }) => {
  app.get(
    '/api/scenarios/demand/sectors',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '投入产出表的部门，及其对应的产业链环节（本平台对照）',
        querystring: DemandSectorQuery,
        response: responses(200, DemandSectors),
      },
    },
    async (request) => {
      const chain = await knownChain(request.query.chain)
      const table = await answered(readTable(platform, request.query.table ?? usualTable))
      return listSectors(table, await listTables(platform), chain)
    },
  )

  app.post(
    '/api/scenarios/demand',
    {
      config: { access: officials, audit: '需求变动测算' },
      schema: {
        tags,
        summary: '最终需求变动对各部门产出和增加值的带动',
        body: DemandRequest,
        response: responses(200, DemandResult),
      },
    },
    async (request) => {
      const { table: code = usualTable, chain: id, changes } = request.body
      const chain = await knownChain(id)
      return answered(
        readTable(platform, code).then((table) => computeDemand(table, chain, changes, clock())),
      )
    },
  )
}
export default demand
