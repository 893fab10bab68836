import { sql } from 'kysely'
import { endOfMonth, monthsBefore } from '../chain/members.ts'
import { readRealms } from '../chain/realms.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { Severity, WatchPoint, WatchSignal } from '../warehouse/schema/alerts.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { migrationDatasets, type MigrationFacts, readMigrationFacts } from './facts.ts'
import { levelBounds, seriesSignals } from './score.ts'
import { type Moment, type ScoredFirm, scoreFirms, seriesMonths } from './signals.ts'

/** Points from which a firm is on the list: below it stands noise of single months. */
export const listedFrom = 20
/** Months looked back for the start of a high score. */
const runMonths = 6

/** One firm of the watch list, as stored. */
export interface WatchRow {
  readonly creditCode: string
  /** County, or city where the county is not known. */
  readonly seat: string
  readonly score: number
  readonly level: Severity
  readonly points: readonly WatchPoint[]
  readonly signals: readonly WatchSignal[]
  readonly highSince: string | null
  readonly scoreBefore: number | null
}

/** Computes the watch list of each realm's latest month again where its inputs changed. */
export async function refreshWatch(database: Database, now: Date): Promise<{ changed: boolean }> {
  const startedAt = new Date()
  const version = (await stageVersion(database, 'chain')) + (await inputsVersion(database, migrationDatasets))
  if (version === (await stageVersion(database, 'migration-watch'))) return { changed: false }
  for (const { realm, month } of await readRealms(database))
    await storeWatch(
      database,
      realm,
      month,
      await computeWatch(database, realm, { month, until: dayAfter(month, now), inForce: true }),
    )
  await recordStage(database, 'migration-watch', version, { startedAt, finishedAt: new Date() })
  return { changed: true }
}

/** The watch list of one moment, the highest scores first. */
export async function computeWatch(database: Database, realm: Realm, moment: Moment): Promise<WatchRow[]> {
  const earliest = monthsBefore(moment.month, runMonths + seriesMonths)
  const months: string[] = []
  for (let month = earliest; month <= moment.month; month = monthsBefore(month, -1)) months.push(month)
  const facts = await readMigrationFacts(database, realm, months)
  const listed = scoreFirms(facts, moment).filter(({ scorecard }) => scorecard.score >= listedFrom)
  const scoresBefore = readScoresBefore(facts, moment, listed)
  const sources = await readSeriesSources(database, listed)
  return listed
    .map((scored): WatchRow => {
      const { firm, seat, scorecard } = scored
      return {
        creditCode: firm.creditCode,
        seat,
        score: scorecard.score,
        level: scorecard.level,
        points: scorecard.points,
        signals: withSources(scored, sources),
        ...runOf(scorecard.score, moment.month, scoresBefore.get(firm.creditCode) ?? []),
      }
    })
    .toSorted((a, b) => b.score - a.score || (a.creditCode < b.creditCode ? -1 : 1))
}

/** Scores of the months before, the latest first, of the firms that stand high now. */
function readScoresBefore(
  facts: MigrationFacts,
  { month }: Moment,
  listed: readonly ScoredFirm[],
): Map<string, number[]> {
  const high = new Set(
    listed.filter(({ scorecard }) => scorecard.score >= levelBounds.high).map(({ firm }) => firm.creditCode),
  )
  const scores = new Map<string, number[]>([...high].map((code) => [code, []]))
  for (let count = 1; high.size > 0 && count <= runMonths; count++) {
    const then = new Map(
      scoreFirms(facts, { month: monthsBefore(month, count) }).map(({ firm, scorecard }) => [
        firm.creditCode,
        scorecard.score,
      ]),
    )
    for (const [code, list] of scores) list.push(then.get(code) ?? 0)
  }
  return scores
}

/** Since when without a break the score is high, and what it was before. */
function runOf(
  score: number,
  month: string,
  before: readonly number[],
): Pick<WatchRow, 'highSince' | 'scoreBefore'> {
  if (score < levelBounds.high) return { highSince: null, scoreBefore: null }
  const start = before.findIndex((earlier) => earlier < levelBounds.high)
  const length = start === -1 ? before.length : start
  return { highSince: monthsBefore(month, length), scoreBefore: before[length] ?? null }
}

/** Events of a month still running count as they come in: to the end of the day of `now` at least. */
function dayAfter(month: string, now: Date): string {
  const tomorrow = new Date(now.getTime() + 86_400_000).toLocaleDateString('sv-SE', {
    timeZone: 'Asia/Shanghai',
  })
  const end = endOfMonth(month)
  return tomorrow > end ? tomorrow : end
}

/** Rows of the last month of each fall, by firm and title of the signal. */
async function readSeriesSources(
  database: Database,
  listed: readonly ScoredFirm[],
): Promise<ReadonlyMap<string, SourceRef>> {
  const falls = listed.flatMap(({ firm, scorecard }) =>
    scorecard.signals
      .filter((signal) => signal.stage === 'middle')
      .map(({ title, date }) => ({ code: firm.creditCode, title, month: date.slice(0, 7) })),
  )
  const { rows } = await sql<{ code: string; title: string; source: SourceRef }>`
    with fall as (
      select code, title, month
      from jsonb_to_recordset(${JSON.stringify(falls)}::jsonb) as fall(code text, title text, month text)
    )
    select code, title, ${sourceRef('public/electricity-use', 'used')} as source
    from fall join public_warehouse.electricity_use used on used.credit_code = code and used.month = fall.month
    where title = ${seriesSignals.electricity}
    union all
    select code, title, ${sourceRef('public/insured-headcount', 'insured')}
    from fall join public_warehouse.insured_headcount insured
      on insured.credit_code = code and insured.month = fall.month
    where title = ${seriesSignals.headcount}`.execute(database.kysely)
  return new Map(rows.map(({ code, title, source }) => [`${code} ${title}`, source]))
}

function withSources(
  { firm, scorecard }: ScoredFirm,
  sources: ReadonlyMap<string, SourceRef>,
): WatchSignal[] {
  return scorecard.signals.map((signal) => ({
    ...signal,
    source: signal.source ?? sources.get(`${firm.creditCode} ${signal.title}`) ?? null,
  }))
}

async function storeWatch(
  database: Database,
  realm: Realm,
  month: string,
  rows: readonly WatchRow[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    await sql`delete from brain.migration_watch where realm = ${realm}`.execute(transaction)
    await sql`
      insert into brain.migration_watch
        (realm, month, credit_code, county_code, score, level, points, signals, high_since, score_before)
      select ${realm}, ${month}, "creditCode", seat, score, level, points, signals, "highSince", "scoreBefore"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(
        "creditCode" text, seat text, score float8, level text, points jsonb, signals jsonb,
        "highSince" text, "scoreBefore" float8)`.execute(transaction)
  })
}
