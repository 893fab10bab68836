import { sql } from 'kysely'
import { readChainStandards } from '../chain/chain-standard.ts'
import { monthsBefore } from '../chain/members.ts'
import { readRealms } from '../chain/realms.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import type { MetricContext, MetricValue } from './contract.ts'
import { metrics, type NamedMetric } from './registry.ts'

/** Months for which figures are kept. */
export const keptMonths = 36

/** Computes each metric again whose datasets, or the chain under it, changed since its last computation. */
export async function refreshMetrics(database: Database): Promise<{ changed: readonly string[] }> {
  const changed: string[] = []
  const chainVersion = await stageVersion(database, 'chain')
  const chains = await readChainStandards()
  const realms = await readRealms(database)
  for (const metric of metrics.values()) {
    const startedAt = new Date()
    const stage = `metric:${metric.id}`
    const version = chainVersion + (await inputsVersion(database, metric.datasets))
    if (version === (await stageVersion(database, stage))) continue
    for (const { realm, month } of realms) {
      for (const chain of chains) {
        const context: MetricContext = { database, chain, realm, month, months: keptMonthsUntil(month) }
        await store(database, metric, chain.id, realm, await metric.compute(context))
      }
    }
    await recordStage(database, stage, version, { startedAt, finishedAt: new Date() })
    changed.push(metric.id)
  }
  return { changed }
}

/** The kept months ascending, `month` the last. */
export function keptMonthsUntil(month: string): string[] {
  return Array.from({ length: keptMonths }, (_, index) => monthsBefore(month, keptMonths - 1 - index))
}

async function store(
  database: Database,
  metric: NamedMetric,
  chain: string,
  realm: Realm,
  values: readonly MetricValue[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    await sql`
      delete from brain.metric_value
      where metric = ${metric.id} and chain = ${chain} and realm = ${realm}`.execute(transaction)
    await sql`
      insert into brain.metric_value (metric, chain, realm, region_code, period, value, estimated, method, inputs, breakdown)
      select ${metric.id}, ${chain}, ${realm}, region, period, value, coalesce(estimated, false), method, inputs, coalesce(breakdown, '[]')
      from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as figure(
        region text, period text, value float8, estimated boolean, method text, inputs jsonb, breakdown jsonb)`.execute(
      transaction,
    )
  })
}
