import { sql, type RawBuilder } from 'kysely'
import { databaseAsOf, endOf } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import { sourceRef } from '../warehouse/source-ref.ts'
import { invalidCursor } from './errors.ts'
import type { CapacityItem, EnergyItem, TransactionItem } from './schemas/enterprise.ts'

/** Facts of one firm from the enterprise warehouse, newest first. */
export interface FactQuery {
  readonly creditCode: string
  /** YYYY-MM or YYYY-MM-DD: nothing later. */
  readonly asOf?: string | undefined
  readonly limit: number
  readonly cursor?: string
}

interface FactList<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

export function listTransactions(database: Database, query: FactQuery): Promise<FactList<TransactionItem>> {
  const code = query.creditCode
  const isSale = sql`f.supplier_credit_code = ${code}`
  return readPage<TransactionItem>(database, query, {
    columns: sql`
      f.month, case when ${isSale} then 'sale' else 'purchase' end as direction,
      case when ${isSale} then jsonb_build_object('creditCode', f.buyer_credit_code, 'name', f.buyer_name)
        else jsonb_build_object('creditCode', f.supplier_credit_code, 'name', f.supplier_name) end as partner,
      f.segment, f.product, f.quantity, f.unit, f.amount::float8 / 100 as amount,
      ${sourceRef('enterprise/supply-transaction', 'f', 'amount')} as source`,
    from: sql`enterprise_view.supply_transaction`,
    ofFirm: sql`(${isSale} or f.buyer_credit_code = ${code})`,
    period: sql`f.month`,
    periodText: sql`f.month`,
    until: query.asOf?.slice(0, 7),
    form: /^\d{4}-\d{2}$/,
  })
}

/** Meter readings; the period of an item is the time of the reading, Asia/Shanghai. */
export function listEnergy(database: Database, query: FactQuery): Promise<FactList<EnergyItem>> {
  const time = sql`to_char(f.read_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS')`
  return readPage<EnergyItem>(database, query, {
    columns: sql`
      ${time} as period, f.medium, f.value, f.unit, ${sourceRef('enterprise/energy-meter', 'f', 'value')} as source`,
    from: sql`enterprise_view.energy_meter`,
    ofFirm: sql`f.credit_code = ${query.creditCode}`,
    period: sql`f.read_at`,
    periodText: sql`to_char(f.read_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    until: query.asOf === undefined ? undefined : `${lastDay(query.asOf)}T23:59:59.999999+08:00`,
    form: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  })
}

export function listCapacity(database: Database, query: FactQuery): Promise<FactList<CapacityItem>> {
  return readPage<CapacityItem>(database, query, {
    columns: sql`
      f.week_start as "weekStart", f.product, f.maximum, f.actual, f.agreed, f.unit,
      ${sourceRef('enterprise/capacity-week', 'f', 'actual')} as source`,
    from: sql`enterprise_view.capacity_week`,
    ofFirm: sql`f.credit_code = ${query.creditCode}`,
    period: sql`f.week_start`,
    periodText: sql`f.week_start::text`,
    until: query.asOf === undefined ? undefined : lastDay(query.asOf),
    form: /^\d{4}-\d{2}-\d{2}$/,
  })
}

/** 2026-02 → 2026-02-28; a day stays as it is. */
function lastDay(asOf: string): string {
  if (asOf.length > 7) return asOf
  const [year = 0, month = 0] = asOf.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

interface Facts {
  readonly columns: RawBuilder<unknown>
  readonly from: RawBuilder<unknown>
  readonly ofFirm: RawBuilder<unknown>
  /** What the list descends by, then by row id. */
  readonly period: RawBuilder<unknown>
  /** The period as it stands in the cursor, and the form it has there. */
  readonly periodText: RawBuilder<unknown>
  readonly form: RegExp
  readonly until: string | undefined
}

async function readPage<Item>(current: Database, query: FactQuery, facts: Facts): Promise<FactList<Item>> {
  const database = databaseAsOf(current, query.asOf)
  const late = query.asOf === undefined ? sql`` : sql`, f.valid_from >= ${endOf(query.asOf)} as late`
  const after = query.cursor === undefined ? null : readCursor(query.cursor, facts.form)
  const { rows } = await sql<Item & { cursor_period: string; cursor_row: number }>`
    select ${facts.columns}${late}, ${facts.periodText} as cursor_period, f.row_id as cursor_row
    from ${facts.from} f
    where ${facts.ofFirm}
      ${facts.until === undefined ? sql`` : sql`and ${facts.period} <= ${facts.until}`}
      ${after === null ? sql`` : sql`and (${facts.period}, f.row_id) < (${after.period}, ${after.rowId})`}
    order by ${facts.period} desc, f.row_id desc
    limit ${query.limit + 1}`.execute(database.kysely)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ cursor_period: _period, cursor_row: _row, ...item }) => item as Item),
    nextCursor: rows.length > query.limit && last ? `${last.cursor_period}_${last.cursor_row}` : null,
  }
}

function readCursor(cursor: string, form: RegExp): { period: string; rowId: number } {
  const [period = '', rowId = ''] = cursor.split('_')
  const valid = form.test(period) && /^\d{1,15}$/.test(rowId) && isDay(`${period}-01`.slice(0, 10))
  if (!valid || Number.isNaN(Date.parse(period))) throw invalidCursor(cursor)
  return { period, rowId: Number(rowId) }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
}
