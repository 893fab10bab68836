import { readChainStandards } from '../chain/chain-standard.ts'
import { latestMonth } from '../chain/realms.ts'
import { chainStage } from '../chain/stage.ts'
import type { Realm } from '../domain/realm.ts'
import { databaseAsOf, isCorrectedSince, isPast } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import { stageVersion } from '../warehouse/stage-state.ts'
import type { MetricValue } from './contract.ts'
import { keptMonthsUntil } from './refresh.ts'
import type { NamedMetric } from './registry.ts'

interface PastQuery {
  readonly chain: string
  readonly realm: Realm
  /** 'YYYY-MM' or 'YYYY-MM-DD' */
  readonly asOf?: string | undefined
}

/** By the pool, which all views of one database share; one entry holds every region and period of a metric. */
const kept = new WeakMap<object, Map<string, Promise<readonly MetricValue[]>>>()
const mostKept = 48

/**
 * Every figure of a metric as its sources stood at the end of a date that is over, where a later load corrected
 * one of them: stored figures rest on the present rows. Computed once per version of the inputs.
 * @returns null where the stored figures hold: nothing was corrected since, or the date is not over
 */
export async function readFiguresAsOf(
  database: Database,
  metric: NamedMetric,
  { chain: id, realm, asOf }: PastQuery,
): Promise<readonly MetricValue[] | null> {
  if (asOf === undefined || !isPast(asOf)) return null
  const sources = [...metric.datasets, ...chainStage.datasets]
  if (!(await isCorrectedSince(database, sources, asOf))) return null
  const version = await stageVersion(database, `metric:${metric.id}`)
  const key = [metric.id, id, realm, asOf, version].join(' ')
  const known = kept.get(database.pool.options) ?? new Map<string, Promise<readonly MetricValue[]>>()
  kept.set(database.pool.options, known)
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= mostKept) known.clear()
  const computing = compute(database, metric, { chain: id, realm, asOf })
  known.set(key, computing)
  computing.catch(() => known.delete(key))
  return computing
}

async function compute(
  database: Database,
  metric: NamedMetric,
  { chain: id, realm, asOf }: PastQuery & { readonly asOf: string },
): Promise<readonly MetricValue[]> {
  const chain = (await readChainStandards()).find((item) => item.id === id)
  if (chain === undefined) return []
  const latest = await latestMonth(database, realm)
  const asked = asOf.slice(0, 7)
  const month = asked < latest ? asked : latest
  const at = databaseAsOf(database, asOf)
  return metric.compute({ database: at, chain, realm, month, months: keptMonthsUntil(month) })
}
