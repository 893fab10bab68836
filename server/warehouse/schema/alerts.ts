import type { ColumnType, Generated } from 'kysely'
import type { Realm } from '../../domain/realm.ts'
import type { SourceRef } from '../source-ref.ts'

export type Severity = 'high' | 'medium' | 'low'

export interface AlertEvidence {
  readonly label: string
  readonly value: string
  readonly source: SourceRef | null
}

export interface AlertAction {
  readonly title: string
  /** Path inside the application. */
  readonly href: string
}

export interface WatchPoint {
  readonly signal: string
  readonly title: string
  readonly points: number
  readonly detail: string
}

export interface WatchSignal {
  /** YYYY-MM-DD */
  readonly date: string
  readonly stage: 'early' | 'middle' | 'late'
  readonly title: string
  readonly detail: string
  readonly source: SourceRef | null
}

/** Scorecard and one-rule baseline on the same months, as measured. Shares 0–1. */
export interface BacktestFigures {
  /** Hits ÷ visits over all origins, with a bootstrap 95 % interval over origins. */
  readonly precisionAtK: number
  readonly precisionInterval: readonly [number, number]
  readonly recall: number
  readonly medianLeadDays: number | null
  /** Area under the precision–recall curve of the whole ranking, all origins together. */
  readonly averagePrecision: number
  readonly visits: number
  readonly hits: number
}

export interface BacktestDetail {
  readonly firstOrigin: string
  readonly lastOrigin: string
  /** Moves the recall counts. */
  readonly moves: number
  /** Firms observed, all origins together, and those of them that moved within the horizon. */
  readonly observed: number
  readonly moved: number
  /** What a perfect list would reach: at most k visits an origin, and only real moves hit. */
  readonly ceiling: number
  readonly scorecard: BacktestFigures
  readonly baseline: BacktestFigures
  /** Share that moved within the horizon, by level of the score. */
  readonly byLevel: readonly { readonly level: string; readonly listed: number; readonly moved: number }[]
}

export interface AlertTables {
  'brain.alert': {
    sequence: Generated<number>
    rule: string
    severity: Severity
    realm: Realm
    title: string
    message: string
    subject_kind: 'enterprise' | 'segment' | 'region'
    subject_id: string
    subject_name: string
    region_code: string | null
    occurred_at: Date
    recorded_at: Date
    evidence: ColumnType<readonly AlertEvidence[], string, never>
    action: ColumnType<AlertAction, string, never>
    /** Rule and what makes the event one: it is stored once. */
    fingerprint: string
  }
  /** Firms worth a visit in the latest month of each realm. */
  'brain.migration_watch': {
    realm: Realm
    month: string
    credit_code: string
    /** Seat at that time; the city's code where the county is not known. */
    county_code: string
    score: number
    level: Severity
    points: ColumnType<readonly WatchPoint[], string, string>
    signals: ColumnType<readonly WatchSignal[], string, string>
    /** First month of the unbroken run at or above the alert threshold; null below it. */
    high_since: string | null
    /** Score of the month before that run. */
    score_before: number | null
  }
  'brain.migration_backtest': {
    realm: Realm
    /** Visits a month. */
    k: number
    /** Months within which a move counts as foreseen. */
    horizon: number
    origins: number
    precision_at_k: number
    baseline_precision_at_k: number
    recall: number
    median_lead_days: number | null
    note: string
    detail: ColumnType<BacktestDetail, string, string>
    computed_at: Date
  }
}
