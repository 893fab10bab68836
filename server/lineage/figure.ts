import { type RawBuilder, sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { EvidenceRow } from '../metrics/contract.ts'
import { databaseAsOf, throughViews } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import { readRegionName } from '../warehouse/regions.ts'

/** The slice a figure is asked for; the region lies within the caller's reach. */
export interface FigureScope {
  readonly region: string
  readonly realm: Realm
  /** 'YYYY-MM' or 'YYYY-MM-DD' */
  readonly asOf?: string | undefined
  readonly chain: string
  /** Window of figures of moves, months. */
  readonly months: number
}

export interface Databases {
  readonly platform: Database
  /** As the caller sees it. */
  readonly database: Database
}

/** A number that a screen shows, with what it is made of. */
export interface Figure {
  readonly title: string
  readonly unit: string
  readonly digits: number
  readonly definition: string
  readonly formula: string
  readonly standard: string
  /** YYYY, YYYY-MM, or a window in words. */
  readonly period: string | null
  readonly value: number | null
  readonly estimated?: boolean
  readonly method?: string | null
  readonly inputs: readonly {
    readonly name: string
    readonly title: string
    readonly value: number | null
    readonly unit: string
  }[]
  /** SQL of the records it is made of, the weightiest first, with the columns of EvidenceRow; or the records themselves. */
  readonly records: RawBuilder<EvidenceRow> | readonly EvidenceRow[]
  /** Datasets the records come from. */
  readonly datasets: readonly string[]
  /** The records are read as the caller: out of reach they are absent, values above its clearance are hidden. */
  readonly asCaller?: boolean
}

/** Reads figures of one kind: `name` is what follows the kind in the subject. Null = there is no such figure. */
export type FigureReader = (
  databases: Databases,
  name: readonly string[],
  scope: FigureScope,
) => Promise<Figure | null>

/** A figure with a page of its records. */
export async function readRecords(
  databases: Databases,
  figure: Figure,
  scope: FigureScope,
  page: { readonly limit: number; readonly offset: number },
) {
  const region = await readRegionName(databases.platform, scope.region)
  const { items, total } = await pageOf(databases, figure, scope, page)
  const end = page.offset + items.length
  return {
    title: figure.title,
    unit: figure.unit,
    digits: figure.digits,
    definition: figure.definition,
    formula: figure.formula,
    standard: figure.standard,
    datasets: figure.datasets,
    region: { code: scope.region, name: region },
    realm: scope.realm,
    period: figure.period,
    value: figure.value,
    estimated: figure.estimated ?? false,
    method: figure.method ?? null,
    inputs: figure.inputs,
    items: items.map(({ creditCode, name, label, value, unit, source }) => ({
      enterprise: creditCode === null ? null : { creditCode, name: name ?? creditCode },
      label,
      value,
      unit,
      source,
    })),
    total,
    nextCursor: end < total ? String(end) : null,
  }
}

async function pageOf(
  databases: Databases,
  figure: Figure,
  { asOf }: FigureScope,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ items: readonly EvidenceRow[]; total: number }> {
  const { records } = figure
  if (!('execute' in records)) return { items: records.slice(offset, offset + limit), total: records.length }
  const reader = readerOf(databases, figure, asOf)
  const { rows } = await sql<EvidenceRow & { total: number }>`
    with record as (${records})
    select record.*, (select count(*)::int from record) as total from record
    limit ${limit} offset ${offset}`.execute(reader.kysely)
  return { items: rows, total: rows[0]?.total ?? 0 }
}

function readerOf({ platform, database }: Databases, figure: Figure, asOf: string | undefined): Database {
  return databaseAsOf(figure.asCaller === true ? throughViews(database) : platform, asOf)
}

/** How many records of a figure each batch gave, the most first. */
export async function countRecords(
  databases: Databases,
  figure: Figure,
  { asOf }: FigureScope,
): Promise<{ dataset: string; batchId: number; records: number }[]> {
  const { records } = figure
  if (!('execute' in records)) {
    const groups = Map.groupBy(
      records.flatMap(({ source }) => source ?? []),
      ({ dataset, batchId }) => `${dataset} ${batchId}`,
    )
    return [...groups.values()].flatMap((group) =>
      group[0] === undefined
        ? []
        : [{ dataset: group[0].dataset, batchId: group[0].batchId, records: group.length }],
    )
  }
  const reader = readerOf(databases, figure, asOf)
  const { rows } = await sql<{ dataset: string; batchId: number; records: number }>`
    with record as (${records})
    select source ->> 'dataset' as dataset, (source ->> 'batchId')::bigint as "batchId", count(*)::int as records
    from record where source is not null group by 1, 2 order by records desc`.execute(reader.kysely)
  return rows
}
