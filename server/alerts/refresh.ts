import { readRealms } from '../chain/realms.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { refreshBacktest } from './migration-evaluation.ts'
import { refreshWatch } from './migration-watch.ts'
import { readAlertsBySequence, type StoredAlert } from './read.ts'
import { rules } from './registry.ts'
import { storeAlerts } from './store.ts'

/**
 * Brings the watch list up to date, runs each rule whose datasets changed and stores what is new.
 * @returns the alerts newly stored, ascending, ready to be pushed
 */
export async function refreshAlerts(database: Database, now: Date = new Date()): Promise<StoredAlert[]> {
  await refreshWatch(database, now)
  const stored: number[] = []
  const chain = await stageVersion(database, 'chain')
  const realms = await readRealms(database)
  for (const rule of rules.values()) {
    const startedAt = new Date()
    const stage = `alert:${rule.id}`
    // Both only grow, so the sum changes exactly when one of them does.
    const version = chain + (await inputsVersion(database, rule.datasets))
    if (version === (await stageVersion(database, stage))) continue
    for (const { realm, month } of realms) {
      const drafts = await rule.check({ database, realm, month, now })
      stored.push(...(await storeAlerts(database, rule, { realm, now, drafts })))
    }
    await recordStage(database, stage, version, { startedAt, finishedAt: new Date() })
  }
  await refreshBacktest(database, now)
  return readAlertsBySequence(database, stored)
}
