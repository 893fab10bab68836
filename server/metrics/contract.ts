import type { RawBuilder } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { SourceRef } from '../warehouse/source-ref.ts'

/** What a metric is computed for: one chain, one realm, all regions and periods at once. */
export interface MetricContext {
  readonly database: Database
  readonly chain: ChainStandard
  readonly realm: Realm
  /** Latest month with data. */
  readonly month: string
  /** Months for which figures are kept, ascending, `month` the last. */
  readonly months: readonly string[]
}

/** One figure. `inputs` are the values of its formula by name; value null = not provable. */
export interface MetricValue {
  readonly region: string
  /** YYYY or YYYY-MM */
  readonly period: string
  readonly value: number | null
  readonly inputs: Readonly<Record<string, number | null>>
  readonly breakdown?: readonly {
    readonly key: string
    readonly title: string
    readonly value: number | null
  }[]
  /** Set where the figure is an estimate or covers less than its definition: how, in words. */
  readonly method?: string
  readonly estimated?: boolean
}

export interface EvidenceQuery {
  readonly chain: ChainStandard
  readonly realm: Realm
  readonly region: string
  readonly period: string
  /** Month at whose end the cluster's members are counted. */
  readonly month: string
  /** The figure is an estimate: its records are those the estimate rests on. */
  readonly estimated: boolean
}

/** A record behind a figure. */
export interface EvidenceRow {
  readonly creditCode: string | null
  readonly name: string | null
  readonly label: string
  readonly value: number | null
  readonly unit: string
  readonly source: SourceRef | null
}

/** One named metric = one file; the file name is its id. */
export interface Metric {
  readonly title: string
  readonly unit: string
  readonly definition: string
  readonly formula: string
  /** Where the definition stands; 本平台口径 where no standard gives one. */
  readonly standard: string
  readonly period: 'month' | 'year'
  /** Datasets it is computed from; a change of one computes it again. */
  readonly datasets: readonly string[]
  /** Digits after the point when shown. */
  readonly digits: number
  readonly better: 'higher' | 'lower' | 'neither'
  /** It adds up what single firms gave in confidence: where few of them stand behind it, other firms do not see it. */
  readonly confidential: boolean
  /** Names of the formula's inputs. */
  readonly inputs: Readonly<Record<string, { readonly title: string; readonly unit: string }>>
  /** Why it can be missing, and who could supply what is missing. */
  readonly missing: { readonly reason: string; readonly supplier: string }
  /** Figures of every region and period that can be proven. */
  compute(context: MetricContext): Promise<MetricValue[]>
  /** SQL of the records behind one figure with the columns of EvidenceRow, the weightiest first. */
  evidence(query: EvidenceQuery): RawBuilder<EvidenceRow>
}
