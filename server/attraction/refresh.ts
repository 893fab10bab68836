import { sql } from 'kysely'
import { readChainStandards } from '../chain/chain-standard.ts'
import { monthsBefore } from '../chain/members.ts'
import { readRealms } from '../chain/realms.ts'
import type { ChainStandard } from '../domain/chain.ts'
import type { Database } from '../warehouse/database.ts'
import type { TargetBacktestDetail } from '../warehouse/schema/attraction.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { hitRates } from './backtest.ts'
import { readTrials } from './investment-trials.ts'
import { refreshListedSegments } from './listed-segments.ts'
import { attractionStage } from './stage.ts'

/** Lists are made at the ends of months this far apart, and held against the investments until the next. */
const horizon = 6
const cutCount = 4

/** Classifies listed companies and backtests the ranking again where their inputs changed. */
export async function refreshAttraction(
  database: Database,
  now: Date = new Date(),
): Promise<{ changed: boolean }> {
  const startedAt = new Date()
  const version =
    (await stageVersion(database, 'chain')) + (await inputsVersion(database, attractionStage.datasets))
  if (version === (await stageVersion(database, attractionStage.id))) return { changed: false }
  const chains = await readChainStandards()
  await refreshListedSegments(database, chains)
  await sql`delete from brain.target_backtest`.execute(database.kysely)
  // The actual realm has no dated record of who invested where: it gets no figures.
  const demonstration = (await readRealms(database)).find(({ realm }) => realm === 'demonstration')
  if (demonstration !== undefined)
    for (const chain of chains) {
      const detail = await backtestTargets(database, chain, demonstration.month)
      if (detail === null) continue
      await sql`
        insert into brain.target_backtest (chain, realm, detail, computed_at)
        values (${chain.id}, 'demonstration', ${JSON.stringify(detail)}, ${now})`.execute(database.kysely)
    }
  await recordStage(database, attractionStage.id, version, { startedAt, finishedAt: new Date() })
  return { changed: true }
}

/** Null where no firm of the chain invested in another county. */
async function backtestTargets(
  database: Database,
  chain: ChainStandard,
  last: string,
): Promise<TargetBacktestDetail | null> {
  const cuts = Array.from({ length: cutCount }, (_, index) =>
    monthsBefore(last, horizon * (cutCount - index)),
  )
  const trials = []
  for (const month of cuts)
    trials.push(...(await readTrials(database, chain, { realm: 'demonstration', month, horizon })))
  return trials.length === 0 ? null : { cuts, horizon, ...hitRates(trials) }
}
