import { type SqlBool, sql } from 'kysely'
import { regionLevel, regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import { endOf } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import type { AlertAction, AlertEvidence, Severity } from '../warehouse/schema/alerts.ts'
import type { AlertSubject } from './contract.ts'
import { rules } from './registry.ts'

/** An alert as stored and pushed. */
export interface StoredAlert {
  readonly sequence: number
  readonly rule: string
  readonly ruleTitle: string
  readonly severity: Severity
  readonly realm: Realm
  readonly title: string
  readonly message: string
  readonly subject: AlertSubject
  readonly region: { readonly code: string; readonly name: string } | null
  /** ISO 8601 */
  readonly occurredAt: string
  readonly recordedAt: string
  readonly evidence: AlertEvidence[]
  readonly action: AlertAction
}

export interface AlertQuery {
  /** Only higher sequences, ascending; absent = the newest first. */
  readonly after?: number | undefined
  /** Only lower sequences: the page after the one that ended with it. */
  readonly before?: number | undefined
  readonly rule?: string | undefined
  /** Alerts of the region and everything below it; those without a region belong to the province. */
  readonly region?: string | undefined
  readonly realm?: Realm | undefined
  /** Only alerts about this firm. */
  readonly creditCode?: string | undefined
  /** 'YYYY-MM' or 'YYYY-MM-DD': only events up to then. */
  readonly asOf?: string | undefined
  readonly limit: number
}

export interface AlertPage {
  readonly items: StoredAlert[]
  /** Sequence to go on from: `after` ascending, `before` descending. */
  readonly nextCursor: string | null
  /** Highest sequence stored, whatever the filter. */
  readonly latest: number
}

/** Alerts and the end of the stream, of one moment. */
export async function readAlerts(database: Database, query: AlertQuery): Promise<AlertPage> {
  const { limit } = query
  const ascending = query.after !== undefined
  // One statement sees one state: `latest` never names an alert that the list could not have seen.
  const { rows } = await sql<{ latest: number; items: readonly AlertRow[] }>`
    select (select coalesce(max(sequence), 0) from brain.alert) as latest,
           coalesce((select jsonb_agg(to_jsonb(alert) order by alert.sequence ${sql.raw(ascending ? 'asc' : 'desc')})
             from (
               select ${columns} from ${stored} where ${conditions(query)}
               order by stored.sequence ${sql.raw(ascending ? 'asc' : 'desc')} limit ${limit + 1}
             ) alert), '[]') as items`.execute(database.kysely)
  const found = rows[0]?.items ?? []
  const items = found.slice(0, limit).map(toAlert)
  const last = items.at(-1)
  return {
    items,
    nextCursor: found.length > limit && last !== undefined ? String(last.sequence) : null,
    latest: rows[0]?.latest ?? 0,
  }
}

/** The alerts of these sequences, ascending. */
export async function readAlertsBySequence(
  database: Database,
  sequences: readonly number[],
): Promise<StoredAlert[]> {
  if (sequences.length === 0) return []
  const { rows } = await sql<AlertRow>`
    select ${columns} from ${stored} where stored.sequence = any(${sequences})
    order by stored.sequence`.execute(database.kysely)
  return rows.map(toAlert)
}

/** Times are Dates from a row and ISO texts from JSON. */
type AlertRow = Omit<StoredAlert, 'ruleTitle' | 'occurredAt' | 'recordedAt'> & {
  readonly occurredAt: Date | string
  readonly recordedAt: Date | string
}

function toAlert(row: AlertRow): StoredAlert {
  return {
    ...row,
    ruleTitle: rules.get(row.rule)?.title ?? row.rule,
    occurredAt: new Date(row.occurredAt).toISOString(),
    recordedAt: new Date(row.recordedAt).toISOString(),
  }
}

const stored = sql`brain.alert stored
  left join public_warehouse.division on division.code = stored.region_code`

const columns = sql`
  stored.sequence, stored.rule, stored.severity, stored.realm, stored.title, stored.message,
  jsonb_build_object('kind', stored.subject_kind, 'id', stored.subject_id, 'name', stored.subject_name) as subject,
  case when stored.region_code is not null then
    jsonb_build_object('code', stored.region_code, 'name', coalesce(division.name, stored.region_code)) end as region,
  stored.occurred_at as "occurredAt", stored.recorded_at as "recordedAt", stored.evidence, stored.action`

function conditions(query: AlertQuery) {
  const { after, before, rule, region, realm, creditCode, asOf } = query
  const parts = [
    ...(after === undefined ? [] : [sql<SqlBool>`stored.sequence > ${after}`]),
    ...(before === undefined ? [] : [sql<SqlBool>`stored.sequence < ${before}`]),
    ...(rule === undefined ? [] : [sql<SqlBool>`stored.rule = ${rule}`]),
    ...(realm === undefined ? [] : [sql<SqlBool>`stored.realm = ${realm}`]),
    ...(asOf === undefined ? [] : [sql<SqlBool>`stored.occurred_at < ${endOf(asOf)}`]),
    ...(region === undefined ? [] : [inRegion(region)]),
    ...(creditCode === undefined
      ? []
      : [sql<SqlBool>`stored.subject_kind = 'enterprise' and stored.subject_id = ${creditCode}`]),
  ]
  return parts.length === 0 ? sql<SqlBool>`true` : sql.join(parts, sql` and `)
}

function inRegion(region: string) {
  const below = sql<SqlBool>`stored.region_code like ${`${regionPrefix(region)}%`}`
  const level = regionLevel(region)
  return level === 'province' || level === 'country'
    ? sql<SqlBool>`(stored.region_code is null or ${below})`
    : below
}
