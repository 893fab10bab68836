import { sql } from 'kysely'
import { createDivisionIndex, type Division } from '../fusion/division-index.ts'
import type { Database } from '../warehouse/database.ts'
import type { HistoryKind } from '../api/schemas/migration-study.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { createAddressHistoryReader } from './address-moves.ts'
import { detectMoves, type Detection, type Divisions } from './detect-moves.ts'
import { historyReaders } from './history-rows.ts'
import { refreshTrace } from './registration-trace.ts'
import { addressHistoryStage, historyDatasets } from './stage.ts'

/** Raised when addresses are read or compared differently: everything is then computed again. */
const definition = 1

/** Reads the moves out of all address histories again where their inputs changed. */
export async function refreshAddressHistory(database: Database): Promise<{ changed: boolean }> {
  const startedAt = new Date()
  // Each part only grows, so the sum changes exactly when one of them does.
  const version =
    definition + (await stageVersion(database, 'fusion')) + (await inputsVersion(database, historyDatasets))
  if (version === (await stageVersion(database, addressHistoryStage.id))) return { changed: false }
  const divisions = await readDivisions(database)
  const read = createAddressHistoryReader(divisions.index)
  const found: { realm: string; detection: Detection }[] = []
  for (const kind of Object.keys(historyReaders) as HistoryKind[]) {
    const histories = await historyReaders[kind](database)
    for (const [realm, own] of Map.groupBy(histories, ([first]) => first?.realm ?? 'actual'))
      found.push({ realm, detection: detectMoves(kind, own, read, divisions) })
  }
  await store(database, found)
  await refreshTrace(database, divisions.index)
  await recordStage(database, addressHistoryStage.id, version, { startedAt, finishedAt: new Date() })
  return { changed: true }
}

async function readDivisions(database: Database): Promise<Divisions> {
  const { rows } = await sql<Division & { validFromYear: number | null }>`
    select code, name, level, valid_from_year as "validFromYear", valid_until_year as "validUntilYear",
           successor_codes as "successorCodes"
    from public_warehouse.division`.execute(database.kysely)
  const index = createDivisionIndex(rows)
  const takenOver = new Set(
    rows.flatMap(({ code, validUntilYear }) =>
      validUntilYear === null ? [] : (index.place(code).countyCode ?? []),
    ),
  )
  const newCounties = new Map(
    rows.flatMap(({ code, level, validFromYear, validUntilYear }): [string, number][] =>
      level === 'county' && validUntilYear === null && validFromYear !== null && !takenOver.has(code)
        ? [[code, validFromYear]]
        : [],
    ),
  )
  return { index, newCounties }
}

async function store(
  database: Database,
  found: readonly { readonly realm: string; readonly detection: Detection }[],
): Promise<void> {
  const moves = found.flatMap(({ realm, detection }) =>
    detection.moves.map(({ before, after, origin, destination, level, confidence, reason }) => ({
      realm,
      source_kind: detection.kind,
      firm: after.firm,
      firm_name: after.name,
      before_at: before.at,
      after_at: after.at,
      origin_code: origin,
      destination_code: destination,
      level,
      before_address: before.address,
      after_address: after.address,
      before_source: before.source,
      after_source: after.source,
      confidence,
      reason,
    })),
  )
  const summaries = found.map(({ realm, detection }) => ({
    realm,
    source_kind: detection.kind,
    firms: detection.firms,
    records: detection.records,
    without_address: detection.withoutAddress,
    pairs: detection.pairs,
    counts: detection.counts,
  }))
  await database.transaction(async (transaction) => {
    await sql`delete from brain.detected_move`.execute(transaction)
    await sql`delete from brain.move_detection`.execute(transaction)
    await sql`
      insert into brain.detected_move
      select * from jsonb_populate_recordset(null::brain.detected_move, ${JSON.stringify(moves)}::jsonb)
      on conflict do nothing`.execute(transaction)
    await sql`
      insert into brain.move_detection
      select * from jsonb_populate_recordset(null::brain.move_detection, ${JSON.stringify(summaries)}::jsonb)`.execute(
      transaction,
    )
  })
}
