import { refreshAlerts } from '../alerts/refresh.ts'
import { refreshAttraction } from '../attraction/refresh.ts'
import { refreshProducts } from '../chain/product-refresh.ts'
import { refreshChain } from '../chain/refresh.ts'
import { refreshFusion } from '../fusion/refresh.ts'
import { refreshQuality } from '../governance/refresh.ts'
import { refreshMetrics } from '../metrics/refresh.ts'
import { refreshAddressHistory } from '../migration/address-history.ts'
import { notifyChange } from '../realtime/changes.ts'
import { refreshCriticality } from '../scenario/criticality.ts'
import type { Database } from '../warehouse/database.ts'

export type Stage = 'fusion' | 'chain' | 'attraction' | 'metrics' | 'alerts' | 'quality'

export const stageTitles: Readonly<Record<Stage, string>> = {
  fusion: '融合企业',
  chain: '计算产业链',
  attraction: '排列招商目标',
  metrics: '计算指标',
  alerts: '检查预警',
  quality: '评估数据质量',
}

/**
 * Everything after ingest, in order; each stage does nothing where its inputs are as they were.
 * @returns how many alerts were newly stored
 */
export async function refreshAll(
  database: Database,
  onStage: (stage: Stage) => void = () => undefined,
  now: Date = new Date(),
): Promise<{ readonly alerts: number }> {
  // Rules that need only the new records speak at once; an open screen hears of a move within two seconds.
  onStage('alerts')
  const push = () => notifyChange(database)
  const early = await refreshAlerts(database, now, push)
  onStage('fusion')
  await refreshFusion(database, now)
  onStage('chain')
  await refreshChain(database, now)
  await refreshProducts(database)
  await refreshCriticality(database)
  onStage('attraction')
  await refreshAttraction(database, now)
  onStage('metrics')
  await refreshMetrics(database)
  onStage('alerts')
  const alerts = await refreshAlerts(database, now, push)
  await refreshAddressHistory(database)
  onStage('quality')
  await refreshQuality(database, now)
  return { alerts: early.length + alerts.length }
}
