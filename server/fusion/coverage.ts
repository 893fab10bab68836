import { type Transaction, sql } from 'kysely'
import { creditCode } from '../datasets/columns.ts'
import { columnsOf, datasets, type NamedDataset, tableName } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { AliasMethod } from '../warehouse/schema/fusion.ts'
import type { Schema } from '../warehouse/schema.ts'
import { goldenSources } from './golden-precedence.ts'
import { subjectDatasets } from './subjects.ts'

const listings = goldenSources.listed

/** How the rows of one dataset, by one column that names a firm, came to their firm. */
export interface Coverage {
  readonly dataset: string
  readonly title: string
  readonly column: string
  readonly columnTitle: string
  readonly rows: number
  /** Carry the code of a firm on record. */
  readonly byCode: number
  /** Carry no code but the security code of a listed firm on record. */
  readonly byListing: number
  /** Carry a code of no firm on record. */
  readonly unknownCode: number
  /** Linked by comparison or by a person. */
  readonly byMethod: Readonly<Partial<Record<AliasMethod, number>>>
  readonly review: number
  /** No firm found. */
  readonly none: number
  /** Neither code nor comparison: names are not compared for this dataset, or the row names nobody. */
  readonly without: number
}

/** Datasets that name firms, with how many of their rows reach one. */
export function readCoverage(platform: Database, realm: Realm): Promise<readonly Coverage[]> {
  return platform.transaction(async (transaction) => {
    // The codes of all firms are hashed; they must fit.
    await sql`set local work_mem = '64MB'`.execute(transaction)
    return countAll(transaction, realm)
  })
}

async function countAll(transaction: Transaction<Schema>, realm: Realm): Promise<readonly Coverage[]> {
  const found: Coverage[] = []
  for (const dataset of datasets.values()) {
    const columns = columnsOf(dataset).filter(([, column]) => column.pattern === creditCode.pattern)
    for (const [name, column] of columns) {
      const codes = await countCodes(transaction, dataset, name, realm)
      if (codes.rows === 0) continue
      const compared =
        name === 'credit_code' && subjectDatasets.includes(dataset.id)
          ? await countAliases(transaction, dataset, realm)
          : { byMethod: {}, linked: 0, review: 0, none: 0 }
      const { byMethod, linked, review, none } = compared
      const { rows, byCode, byListing, unknownCode } = codes
      found.push({
        dataset: dataset.id,
        title: dataset.title,
        column: name,
        columnTitle: column.title,
        rows,
        byCode,
        byListing,
        unknownCode,
        byMethod,
        review,
        none,
        without: rows - byCode - byListing - unknownCode - linked - review - none,
      })
    }
  }
  return found
}

const ofRealm = (realm: Realm) => sql`s.batch_id in (
  select id from brain.batch where status = 'loaded' and demonstration = ${realm === 'demonstration'})`

async function countCodes(
  transaction: Transaction<Schema>,
  dataset: NamedDataset,
  column: string,
  realm: Realm,
) {
  interface Row {
    readonly rows: number
    readonly byCode: number
    readonly byListing: number
    readonly unknownCode: number
  }
  const code = sql`s.${sql.id(column)}`
  // Reports and products of listed firms follow the listing.
  const listing =
    column === 'credit_code' && dataset.columns['security_code'] !== undefined && dataset.id !== listings
      ? sql`s.credit_code is null and s.security_code in (
          select listed_code from brain.golden_enterprise where listed_code is not null)`
      : sql`false`
  const { rows } = await sql<Row>`
    select count(*) as rows, count(g.credit_code) as "byCode",
      count(*) filter (where ${listing}) as "byListing",
      count(*) filter (where ${code} is not null and g.credit_code is null) as "unknownCode"
    from ${sql.raw(tableName(dataset))} s left join brain.golden_enterprise g on g.credit_code = ${code}
    where ${ofRealm(realm)}`.execute(transaction)
  return rows[0] ?? { rows: 0, byCode: 0, byListing: 0, unknownCode: 0 }
}

async function countAliases(transaction: Transaction<Schema>, dataset: NamedDataset, realm: Realm) {
  interface Row {
    readonly outcome: 'link' | 'review' | 'none'
    readonly method: AliasMethod
    readonly rows: number
  }
  const { rows } = await sql<Row>`
    select a.outcome, a.method, count(*) as rows
    from brain.enterprise_alias a join ${sql.raw(tableName(dataset))} s on s.row_id = a.row_id
    where a.dataset = ${dataset.id} and a.position = 1 and ${ofRealm(realm)} group by 1, 2`.execute(
    transaction,
  )
  const sum = (outcome: Row['outcome']) =>
    rows.reduce((total, row) => (row.outcome === outcome ? total + row.rows : total), 0)
  return {
    byMethod: Object.fromEntries(
      rows.filter(({ outcome }) => outcome === 'link').map(({ method, rows: count }) => [method, count]),
    ) as Partial<Record<AliasMethod, number>>,
    linked: sum('link'),
    review: sum('review'),
    none: sum('none'),
  }
}
