import { sql } from 'kysely'
import {
  columnsOf,
  dataset as datasetOf,
  datasets,
  type NamedDataset,
  viewName,
} from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { Dimension, QualityRuleItem, RuleFailures } from '../api/schemas/governance.ts'
import type { Database } from '../warehouse/database.ts'
import { sourceRef, type SourceRef } from '../warehouse/source-ref.ts'
import type { QualityRule } from './rule.ts'
import { rulesOf } from './rules.ts'

interface ResultRow {
  readonly dataset: string
  readonly rule: string
  readonly checked: number
  readonly failing: number
  readonly score: number | null
  readonly detail: string | null
  readonly ticket: number | null
}

export interface RuleFilter {
  readonly realm: Realm
  readonly dataset?: string
  readonly dimension?: Dimension
  readonly failing?: boolean
}

/** Every rule with its last result, the worst first. */
export async function listRules(platform: Database, filter: RuleFilter): Promise<QualityRuleItem[]> {
  const { rows } = await sql<ResultRow>`
    select s.dataset, r.rule, r.checked, r.failing, r.score, r.detail,
      (select id from brain.governance_ticket t where t.dataset = s.dataset and t.realm = s.realm
        and t.origin = 'rule' and t.rule = r.rule and t.state <> 'closed' limit 1) as ticket
    from (select distinct on (dataset) id, dataset, realm from brain.quality_score where realm = ${filter.realm}
      and (${filter.dataset ?? null}::text is null or dataset = ${filter.dataset ?? null})
      order by dataset, id desc) s
    join brain.quality_result r on r.score_id = s.id`.execute(platform.kysely)
  return rows
    .flatMap((row) => {
      const dataset = datasets.get(row.dataset)
      const rule = dataset && rulesOf(dataset).find(({ id }) => id === row.rule)
      // A rule that is no longer checked.
      if (dataset === undefined || rule === undefined) return []
      return [toItem(dataset, rule, row)]
    })
    .filter(
      (item) =>
        (filter.dimension === undefined || item.dimension === filter.dimension) &&
        (filter.failing !== true || item.failing > 0),
    )
    .toSorted((a, b) => (a.score ?? 101) - (b.score ?? 101) || b.failing - a.failing)
}

function toItem(dataset: NamedDataset, rule: QualityRule, row: ResultRow): QualityRuleItem {
  const { kind } = rule.measure
  return {
    dataset: dataset.id,
    datasetTitle: dataset.title,
    steward: dataset.steward,
    id: rule.id,
    title: rule.title,
    column: rule.column,
    columnTitle: rule.column === null ? null : (dataset.columns[rule.column]?.title ?? rule.column),
    dimension: rule.dimension,
    origin: rule.origin,
    checked: row.checked,
    failing: row.failing,
    score: row.score,
    detail: row.detail,
    failures: kind === 'age' ? 'none' : kind,
    ticket: row.ticket,
  }
}

interface FailureRow {
  readonly key: string
  readonly column: string | null
  readonly value: string | null
  readonly masked: boolean
  readonly source: SourceRef
}

/**
 * Rows that failed a rule when it was last checked, as the one who asks may see them.
 * @param database bound to the one who asks
 */
export async function listFailures(
  { platform, database }: { readonly platform: Database; readonly database: Database },
  asked: { readonly realm: Realm; readonly dataset: string; readonly rule: QualityRule },
  page: { readonly limit: number; readonly after: number },
): Promise<RuleFailures> {
  const dataset = datasetOf(asked.dataset)
  const kept = await platform.kysely
    .selectFrom('brain.quality_failure')
    .select('row_id')
    .where('dataset', '=', asked.dataset)
    .where('realm', '=', asked.realm)
    .where('rule', '=', asked.rule.id)
    .where('row_id', '>', page.after)
    .orderBy('row_id')
    .limit(page.limit + 1)
    .execute()
  const ids = kept.slice(0, page.limit).map((row) => row.row_id)
  const history = await readHistory(platform, asked)
  return {
    items: await readRows(database, dataset, asked.rule.column, ids),
    nextCursor: kept.length > page.limit ? String(ids.at(-1)) : null,
    failing: history.at(-1)?.failing ?? 0,
    history,
  }
}

async function readRows(
  database: Database,
  dataset: NamedDataset,
  column: string | null,
  ids: readonly number[],
): Promise<FailureRow[]> {
  const key = sql.join(
    dataset.key.map((name) => sql`coalesce(v.${sql.id(name)}::text, '＊')`),
    sql` || ' · ' || `,
  )
  const type = column === null ? undefined : new Map(columnsOf(dataset)).get(column)?.type
  const value =
    column === null
      ? sql`null::text`
      : type === 'money'
        ? sql`round(v.${sql.id(column)} / 100.0, 2)::text`
        : sql`left(v.${sql.id(column)}::text, 400)`
  const { rows } = await sql<FailureRow>`
    select ${key} as key, ${column}::text as column, ${value} as value,
      coalesce(${column ?? ''} = any(v.masked), false) as masked, ${sourceRef(dataset.id, 'v')} as source
    from ${sql.raw(viewName(dataset))} v where v.row_id = any(${ids}::bigint[]) order by v.row_id`.execute(
    database.kysely,
  )
  return rows
}

async function readHistory(
  platform: Database,
  { realm, dataset, rule }: { readonly realm: Realm; readonly dataset: string; readonly rule: QualityRule },
): Promise<RuleFailures['history']> {
  const { rows } = await sql<RuleFailures['history'][number]>`
    select to_char(s.computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, r.checked, r.failing, r.score
    from brain.quality_score s join brain.quality_result r on r.score_id = s.id and r.rule = ${rule.id}
    where s.dataset = ${dataset} and s.realm = ${realm} order by s.id desc limit 90`.execute(platform.kysely)
  return rows.toReversed()
}
