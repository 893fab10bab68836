import { randomUUID } from 'node:crypto'
import type { Database } from '../../server/warehouse/database.ts'
import { rowPolicies } from '../../server/warehouse/row-policies.ts'

/** Two tenants: a firm of 广饶县 and one of 青岛黄岛区, with a row of each in every table. */
export const ours = { mark: 'ours', code: '91370523DEM000014Q', county: '370523', city: '370500' }
export const theirs = { mark: 'theirs', code: '91370211MA3QD0007T', county: '370211', city: '370200' }
type Tenant = typeof ours

export interface Relation {
  readonly schema: string
  readonly table: string
  readonly kind: 'r' | 'v'
}

export const name = ({ schema, table }: Relation) => `"${schema}"."${table}"`

/** Every table and view of the warehouses and the platform. */
export async function readRelations(database: Database): Promise<Relation[]> {
  const { rows } = await database.pool.query<Relation>(`
    select n.nspname as schema, c.relname as table, c.relkind as kind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where (n.nspname = 'brain' or n.nspname like '%\\_warehouse' or n.nspname like '%\\_view')
      and c.relkind in ('r', 'p', 'v', 'm') and c.relname not like 'kysely\\_%'
    order by 1, 2`)
  return rows
}

/** Rows are made up column by column: what else a table insists on is not what is tested here. */
export async function dropConstraints(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ statement: string }>(`
    select format('alter table %s drop constraint if exists %I cascade', conrelid::regclass, conname) as statement
    from pg_constraint where contype in ('c', 'f', 'x') and connamespace in
      (select oid from pg_namespace where nspname = 'brain' or nspname like '%\\_warehouse')
    union all
    select format('alter table %s disable trigger user', oid::regclass) from pg_class
    where relkind = 'r' and relnamespace = 'brain'::regnamespace and relhastriggers`)
  for (const { statement } of rows) await database.pool.query(statement)
}

/** A row of the tenant in the table. */
export async function insert(database: Database, relation: Relation, tenant: Tenant): Promise<void> {
  const { rows } = await database.pool.query<{ column: string; type: string }>(
    `select attname as column, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity <> 'a'`,
    [name(relation)],
  )
  const columns = rows.map(({ column }) => `"${column}"`).join(', ')
  const values = rows.map(({ column, type }) => valueOf(relation, column, type, tenant))
  const places = values.map((_, index) => `$${index + 1}`).join(', ')
  const text = rows.length === 0 ? 'default values' : `(${columns}) values (${places})`
  await database.pool.query(`insert into ${name(relation)} ${text}`, values)
}

const number = (tenant: Tenant) => (tenant === ours ? 1 : 2)

function valueOf(relation: Relation, column: string, type: string, tenant: Tenant): unknown {
  if (type.endsWith('[]')) return type.startsWith('text') ? [tenant.mark] : []
  if (/^(bigint|integer|smallint|double precision|real|numeric)$/.test(type)) return number(tenant)
  if (type === 'boolean') return false
  if (type === 'date') return `2026-01-0${number(tenant)}`
  if (type.startsWith('timestamp')) return `2026-01-0${number(tenant)}T00:00:00Z`
  if (type.startsWith('json')) return JSON.stringify({ tenant: tenant.mark })
  if (type === 'bytea') return Buffer.from(tenant.mark)
  if (type === 'uuid') return randomUUID()
  if (type === 'interval') return '1 day'
  const declared = relation.schema === 'brain' ? rowPolicies[relation.table] : undefined
  const named = typeof declared === 'object' && 'firms' in declared ? (declared.firms ?? []) : []
  if (/(^|_)credit_code$/.test(column) || named.includes(column)) return tenant.code
  if (/(^|_)city_code$/.test(column)) return tenant.city
  if (/(^|_)province_code$/.test(column)) return '370000'
  if (/(^|_)(county|region)_code$/.test(column)) return tenant.county
  if (column === 'source') return `upload/${tenant.mark}`
  return tenant.mark
}
