/** The three data warehouses (公共数据仓、行业数据仓、企业数据仓). */
export type Warehouse = 'public' | 'industry' | 'enterprise'

export const warehouseTitles: Readonly<Record<Warehouse, string>> = {
  public: '公共数据仓',
  industry: '行业数据仓',
  enterprise: '企业数据仓',
}

/** money: input in yuan with at most two decimals, stored as bigint cents. month: 'YYYY-MM'. */
export type ColumnType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'boolean'
  | 'date'
  | 'month'
  | 'timestamp'
  | 'json'

/** GB/T 43697-2024: 一般数据 levels 1–4, then 重要 and 核心. */
export type Grade = 'L1' | 'L2' | 'L3' | 'L4' | 'important' | 'core'

/** 政务信息资源目录 共享类型: 无条件共享, 有条件共享, 不予共享. */
export type ShareType = 'unconditional' | 'conditional' | 'none'

/** 更新周期. */
export type Cycle = 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly' | 'irregular'

export interface Column {
  /** Chinese name of the information item, as shown and as accepted for a header. */
  readonly title: string
  readonly type: ColumnType
  readonly unit?: string
  /** An absent value is quarantined. Key columns are always required. */
  readonly required?: boolean
  /** text: longest value in characters (default 4000). */
  readonly maxLength?: number
  /** text: whole value must match; compiled with the `u` flag. */
  readonly pattern?: string
  /** text: the closed vocabulary; anything else is quarantined, never defaulted. */
  readonly oneOf?: readonly string[]
  /** integer, decimal, money (yuan): inclusive bounds. */
  readonly minimum?: number
  readonly maximum?: number
  /** date, month, timestamp: a value after the day of loading is quarantined. */
  readonly notFuture?: boolean
  /** Checks that warn and keep the row: `credit-code` per GB 32100-2015 (early pilots issued codes that fail it). */
  readonly warn?: 'credit-code'
  /** Higher than the dataset's grade where the column alone demands it. */
  readonly grade?: Grade
  /** Further headers under which files carry this column, beside its name and its title. */
  readonly aliases?: readonly string[]
}

/** Figures kept by period and merged in the ingest transaction, so that screens never scan facts. */
export interface Rollup {
  /** Table suffix: <dataset>_by_<name>. */
  readonly name: string
  /** The month column; corrections recompute only its dirty values. */
  readonly month: string
  /** Further grouping columns; an absent value groups as ''. */
  readonly by: readonly string[]
  /** Keeps fictional and real facts apart by a further group `realm`, read off the credit codes of the fact. */
  readonly byRealm?: true
  /** Columns summed; a row count `facts` is always kept. */
  readonly sum: readonly string[]
}

/**
 * One dataset, declared once: table, row type, validator, catalogue entry and API schema follow from it.
 * The path is the identity: server/datasets/public/enterprise-registration.ts is `public/enterprise-registration`.
 */
export interface Dataset {
  readonly title: string
  readonly summary: string
  /** Who answers for the data (数据责任单位). */
  readonly steward: string
  readonly cycle: Cycle
  readonly share: ShareType
  readonly shareCondition?: string
  readonly grade: Grade
  /** 政务信息资源目录 分类: 类/项/目. */
  readonly category: string
  /** 细目, where a 目 holds several kinds. */
  readonly detail?: string
  /** Place among the datasets of its 目, the last part of the resource code; 1 where it is the only one. */
  readonly sequence?: number
  /** Why anyone may know the content (依法公开的依据); absent = it is not public. */
  readonly publicBasis?: string
  /** Unified social credit code of the steward, once it has registered one here. */
  readonly stewardCode?: string
  /** 发布日期 of the catalogue entry, YYYY-MM-DD. */
  readonly releasedOn?: string
  /** 版本 of the catalogue entry, '1.0' at first. */
  readonly version?: string
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, Column>>
  readonly indexes?: readonly (readonly string[])[]
  readonly rollups?: readonly Rollup[]
}

type ValueOf<T extends ColumnType> = T extends 'text' | 'month' | 'date'
  ? string
  : T extends 'integer' | 'decimal' | 'money'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends 'timestamp'
        ? Date
        : unknown

type IsRequired<D extends Dataset, C extends keyof D['columns']> = C extends D['key'][number]
  ? true
  : D['columns'][C] extends { readonly required: true }
    ? true
    : false

/** The row as queries see it: bigint columns arrive as numbers (safe to 2^53 cents = 90 兆元). */
export type Row<D extends Dataset> = {
  readonly [C in keyof D['columns'] & string]:
    | ValueOf<D['columns'][C]['type']>
    | (IsRequired<D, C> extends true ? never : null)
}

/** Columns the warehouse adds to every row: where it came from and when it was valid. */
export interface Provenance {
  readonly row_id: number
  readonly batch_id: number
  readonly row_number: number
  readonly row_hash: string
  readonly valid_from: Date
}
