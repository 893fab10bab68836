import type { ColumnType } from 'kysely'
import type { Realm } from '../../domain/realm.ts'
import type { ClassificationReason } from './chain.ts'

/** One way of ranking, held against the investments that followed. Shares 0–1. */
export interface HitRates {
  /** Investors among the first k of the list ÷ all investors counted, with a bootstrap 95 % interval. */
  readonly hits: readonly {
    readonly k: number
    readonly rate: number
    readonly interval: readonly [number, number]
  }[]
  /** Median place of the investors in their lists; null where none was listed. */
  readonly medianPlace: number | null
}

export interface TargetBacktestDetail {
  /** Ends of the months that the lists were made at. */
  readonly cuts: readonly string[]
  /** Months within which an investment counts. */
  readonly horizon: number
  /** Investments into another county of the province by a firm of the chain. */
  readonly investments: number
  /** Those of them whose investor stood in a gap segment of that county, so that a list could name it. */
  readonly listed: number
  /** Median length of the lists. */
  readonly candidates: number
  readonly scored: HitRates
  readonly bySize: HitRates
  /** Expected rate of a list in random order, for the same k. */
  readonly chance: readonly { readonly k: number; readonly rate: number }[]
  /** hit@k of the score less that by size, with the interval of the difference. */
  readonly difference: readonly {
    readonly k: number
    readonly rate: number
    readonly interval: readonly [number, number]
  }[]
}

export interface AttractionTables {
  /** Listed companies that no golden enterprise stands for, by their products. */
  'brain.listed_segment': {
    chain: string
    segment: string
    security_code: string
    confidence: number
    revenue_share: number | null
    reasons: ColumnType<readonly ClassificationReason[], string, string>
  }
  'brain.target_backtest': {
    chain: string
    realm: Realm
    detail: ColumnType<TargetBacktestDetail, string, string>
    computed_at: Date
  }
}
