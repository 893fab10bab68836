import { sql } from 'kysely'
import { warehouseTitles } from '../datasets/contract.ts'
import { datasets } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { QualityOverview } from '../api/schemas/governance.ts'
import type { Database } from '../warehouse/database.ts'
import { type Dimension, dimensions, dimensionTitles } from './dimensions.ts'
import { scoreFormula, weightedScore } from './score.ts'

const standard =
  '维度取自 GB/T 36344-2018《信息技术 数据质量评价指标》；该标准把唯一性列入准确性，此处单列；可访问性不由数据计算，未列'

/** Points of a dataset's line on the overview. */
const shownPoints = 30

interface Row {
  readonly dataset: string
  readonly records: number
  readonly score: number | null
  readonly dimensions: Partial<Record<Dimension, number>>
  readonly computed_at: Date
  readonly rules: number
  readonly failing_rules: number
  readonly open: number
  readonly trend: QualityOverview['trend']
}

/** Scores as last computed; nothing is computed here but means over datasets. */
export async function readOverview(
  platform: Database,
  realm: Realm,
  today: string,
): Promise<QualityOverview> {
  const rows = await readScores(platform, realm)
  const items = rows.flatMap((row) => {
    const dataset = datasets.get(row.dataset)
    if (dataset === undefined) return []
    return [
      {
        id: dataset.id,
        title: dataset.title,
        warehouse: warehouseTitles[dataset.warehouse],
        steward: dataset.steward,
        rows: row.records,
        score: row.score,
        dimensions: allDimensions((dimension) => row.dimensions[dimension] ?? null),
        rules: row.rules,
        failingRules: row.failing_rules,
        openQuarantine: row.open,
        computedAt: row.computed_at.toISOString(),
        trend: row.trend,
      },
    ]
  })
  const stewards = [...Map.groupBy(items, ({ steward }) => steward)].map(([steward, own]) => ({
    steward,
    datasets: own.length,
    rows: sum(own, ({ rows: count }) => count),
    score: weightedScore(own),
    openQuarantine: sum(own, ({ openQuarantine }) => openQuarantine),
  }))
  return {
    realm,
    formula: [...scoreFormula],
    standard,
    dimensions: dimensions.map((id) => ({
      id,
      title: dimensionTitles[id],
      score: weightedScore(items.map((item) => ({ score: item.dimensions[id], rows: item.rows }))),
    })),
    score: weightedScore(items),
    computedAt:
      items
        .map(({ computedAt }) => computedAt)
        .toSorted()
        .at(-1) ?? null,
    openQuarantine: sum(items, ({ openQuarantine }) => openQuarantine),
    ...(await readOpenWork(platform, realm, today)),
    datasets: items.toSorted((a, b) => (a.score ?? 101) - (b.score ?? 101)),
    stewards: stewards.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1)),
    trend: await readTrend(platform, realm),
  }
}

function allDimensions(read: (dimension: Dimension) => number | null) {
  return Object.fromEntries(dimensions.map((dimension) => [dimension, read(dimension)])) as Record<
    Dimension,
    number | null
  >
}

function sum<T>(items: readonly T[], read: (item: T) => number): number {
  return items.reduce((total, item) => total + read(item), 0)
}

async function readScores(platform: Database, realm: Realm): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.dataset, s.records, s.score, s.dimensions, s.computed_at, r.rules, r.failing_rules,
      (select count(*) from brain.quarantine q join brain.batch b on b.id = q.batch_id
       where q.dataset = s.dataset and q.state = 'open' and b.demonstration = ${realm === 'demonstration'}) as open,
      t.trend
    from (select distinct on (dataset) * from brain.quality_score where realm = ${realm}
      order by dataset, id desc) s
    cross join lateral (select count(*) filter (where score is not null) as rules,
      count(*) filter (where failing > 0) as failing_rules from brain.quality_result where score_id = s.id) r
    cross join lateral (select jsonb_agg(jsonb_build_object('at', to_char(computed_at at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'score', score) order by id) as trend
      from (select id, computed_at, score from brain.quality_score h where h.dataset = s.dataset and h.realm = s.realm
        order by id desc limit ${shownPoints}) latest) t
    order by s.dataset`.execute(platform.kysely)
  return rows
}

async function readOpenWork(platform: Database, realm: Realm, today: string) {
  const { rows } = await sql<{ duplicates: number; tickets: number; overdue: number }>`
    select (select count(*) from brain.duplicate_candidate where realm = ${realm} and state = 'open') as duplicates,
      count(*) as tickets, count(*) filter (where due_on < ${today}::date) as overdue
    from brain.governance_ticket where realm = ${realm} and state <> 'closed'`.execute(platform.kysely)
  const [row] = rows
  return {
    openDuplicates: row?.duplicates ?? 0,
    openTickets: row?.tickets ?? 0,
    overdueTickets: row?.overdue ?? 0,
  }
}

/** For each time at which anything was computed, every dataset with its last score by then. */
async function readTrend(platform: Database, realm: Realm): Promise<QualityOverview['trend']> {
  const { rows } = await sql<{ at: string; score: number | null }>`
    with computed as (
      select distinct computed_at from brain.quality_score where realm = ${realm} order by 1 desc limit 60
    )
    select to_char(c.computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
      sum(s.score * s.records) / nullif(sum(s.records), 0) as score
    from computed c cross join lateral (
      select distinct on (dataset) score, records from brain.quality_score
      where realm = ${realm} and computed_at <= c.computed_at order by dataset, id desc
    ) s where s.score is not null group by c.computed_at order by c.computed_at`.execute(platform.kysely)
  return rows
}
