import { readRealms } from '../chain/realms.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { refreshBacktest } from '../migration/evaluation.ts'
import { refreshWatch } from '../migration/watch.ts'
import { readAlertsBySequence, type StoredAlert } from './read.ts'
import { type NamedAlertRule, rules } from './registry.ts'
import { storeAlerts } from './store.ts'

const { direct = [], watching = [] } = Object.groupBy(rules.values(), (rule) =>
  rule.needsWatch === true ? 'watching' : 'direct',
)

/**
 * Runs each rule whose datasets changed and stores what is new; the watch list, which takes longer, is brought up
 * to date only before the rules that read it.
 * @param onStored told at once after a rule that stored something, so that an open screen need not wait for the rest
 * @returns the alerts newly stored, ascending, ready to be pushed
 */
export async function refreshAlerts(
  database: Database,
  now: Date = new Date(),
  onStored: () => Promise<void> = async () => undefined,
): Promise<StoredAlert[]> {
  const stored = await runRules(database, direct, now, onStored)
  await refreshWatch(database, now)
  stored.push(...(await runRules(database, watching, now, onStored)))
  await refreshBacktest(database, now)
  return readAlertsBySequence(database, stored)
}

/** Only the rules that need nothing but the new records: for the moment after a load, whatever is still computed. */
export async function refreshDirectAlerts(
  database: Database,
  now: Date,
  onStored: () => Promise<void>,
): Promise<void> {
  await runRules(database, direct, now, onStored)
}

/** @returns sequences of the alerts newly stored */
async function runRules(
  database: Database,
  running: readonly NamedAlertRule[],
  now: Date,
  onStored: () => Promise<void>,
): Promise<number[]> {
  const stored: number[] = []
  const chain = await stageVersion(database, 'chain')
  const realms = await readRealms(database)
  for (const rule of running) {
    const startedAt = new Date()
    const stage = `alert:${rule.id}`
    // Both only grow, so the sum changes exactly when one of them does.
    const version = chain + (await inputsVersion(database, rule.datasets))
    if (version === (await stageVersion(database, stage))) continue
    for (const { realm, month } of realms) {
      const drafts = await rule.check({ database, realm, month, now })
      const sequences = await storeAlerts(database, rule, { realm, now, drafts })
      if (sequences.length > 0) await onStored()
      stored.push(...sequences)
    }
    await recordStage(database, stage, version, { startedAt, finishedAt: new Date() })
  }
  return stored
}
