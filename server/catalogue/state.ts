import { prepare, type Database } from '../warehouse/database.ts'
import type { ApprovedGrade } from './grading.ts'

/** What the ledger of batches says of a dataset. */
export interface DatasetLedger {
  readonly dataset: string
  /** Rows that stand now. */
  readonly rows: number
  readonly demonstration: boolean
  readonly lastLoadedAt: Date
  /** Rows read by all batches, and those of them kept out, whatever became of them later. */
  readonly read: number
  readonly quarantined: number
  readonly openQuarantine: number
}

interface LedgerRow {
  readonly dataset: string
  readonly rows: number
  readonly demonstration: boolean
  /** ISO 8601 */
  readonly last_loaded_at: string
  readonly read: number
  readonly quarantined: number
  readonly open_quarantine: number
}

/** What the catalogue shows beside the contracts. */
export interface CatalogueState {
  /** By dataset id; a dataset without a loaded batch is absent. */
  readonly ledger: ReadonlyMap<string, DatasetLedger>
  /** Grade decisions in force. */
  readonly approvals: readonly ApprovedGrade[]
  /** Dataset id → last day of its certification, of those that stand on the day asked for. */
  readonly certified: ReadonlyMap<string, string>
  /** Dataset id → listings that stand. */
  readonly listed: ReadonlyMap<string, number>
}

interface StateRow {
  readonly ledger: readonly LedgerRow[] | null
  readonly approvals: readonly ApprovedGrade[] | null
  readonly certified: Readonly<Record<string, string>> | null
  readonly listed: Readonly<Record<string, number>> | null
}

/**
 * All of it in one query: the search answers at every letter typed. Rows are only ever added or superseded, so
 * those inserted by all batches are those that stand.
 */
const query = prepare<[day: string], StateRow>(
  'catalogue-state',
  `select
     (select jsonb_agg(to_jsonb(ledger)) from (
        select b.dataset, sum(b.inserted)::bigint as rows, bool_or(b.demonstration and b.inserted > 0) as demonstration,
          max(b.finished_at) as last_loaded_at, sum(b.read)::bigint as read, sum(b.quarantined)::bigint as quarantined,
          coalesce(max(q.open), 0)::bigint as open_quarantine
        from brain.batch b
        left join (select dataset, count(*) as open from brain.quarantine where state = 'open' group by dataset) q
          on q.dataset = b.dataset
        where b.status = 'loaded' group by b.dataset) ledger) as ledger,
     (select jsonb_agg(jsonb_build_object('id', id, 'subject', subject, 'column', column_name,
          'previous', previous, 'grade', grade))
        from brain.grade_override where state = 'approved') as approvals,
     (select jsonb_object_agg(dataset, expires_on) from brain.dataset_certification
        where state = 'certified' and expires_on >= $1::date) as certified,
     (select jsonb_object_agg(dataset, listings) from (
        select dataset, count(*) as listings from brain.listing where state = 'listed' group by dataset) l) as listed`,
)

/** @param now decides which certifications have not expired. */
export async function readState(platform: Database, now: Date): Promise<CatalogueState> {
  const [row] = await query(platform, [dayOf(now)])
  return {
    ledger: new Map((row?.ledger ?? []).map((ledger) => [ledger.dataset, ledgerOf(ledger)])),
    approvals: row?.approvals ?? [],
    certified: new Map(Object.entries(row?.certified ?? {})),
    listed: new Map(Object.entries(row?.listed ?? {})),
  }
}

function ledgerOf(row: LedgerRow): DatasetLedger {
  return {
    dataset: row.dataset,
    rows: row.rows,
    demonstration: row.demonstration,
    lastLoadedAt: new Date(row.last_loaded_at),
    read: row.read,
    quarantined: row.quarantined,
    openQuarantine: row.open_quarantine,
  }
}

/** The day in Beijing, YYYY-MM-DD. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}
