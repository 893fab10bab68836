import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ColumnType } from '../../server/datasets/contract.ts'
import { columnsOf, datasets } from '../../server/datasets/registry.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { openTestDatabase } from '../database.ts'

/** information_schema's words, written here on their own so that a change of the mapping is noticed. */
const storedTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'double precision',
  money: 'bigint',
  boolean: 'boolean',
  date: 'date',
  month: 'text',
  timestamp: 'timestamp with time zone',
  json: 'jsonb',
}

const provenance = {
  row_id: 'bigint',
  batch_id: 'bigint',
  row_number: 'bigint',
  row_hash: 'bigint',
  valid_from: 'timestamp with time zone',
}

interface StoredColumn {
  readonly table_schema: string
  readonly table_name: string
  readonly column_name: string
  readonly data_type: string
  readonly is_nullable: string
}

let database: Database
let stored: ReadonlyMap<string, ReadonlyMap<string, StoredColumn>>

async function columnsInDatabase(): Promise<ReadonlyMap<string, ReadonlyMap<string, StoredColumn>>> {
  const { rows } = await sql<StoredColumn>`
    select table_schema, table_name, column_name, data_type, is_nullable
    from information_schema.columns
    where table_schema in ('public_warehouse', 'industry_warehouse', 'enterprise_warehouse')`.execute(
    database.kysely,
  )
  const tables = Map.groupBy(rows, (row) => `${row.table_schema}.${row.table_name}`)
  return new Map(
    [...tables].map(([table, columns]) => [
      table,
      new Map(columns.map((column) => [column.column_name, column])),
    ]),
  )
}

beforeAll(async () => {
  database = await openTestDatabase()
  await ensureTables(database, datasets.values())
  stored = await columnsInDatabase()
})
afterAll(() => database.close())

describe.each([...datasets.values()].map((contract) => [contract.id, contract] as const))(
  'table of %s',
  (_, contract) => {
    it.each(['', '_history'])('agrees with the contract (%s)', (suffix) => {
      const table = stored.get(`${contract.schema}.${contract.table}${suffix}`)
      const expected = {
        ...Object.fromEntries(columnsOf(contract).map(([name, column]) => [name, storedTypes[column.type]])),
        ...provenance,
        ...(suffix === '' ? {} : { valid_to: 'timestamp with time zone' }),
      }
      const actual = Object.fromEntries([...(table ?? [])].map(([name, column]) => [name, column.data_type]))
      expect(actual).toEqual(expected)
      for (const [name, column] of columnsOf(contract)) {
        const required = contract.key.includes(name) || column.required === true
        expect(table?.get(name)?.is_nullable, name).toBe(required ? 'NO' : 'YES')
      }
    })

    it('has a unique index on the key', async () => {
      const { rows } = await sql<{ columns: string[] }>`
      select array(
        select a.attname::text from unnest(i.indkey) with ordinality as k(attnum, position)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by k.position
      ) as columns
      from pg_index i
      where i.indrelid = ${`${contract.schema}.${contract.table}`}::regclass and i.indisunique`.execute(
        database.kysely,
      )
      expect(rows.map((row) => row.columns)).toContainEqual([...contract.key])
    })

    it('has its roll-ups', () => {
      for (const rollup of contract.rollups ?? []) {
        const table = stored.get(`${contract.schema}.${contract.table}_by_${rollup.name}`)
        expect([...(table?.keys() ?? [])].toSorted()).toEqual(
          ['month', ...rollup.by, ...(rollup.byRealm ? ['realm'] : []), 'facts', ...rollup.sum].toSorted(),
        )
      }
    })
  },
)
