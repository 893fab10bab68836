import type { RawBuilder } from 'kysely'
import { readChainStandards } from '../chain/chain-standard.ts'
import { latestMonth } from '../chain/realms.ts'
import type { Realm } from '../domain/realm.ts'
import { databaseAsOf } from '../warehouse/as-of.ts'
import { type Database, prepare } from '../warehouse/database.ts'
import { readFiguresAsOf } from './as-of.ts'
import { monthOfPeriod } from './cluster.ts'
import type { EvidenceRow, MetricValue } from './contract.ts'
import { tellsOfSingleFirms } from './disclosure.ts'
import type { NamedMetric } from './registry.ts'

export interface FigureQuery {
  readonly chain: string
  readonly region: string
  readonly realm: Realm
  /** 'YYYY-MM' or 'YYYY-MM-DD'; absent = latest. */
  readonly asOf?: string | undefined
  /** Figures that tell of single firms are withheld from enterprise users. */
  readonly audience?: 'enterprises' | undefined
}

export interface FigureRow {
  readonly period: string
  readonly value: number | null
  readonly estimated: boolean
  readonly method: string | null
  readonly inputs: Readonly<Record<string, number | null>>
  readonly breakdown: { key: string; title: string; value: number | null }[]
}

const readFigures = prepare<[string, string, string, string, string], FigureRow>(
  'metric-figures',
  `select period, value, estimated, method, inputs, breakdown
   from brain.metric_value
   where metric = $1 and chain = $2 and realm = $3 and region_code = $4 and period <= $5
   order by period`,
)

const readLatestPeriod = prepare<[string, string, string, string], { period: string | null }>(
  'metric-latest-period',
  `select max(period) as period from brain.metric_value
   where metric = $1 and chain = $2 and realm = $3 and period <= $4`,
)

/** Each figure shown to enterprise users is checked against its records: a year and the month it compares with. */
const shownToEnterprises = 13

/** A figure as the asker may see it; `withheld` where there is one that is not shown. */
export interface ShownFigure extends FigureRow {
  readonly withheld: boolean
}

/**
 * The figure of the latest period that any region has: an older one of the region would pass for the present.
 * @returns the figure if the region has it, the region's figures until then, and that period
 */
export async function readFigure(database: Database, metric: NamedMetric, query: FigureQuery) {
  const { chain, realm, region } = query
  const latest = await latestMonth(database, realm)
  const asOf = query.asOf?.slice(0, 7) ?? latest
  const until = lastPeriod(metric, asOf, latest)
  const past = await readFiguresAsOf(database, metric, query)
  const [stored, period] =
    past === null
      ? await Promise.all([
          readFigures(database, [metric.id, chain, realm, region, until]),
          readLatestPeriod(database, [metric.id, chain, realm, until]).then(
            ([last]) => last?.period ?? until,
          ),
        ])
      : [figuresOf(past, region, until), lastPeriodOf(past, until)]
  const rows: ShownFigure[] = []
  for (const row of query.audience === 'enterprises' ? stored.slice(-shownToEnterprises) : stored) {
    const hidden = await isWithheld(database, metric, query, { ...row, latest })
    rows.push(hidden ? { ...row, ...nothing, withheld: true } : { ...row, withheld: false })
  }
  return { figure: rows.find((row) => row.period === period), rows, period, asOf, latest }
}

/** Of computed figures those of a region up to a period, as they are stored. */
export function figuresOf(values: readonly MetricValue[], region: string, until: string): FigureRow[] {
  return values
    .filter((figure) => figure.region === region && figure.period <= until)
    .map(({ period, value, estimated = false, method = null, inputs, breakdown = [] }) => ({
      period,
      value,
      estimated,
      method,
      inputs,
      breakdown: [...breakdown],
    }))
    .toSorted((a, b) => (a.period < b.period ? -1 : 1))
}

function lastPeriodOf(values: readonly MetricValue[], until: string): string {
  return values.reduce((last, { period }) => (period <= until && period > last ? period : last), '') || until
}

const nothing = { value: null, method: null, inputs: {}, breakdown: [] }

/** Whether a figure adds up what the asker may not see of single firms. An estimate counts registrations, which anybody may. */
export function isProtected(
  metric: NamedMetric,
  { audience }: FigureQuery,
  { estimated, value }: Pick<FigureRow, 'value' | 'estimated'>,
): boolean {
  return audience === 'enterprises' && metric.confidential && !estimated && value !== null
}

/** Whether a figure is kept from the asker, for it tells of single firms. */
async function isWithheld(
  database: Database,
  metric: NamedMetric,
  query: FigureQuery,
  figure: Pick<FigureRow, 'period' | 'value' | 'estimated'> & { readonly latest: string },
): Promise<boolean> {
  if (!isProtected(metric, query, figure)) return false
  const records = await recordsOf(metric, query, figure)
  return records !== null && tellsOfSingleFirms(databaseAsOf(database, query.asOf), records)
}

/** SQL of the records behind a figure. @returns null for an unknown chain */
export async function recordsOf(
  metric: NamedMetric,
  { chain: id, realm, region }: FigureQuery,
  {
    period,
    estimated,
    latest,
  }: { readonly period: string; readonly estimated: boolean; readonly latest: string },
): Promise<RawBuilder<EvidenceRow> | null> {
  const chain = (await readChainStandards()).find((item) => item.id === id)
  if (chain === undefined) return null
  return metric.evidence({ chain, realm, region, period, month: monthOfPeriod(period, latest), estimated })
}

/** The last period known at a month: of a past year not yet over at the time, the year before. */
function lastPeriod(metric: NamedMetric, asOf: string, latest: string): string {
  if (metric.period === 'month') return asOf
  const year = asOf.slice(0, 4)
  return asOf.endsWith('-12') || asOf >= latest ? year : String(Number(year) - 1)
}
