import { sql } from 'kysely'
import { monthsBefore } from '../chain/members.ts'
import { readRealms } from '../chain/realms.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { ForecastStudy } from '../api/schemas/migration-study.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { backtestMigration, backtestPlan } from './backtest.ts'
import { migrationDatasets, readMigrationFacts } from './facts.ts'
import { studyForecast } from './forecast-study.ts'

/** Raised when other figures are worked out: they are then computed again. */
const definition = 1
/** Months of the demonstration series. */
const seriesLength = 36

/**
 * Holds the scorecard against the moves the demonstration data is known to contain, again where its inputs
 * changed. The actual realm gets no figures: which of its moves went unrecorded is not known.
 */
export async function refreshBacktest(database: Database, now: Date): Promise<{ changed: boolean }> {
  const startedAt = new Date()
  const version =
    definition + (await stageVersion(database, 'chain')) + (await inputsVersion(database, migrationDatasets))
  if (version === (await stageVersion(database, 'migration-backtest'))) return { changed: false }
  const demonstration = (await readRealms(database)).find((state) => state.realm === 'demonstration')
  await sql`delete from brain.migration_backtest`.execute(database.kysely)
  await sql`delete from brain.forecast_study`.execute(database.kysely)
  if (demonstration !== undefined) {
    const months = Array.from({ length: seriesLength }, (_, index) =>
      monthsBefore(demonstration.month, seriesLength - 1 - index),
    )
    const facts = await readMigrationFacts(database, 'demonstration', months)
    const study = studyForecast(facts)
    if (study !== null)
      await sql`
        insert into brain.forecast_study (realm, detail, computed_at)
        values ('demonstration', ${JSON.stringify(study)}, ${now})`.execute(database.kysely)
    const detail = backtestMigration(facts)
    if (detail !== null) {
      const { k, horizon, warmUp } = backtestPlan
      const { precisionAtK, recall, medianLeadDays } = detail.scorecard
      const origins = seriesLength - warmUp - horizon
      const note =
        `合成数据：演示数据中已知迁移的滚动回测，${detail.firstOrigin} 至 ${detail.lastOrigin} 共 ${origins} 个月末起点，` +
        `每月走访 ${k} 家，${horizon} 个月内登记住所迁出本县为命中；对照为“异地新设子公司”单一规则。`
      await sql`
        insert into brain.migration_backtest (realm, k, horizon, origins, precision_at_k, baseline_precision_at_k,
          recall, median_lead_days, note, detail, computed_at)
        values ('demonstration', ${k}, ${horizon}, ${origins}, ${precisionAtK}, ${detail.baseline.precisionAtK},
          ${recall}, ${medianLeadDays}, ${note}, ${JSON.stringify(detail)}, ${now})`.execute(database.kysely)
    }
  }
  await recordStage(database, 'migration-backtest', version, { startedAt, finishedAt: new Date() })
  return { changed: true }
}

/** The latest study of the forecasts; null where the realm has none. */
export async function readStudy(database: Database, realm: Realm): Promise<ForecastStudy | null> {
  const { rows } = await sql<{ detail: ForecastStudy }>`
    select detail from brain.forecast_study where realm = ${realm}`.execute(database.kysely)
  return rows[0]?.detail ?? null
}
