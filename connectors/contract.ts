import type { Readable } from 'node:stream'

/** How the bytes of a delivery are to be read; `auto` looks at the name and the first bytes. */
export type Format = 'auto' | 'csv' | 'csv.gz' | 'tsv' | 'xlsx' | 'jsonl' | 'geojson' | 'records'

/** What a connector may use from outside; everything else is its own. */
export interface FetchContext {
  /** Folder of the pack's files (`--data`), where the pack needs one. */
  readonly dataFolder?: string
  /** Options of the pack or of the operator for this connector. */
  readonly options: Readonly<Record<string, string>>
  /** Where the last successful run ended, as the connector wrote it. */
  readonly watermark?: string
  readonly now: Date
  readonly signal: AbortSignal
  /** fetch with retries, rate limit and egress allow-list; tests pass a recorded one. */
  readonly http: typeof fetch
}

/** One original: a file on disk, bytes, or records already in memory order. */
export interface Delivery {
  /** File name or address shown in evidence. */
  readonly name: string
  readonly format: Format
  /** The date for which the source states the data; the time of loading where it states none. */
  readonly effectiveAt?: Date
  /** Absolute path (never copied into memory), or a stream of bytes, or records. */
  readonly content:
    | { readonly path: string }
    | { readonly bytes: () => Readable }
    | { readonly records: () => AsyncIterable<SourceRecord> | Iterable<SourceRecord> }
  /** Written as the connector's watermark after the batch is loaded. */
  readonly watermark?: string
}

/** A record as the source has it: header → text. */
export type SourceRecord = Readonly<Record<string, string>>

/** A record in the contract's columns, as text; '' and absent are no value. */
export type ContractRecord = Readonly<Record<string, string | undefined>>

/** null = not of this dataset, left out by name; the reason is counted and shown. */
export type Parsed = ContractRecord | readonly ContractRecord[] | { readonly ignored: string }

/** An option that the operator gives a connector, as text. */
export interface ConnectorOption {
  readonly name: string
  readonly title: string
  /** Never shown and never logged. */
  readonly secret?: boolean
}

/**
 * One source = one file; its folder is the warehouse it feeds; the path is the identity
 * (connectors/public/shandong-registry.ts is `public/shandong-registry`).
 */
export interface Connector {
  readonly title: string
  readonly publisher: string
  readonly licence: string
  /** Dataset id, e.g. 'public/enterprise-registration'. */
  readonly dataset: string
  /** Fictional data; shown as 演示数据 wherever it appears. */
  readonly demonstration?: boolean
  /** cron expression, Asia/Shanghai; absent = run by hand or with its pack. */
  readonly schedule?: string
  /** Contract rows one run is expected to give, those left out by name not counted; a run outside it warns or fails. */
  readonly expectedYield?: {
    readonly minimum: number
    readonly maximum: number
    readonly outside: 'warn' | 'fail'
  }
  /** Options without which it cannot run: it stays off until the operator gives them. */
  readonly needs?: readonly ConnectorOption[]
  /** I/O: what there is to load, in order. Called once a run. */
  fetch(context: FetchContext): AsyncIterable<Delivery>
  /** Source header → contract column; a value '=text' under a contract column's name is a constant. */
  readonly columns?: Readonly<Record<string, string>>
  /** Pure: a source record in the contract's columns. Absent when `columns` is enough (the fast path). */
  parse?(record: SourceRecord, delivery: { readonly name: string }): Parsed
}

/** A pack = which connectors run, in order, with which options. */
export interface Pack {
  readonly title: string
  readonly summary: string
  readonly demonstration: boolean
  readonly needsDataFolder: boolean
  readonly connectors: readonly {
    readonly id: string
    readonly options?: Readonly<Record<string, string>>
  }[]
}
