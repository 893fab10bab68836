import type { Dimension } from './dimensions.ts'

/** How a rule is checked. */
export type Measure =
  /** Records set aside at loading for one of these reasons, against all records that stand or were set aside. */
  | { readonly kind: 'quarantine'; readonly rules: readonly string[] }
  /** Rows of the current table `s`: those the rule speaks of, and those of them that fail. SQL from contracts only. */
  | { readonly kind: 'rows'; readonly checked: string; readonly failing: string }
  /** Rows that stand in a group of duplicates nobody has told apart. */
  | { readonly kind: 'duplicates' }
  /** Age of the data against the cycle of its update. */
  | { readonly kind: 'age'; readonly days: number }

/** One thing that is expected of a dataset. */
export interface QualityRule {
  /** Unique within the dataset, e.g. 'complete:address'. */
  readonly id: string
  readonly title: string
  readonly column: string | null
  readonly dimension: Dimension
  /** The contract's own rules keep a record out; those beside it only speak of rows that are in. */
  readonly origin: 'contract' | 'dataset'
  readonly measure: Measure
  /** Other datasets whose rows decide; it is checked again when they change. */
  readonly depends?: readonly string[]
}

export interface Measured {
  readonly rule: QualityRule
  readonly checked: number
  readonly failing: number
  /** 0–100; null where there was nothing to check. */
  readonly score: number | null
  /** What came out, where counts do not say it. */
  readonly detail: string | null
}
