import { type Transaction, sql } from 'kysely'
import { type NamedDataset, dataset, tableName } from '../datasets/registry.ts'
import type { Schema } from '../warehouse/schema.ts'

/** A row by the values of its dataset's key, which outlive its row id. */
export interface RowReference {
  readonly dataset: string
  /** The key values as a JSON array. */
  readonly rowKey: string
}

/** A row that names a firm without giving its credit code. */
export interface Subject extends RowReference {
  readonly rowId: number
  readonly name: string
  /** GB/T 2260, as exact as the row tells. */
  readonly region: string | null
  /** Province by name where no code is given. */
  readonly province: string | null
  readonly demonstration: boolean
  /** Only a short name is known: enough for a proposal, not for a link. */
  readonly shortOnly: boolean
  /** Year the row speaks of, for names that firms have since given up. */
  readonly year: number | null
}

interface SubjectSource {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly province: string
  readonly shortOnly: string
  readonly year: string
  readonly condition: string
}

const none = 'null::text'

const sources: readonly SubjectSource[] = [
  {
    id: 'public/listed-company',
    // A listed company is a 股份有限公司 by law, so its short name may stand for one.
    name: `coalesce(s.full_name, s.short_name || '股份')`,
    region: 'coalesce(s.county_code, s.city_code)',
    province: 's.province',
    shortOnly: 's.full_name is null',
    year: 'null::bigint',
    condition: 'coalesce(s.full_name, s.short_name) is not null',
  },
  {
    id: 'public/honour',
    name: 's.enterprise_name',
    region: 's.region_code',
    province: none,
    shortOnly: 'false',
    year: 's.awarded_year',
    condition: 'true',
  },
  {
    id: 'enterprise/enterprise-product',
    name: 's.enterprise_name',
    region: none,
    province: none,
    shortOnly: 'false',
    year: 'null::bigint',
    // Products of listed companies follow the listing.
    condition: 's.security_code is null',
  },
]

/** Datasets whose rows are linked by name. */
export const subjectDatasets: readonly string[] = sources.map((source) => source.id)

export function rowKeySql(of: NamedDataset, alias: string): string {
  return `jsonb_build_array(${of.key.map((column) => `${alias}."${column}"`).join(', ')})::text`
}

/** Every row that lacks a credit code and names a firm, or the one asked for if it does. */
export async function readSubjects(
  transaction: Transaction<Schema>,
  only?: RowReference,
): Promise<Subject[]> {
  const queries = sources.map((source) => {
    const of = dataset(source.id)
    return `select '${source.id}' as dataset, ${rowKeySql(of, 's')} as "rowKey", s.row_id as "rowId",
      ${source.name} as name, ${source.region} as region, ${source.province} as province,
      coalesce(b.demonstration, false) as demonstration, ${source.shortOnly} as "shortOnly", ${source.year} as year
      from ${tableName(of)} s left join brain.batch b on b.id = s.batch_id
      where s.credit_code is null and ${source.condition}`
  })
  const condition =
    only === undefined ? sql`true` : sql`(dataset, "rowKey") = (${only.dataset}, ${only.rowKey})`
  const { rows } = await sql<Subject>`
    select * from (${sql.raw(queries.join('\nunion all\n'))}) subject where ${condition} order by 1, 2`.execute(
    transaction,
  )
  return rows
}
