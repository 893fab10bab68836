import type { FastifyRequest } from 'fastify'
import { deciders, officials } from '../../access/rule.ts'
import type { Realm } from '../../domain/realm.ts'
import { hiddenDefinition, readState, startSweep, usualSweep } from '../../scenario/criticality.ts'
import { readCriticality } from '../../scenario/read-criticality.ts'
import type { Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import { answered, readAsking } from '../scenario-asking.ts'
import {
  Criticality,
  CriticalityQuery,
  Sweep,
  SweepList,
  SweepQuery,
  SweepRequest,
} from '../schemas/criticality.ts'
import { pageOf, readPage, readScope } from '../scope.ts'

const tags = ['停产推演']
/** Half of the least machine the platform is made for: screens stay quick while it runs. */
const sweepThreads = 1

/** Which firms the network depends on, from a sweep that stops each of them once. */
const criticality: Resource = (app, context) => {
  const { platform, realms } = context

  app.get(
    '/api/scenarios/criticality',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '关键企业：按系统性风险指数排列，默认只列隐性关键企业',
        querystring: CriticalityQuery,
        response: responses(200, Criticality),
      },
    },
    async (request) => {
      const { hidden = true, segment, limit, cursor, ...scope } = request.query
      const page = readPage({ limit, cursor })
      const { region, realm, network, reach } = await readAsking(context, request, scope)
      const state = await readState(platform, realm)
      const firms = await readCriticality(platform, network, reach, {
        region: region.code,
        hidden,
        segment,
      })
      const shown = pageOf(firms, page)
      await recordShown(context, request, {
        object: 'scenario',
        fields: ['name', 'place', 'segments', 'supply', 'share'],
        firms: shown.items.flatMap(({ creditCode }) => creditCode ?? []),
      })
      return {
        ...shown,
        realm,
        computedAt: state?.computed_at.toISOString() ?? null,
        asOf: state?.month ?? null,
        networkVersion: state === undefined ? null : String(state.version),
        stale: state !== undefined && state.version !== network.version,
        production: state?.production ?? usualSweep.production,
        replaceability: state?.replaceability ?? usualSweep.replaceability,
        definition: hiddenDefinition,
      }
    },
  )

  app.get(
    '/api/scenarios/sweeps',
    {
      config: { access: officials, audit: false },
      schema: {
        tags,
        summary: '全部企业的扫描：进度和结果',
        querystring: SweepQuery,
        response: responses(200, SweepList),
      },
    },
    async (request) => {
      const items = [await readSweep(await realmOf(request, request.query.realm))]
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.post(
    '/api/scenarios/sweeps',
    {
      config: { access: deciders, audit: '扫描关键企业' },
      schema: {
        tags,
        summary: '开始扫描全部企业；在后台进行',
        body: SweepRequest,
        response: responses(202, Sweep),
      },
    },
    async (request, reply) => {
      const settings = { ...usualSweep, ...request.body }
      const realm = await realmOf(request, request.body.realm)
      const { finished } = await answered(
        startSweep(platform, realm, settings, { by: signedInOf(request).username, workers: sweepThreads }),
      )
      // Its failure stands in the state that the next reading shows.
      finished.catch((error: unknown) => request.log.error(error))
      return reply.code(202).send(await readSweep(realm))
    },
  )

  async function realmOf(request: FastifyRequest, realm: Realm | undefined): Promise<Realm> {
    return (await readScope(request, realms, realm === undefined ? {} : { realm })).realm
  }

  async function readSweep(realm: Realm): Promise<Sweep> {
    const found = await platform.kysely
      .selectFrom('brain.criticality_sweep')
      .selectAll()
      .where('realm', '=', realm)
      .executeTakeFirst()
    return {
      realm,
      state: found?.state ?? 'none',
      done: found?.done ?? 0,
      total: found?.total ?? 0,
      production: found?.production ?? usualSweep.production,
      replaceability: found?.replaceability ?? usualSweep.replaceability,
      startedAt: found?.started_at.toISOString() ?? null,
      finishedAt: found?.finished_at?.toISOString() ?? null,
      startedBy: found?.started_by ?? null,
      message: found?.message ?? null,
    }
  }
}
export default criticality
