import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { officials } from '../../access/rule.ts'
import { partyOf } from '../../scenario/breakdown.ts'
import { noNetwork } from '../../scenario/criticality.ts'
import { findFirms, listOptions } from '../../scenario/options.ts'
import { computeScenario } from '../../scenario/run-scenario.ts'
import { deleteScenario, listScenarios, saveScenario } from '../../scenario/saved-scenarios.ts'
import { selectOff } from '../../scenario/selection.ts'
import { findSubstitutes } from '../../scenario/substitutes.ts'
import type { ApiContext, Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import { answered, readAsking } from '../scenario-asking.ts'
import {
  SavedScenario,
  SavedScenarioList,
  SaveScenario,
  ScenarioFirmList,
  ScenarioFirmQuery,
  ScenarioOptions,
  ScenarioPath,
  ScenarioRequest,
  ScenarioResult,
  ScenarioScope,
} from '../schemas/scenario.ts'

const tags = ['停产推演']
const shownOfFirm = ['name', 'place', 'segments', 'supply']

/** Runs a scenario for the caller and writes down whom the answer names. */
async function run(
  context: ApiContext,
  request: FastifyRequest,
  asked: ScenarioRequest,
): Promise<ScenarioResult> {
  const started = performance.now()
  const { region, realm, network, reach } = await readAsking(context, request, asked)
  if (network.window === null) throw noNetwork(realm)
  const off = selectOff(network, region.code, reach, asked.off)
  const { cascadeMilliseconds, ...computed } = computeScenario({
    network,
    region: region.code,
    regionName: region.name,
    reach,
    off,
    request: asked,
  })
  const substitutes = await findSubstitutes(context.platform, network, region.code, { off, reach })
  const named = [
    ...computed.off.map(({ creditCode }) => creditCode),
    ...computed.belowHalf.map(({ creditCode }) => creditCode),
    ...substitutes.flatMap(({ firms }) => firms.map(({ creditCode }) => creditCode)),
  ]
  await recordShown(context, request, {
    object: 'scenario',
    fields: shownOfFirm,
    firms: named.flatMap((code) => code ?? []),
  })
  return {
    region,
    realm,
    chain: { id: network.chain.id, title: network.chain.title },
    ...computed,
    substitutes,
    computedAt: context.clock().toISOString(),
    milliseconds: { cascade: cascadeMilliseconds, total: performance.now() - started },
  }
}

/** 停产推演: who stops, and what follows along the supply network. */
const scenarios: Resource = (app, context) => {
  const { platform, clock } = context

  app.get(
    '/api/scenarios/options',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '可选的停产对象：环节、区县、域外供应方、来源国家（地区）',
        querystring: ScenarioScope,
        response: responses(200, ScenarioOptions),
      },
    },
    async (request) => {
      const { region, network, reach } = await readAsking(context, request, request.query)
      return listOptions(network, region, reach)
    },
  )

  app.get(
    '/api/scenarios/firms',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '供应网络中的企业，按名称或统一社会信用代码查找',
        querystring: ScenarioFirmQuery,
        response: responses(200, ScenarioFirmList),
      },
    },
    async (request) => {
      const { text = '', limit = 20, ...scope } = request.query
      const { region, network, reach } = await readAsking(context, request, scope)
      const found = findFirms(network, region.code, reach, text)
      const items = found.slice(0, limit).map((firm) => partyOf(network, firm))
      await recordShown(context, request, {
        object: 'scenario',
        fields: shownOfFirm,
        firms: items.flatMap(({ creditCode }) => creditCode ?? []),
      })
      return { items, nextCursor: null, total: found.length }
    },
  )

  app.post(
    '/api/scenarios/run',
    {
      config: { access: officials, audit: '停产推演' },
      schema: {
        tags,
        summary: '推演停产：逐轮传导、产出损失、受影响企业、可替代企业、假设',
        body: ScenarioRequest,
        response: responses(200, ScenarioResult),
      },
    },
    (request) => answered(run(context, request, request.body)),
  )

  app.get(
    '/api/scenarios',
    {
      config: { access: officials, audit: false },
      schema: {
        tags,
        summary: '本人保存的推演',
        querystring: Type.Object({}),
        response: responses(200, SavedScenarioList),
      },
    },
    async (request) => {
      const items = await listScenarios(platform, signedInOf(request).username)
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.post(
    '/api/scenarios',
    {
      config: { access: officials, audit: '保存停产推演' },
      schema: {
        tags,
        summary: '保存推演：输入和结果摘要，供比较',
        body: SaveScenario,
        response: responses(201, SavedScenario),
      },
    },
    async (request, reply) => {
      const { name, input } = request.body
      const result = await answered(run(context, request, input))
      const saved = await answered(
        saveScenario(platform, {
          owner: signedInOf(request).username,
          name,
          // As it was run, wherever and by whomever it is opened.
          input: { ...input, region: result.region.code, realm: result.realm, chain: result.chain.id },
          result,
          now: clock(),
        }),
      )
      return reply.code(201).send(saved)
    },
  )

  app.delete(
    '/api/scenarios/:id',
    {
      config: { access: officials, audit: '删除停产推演' },
      schema: {
        tags,
        summary: '删除本人的推演',
        params: ScenarioPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await answered(deleteScenario(platform, request.params.id, signedInOf(request).username))
      return reply.code(204).send(null)
    },
  )
}
export default scenarios
