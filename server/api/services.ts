import type { Static } from 'typebox'
import type { Realm } from '../domain/realm.ts'
import type { Alert } from './schemas/alert.ts'
import type { ChainGraph, ChainItem, Gap, GapRegion, Override, SegmentDetail } from './schemas/chain.ts'
import type { Progress, SourceItem } from './schemas/dataset.ts'
import type { Neighbourhood } from './schemas/enterprise.ts'
import type { Metric, MetricDefinition, MetricEvidence, RegionValueList } from './schemas/metric.ts'
import type { MigrationEvent, MigrationFlows, WatchItem, WatchList } from './schemas/migration.ts'
import type { SourceRow } from './schemas/shared.ts'

/** Which slice of the world is asked for; the region lies within the caller's own. */
export interface Scope {
  readonly region: string
  readonly realm: Realm
  /** YYYY-MM or YYYY-MM-DD, a day that exists; absent = the latest. */
  readonly asOf?: string
  /** For enterprise users: nothing from which the figures of single other firms could be worked out. */
  readonly audience?: 'enterprises'
}

export interface Page {
  readonly limit: number
  /** Items passed over: those of the pages before. */
  readonly offset: number
}

export interface ChainScope extends Scope {
  readonly chain: string
}

/** Readers answer null for a chain, segment or firm that does not exist. */
export interface ChainServices {
  list(): Promise<readonly ChainItem[]>
  graph(query: ChainScope): Promise<ChainGraph | null>
  segment(query: ChainScope & { readonly segment: string }): Promise<SegmentDetail | null>
  gaps(query: ChainScope & { readonly candidates: number }): Promise<readonly Gap[] | null>
  gapRegions(query: ChainScope & { readonly level: 'city' | 'county' }): Promise<readonly GapRegion[] | null>
  /** Null also for a firm without a transaction in the window. */
  neighbourhood(query: { readonly creditCode: string; readonly hops: number }): Promise<Neighbourhood | null>
  /** Stores a person's decision about a firm's place in the chain and computes again. */
  override(request: Override & { readonly chain: string; readonly by: string }): Promise<'stored' | 'unknown'>
}

export interface MetricScope extends Scope {
  readonly metric: string
  /** Absent = the chain the metric is shown for by default. */
  readonly chain?: string
}

/** Readers answer null for a metric or chain that does not exist. */
export interface MetricServices {
  list(): readonly MetricDefinition[]
  read(query: MetricScope): Promise<Metric | null>
  regions(
    query: MetricScope & { readonly level: 'city' | 'county' },
  ): Promise<RegionValueList['items'] | null>
  evidence(query: MetricScope & Page): Promise<MetricEvidence | null>
}

export interface AlertServices {
  /**
   * With `after`: stored alerts of a higher sequence, ascending; otherwise the newest, descending,
   * `limit` of them at most. `latest` is the highest sequence stored, whatever the filter. An alert without a region belongs
   * to the whole province.
   */
  read(query: {
    readonly after?: number
    /** Only alerts of a lower sequence: the page after the one that ended with it. */
    readonly before?: number
    readonly rule?: string
    readonly region?: string
    readonly realm?: Realm
    /** Only alerts about this firm. */
    readonly creditCode?: string
    /** 'YYYY-MM' or 'YYYY-MM-DD': only events up to then. */
    readonly asOf?: string
    readonly limit: number
  }): Promise<{ readonly items: readonly Alert[]; readonly latest: number }>
}

export interface MigrationScope extends Scope {
  readonly chain?: string
  readonly months: number
}

export interface MigrationServices {
  flows(query: MigrationScope): Promise<MigrationFlows>
  events(
    query: MigrationScope & Page,
  ): Promise<{ readonly items: readonly MigrationEvent[]; readonly total: number }>
  watchList(query: MigrationScope & Page): Promise<{
    readonly items: readonly WatchItem[]
    readonly total: number
    readonly month: string
    readonly backtest: Static<typeof WatchList>['backtest']
  }>
}

export interface UploadRequest {
  /** 'public/enterprise-registration' */
  readonly dataset: string
  /** Absolute path of the received file; it is removed after the answer. */
  readonly path: string
  /** As the sender named it. */
  readonly fileName: string
  readonly source: string
  readonly loadedBy: string
  readonly demonstration: boolean
  /** Only rows of this firm are loaded, the others are quarantined; null = all rows. */
  readonly onlyCreditCode: string | null
}

export interface IngestServices {
  /** Queues the file and resolves when its batch, loaded, repeated or failed, is in the ledger. */
  upload(request: UploadRequest): Promise<{ readonly batchId: number }>
  /** What is running now, and what ended within the last minutes. */
  progress(): readonly Progress[]
  sources(): Promise<readonly SourceItem[]>
  /** Starts a run now; it goes on after the answer. */
  run(source: string, by: string): Promise<'started' | 'running' | 'not-configured' | 'unknown'>
  /** Gives up a run under way; what it has begun to merge is still merged. */
  cancel(source: string, by: string): Promise<'cancelling' | 'not-running' | 'unknown'>
  setEnabled(source: string, enabled: boolean): Promise<'stored' | 'unknown'>
  /** Has computed what follows from changed records or decisions; goes on after the answer. */
  refresh(): void
}

export interface LineageServices {
  /**
   * A row in the version that a batch brought, or the one in force; null when there is no such dataset or row,
   * or the viewer does not reach it.
   */
  row(query: {
    readonly dataset: string
    readonly rowId: number
    readonly batchId?: number | undefined
  }): Promise<SourceRow | null>
}

/** What the API needs of the stages before it; server/main.ts puts it together. */
export interface Services {
  readonly chain: ChainServices
  readonly metrics: MetricServices
  readonly alerts: AlertServices
  readonly migration: MigrationServices
  readonly ingest: IngestServices
  readonly lineage: LineageServices
}
