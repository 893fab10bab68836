import type { FastifyRequest } from 'fastify'
import type { Realm } from '../domain/realm.ts'
import { chainOf, type EnterpriseNetwork, readEnterpriseNetwork } from '../scenario/enterprise-network.ts'
import { ScenarioRefusal } from '../scenario/refusal.ts'
import { readViewerReach, type ViewerReach } from '../scenario/viewer-reach.ts'
import { readRegionName } from '../warehouse/regions.ts'
import type { ApiContext } from './context.ts'
import { regionProblem, signedInOf } from './guard.ts'
import { notFound, Problem } from './problem.ts'
import { readScope } from './scope.ts'

/** The network asked for, and what the caller may be shown of it. */
interface Asking {
  readonly region: { readonly code: string; readonly name: string }
  readonly realm: Realm
  readonly network: EnterpriseNetwork
  readonly reach: ViewerReach
}

/** @throws Problem for a region outside the caller's or a chain that does not exist */
export async function readAsking(
  { platform, database, realms }: ApiContext,
  request: FastifyRequest,
  asked: { readonly region?: string; readonly realm?: Realm; readonly chain?: string },
): Promise<Asking> {
  if (asked.region !== undefined) {
    const problem = regionProblem(signedInOf(request), asked.region)
    if (problem !== undefined) throw problem
  }
  const { region, realm } = await readScope(request, realms, asked)
  const chain = await chainOf(asked.chain)
  if (chain === null) throw notFound('产业链', asked.chain ?? '')
  const network = await readEnterpriseNetwork(platform, chain, realm)
  const reach = await readViewerReach(database, network)
  const name = await readRegionName(platform, region)
  return { region: { code: region, name }, realm, network, reach }
}

/** What the scenarios refuse, as the API says it. */
export async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof ScenarioRefusal)) throw error
    const { status, code, message, expected } = error
    throw new Problem(status, code, titles[status], message, expected === undefined ? {} : { expected })
  }
}

const titles: Readonly<Record<ScenarioRefusal['status'], string>> = {
  403: '没有权限',
  404: '没有找到',
  409: '现在不能进行',
  422: '无法推演',
}
