import type { ColumnType, Generated } from 'kysely'

/** The row that gave a golden field; for list fields the first of `rows` rows. */
export interface FieldSource {
  readonly dataset: string
  readonly rowId: number
  readonly batchId: number
  readonly rowNumber: number
  readonly rows?: number
}

/** link: the same firm; review: a person should look; none: no firm of the registry. */
export type MatchOutcome = 'link' | 'review' | 'none'

/**
 * How a row came to its firm: by its written name, by name and place, by a name the firm bore before, as the
 * register's own former name, or by a person.
 */
export type AliasMethod = 'name' | 'name-place' | 'former-name' | 'registered' | 'judgement'

/** One firm as all sources together know it. Money in 分, null = not known. */
export interface GoldenEnterpriseTable {
  credit_code: string
  name: string
  /** Normalised name, the form in which names are compared for equality. */
  name_key: string
  demonstration: boolean
  /** GB/T 2260 codes in force of the current address; a county is null in development zones without one. */
  province_code: string | null
  city_code: string | null
  county_code: string | null
  /** Division of the authority that first registered the firm, as in the source or the credit code. */
  authority_code: string | null
  /** What the place rests on: the address as read, the codes a source declared, or the authority's division. */
  place_basis: 'address' | 'declared' | 'authority' | null
  address: string | null
  registered_on: string | null
  registered_capital: number | null
  capital_currency: string | null
  industry_code: string | null
  enterprise_type: string | null
  status: string | null
  is_branch: boolean | null
  business_scope: string | null
  products: ColumnType<readonly string[], readonly string[] | undefined, readonly string[]>
  listed_code: string | null
  listed_board: string | null
  /** True with a report for the latest year on record, false with older reports only, null without any. */
  above_scale: boolean | null
  revenue: number | null
  revenue_year: number | null
  employees: number | null
  research_expense: number | null
  honours: ColumnType<readonly string[], readonly string[] | undefined, readonly string[]>
  /** Lower case: name, pinyin, initials, then former and short names. */
  search: string
  /** The rows that fields come from, by letter; read field_sources instead. */
  source_rows: ColumnType<Readonly<Record<string, FieldSource>>, string, string>
  /** A letter of source_rows a field, '-' for none. */
  field_choice: string
  /** Which row gave each field; derived from the two above when read. */
  field_sources: ColumnType<Readonly<Record<string, FieldSource>>, never, never>
  updated_at: Date
}

export interface EnterpriseAliasTable {
  dataset: string
  /** Values of the dataset's key columns as a JSON array, which outlive a row id. */
  row_key: string
  position: Generated<number>
  row_id: number
  name: string
  credit_code: string | null
  outcome: MatchOutcome
  /** Σ log₂(m/u), bits. */
  score: number | null
  method: AliasMethod
  known_from: string | null
  known_until: string | null
}

/**
 * A person's decision about one row: it is this firm ('link'), it is not (that firm, or any when null; 'none'), or
 * the person cannot tell ('unsure'), which decides nothing and sends the row to the end of the queue.
 */
export interface JudgementTable {
  id: Generated<number>
  dataset: string
  row_key: string
  credit_code: string | null
  outcome: 'link' | 'none' | 'unsure'
  /** The score that stood when it was decided. */
  score: number | null
  method: string
  detail: ColumnType<Readonly<Record<string, unknown>>, string, never>
  decided_by: string
  decided_at: Date
  revoked_by: string | null
  revoked_at: Date | null
}

export interface FusionTables {
  'brain.golden_enterprise': GoldenEnterpriseTable
  'brain.enterprise_alias': EnterpriseAliasTable
  'brain.judgement': JudgementTable
  'brain.fused_batch': { batch_id: number; fused_at: Date }
}
