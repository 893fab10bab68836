import { createHash } from 'node:crypto'
import { type Transaction, sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import { columnsOf, dataset as datasetOf, type NamedDataset, tableName } from '../datasets/registry.ts'
import type { DuplicateMember } from '../warehouse/schema/governance.ts'
import type { Schema } from '../warehouse/schema.ts'

/** Ways in which records whose keys differ may yet be one. */
export const duplicateKinds = {
  'enterprise-name': '同市同名（不计组织形式）而信用代码不同',
  'honour-firm': '同一企业以两种写法列入同一名单',
  'listed-name': '同一公司以两个证券代码列入',
  'same-content': '编号不同而其余各列全部相同',
} as const
export type DuplicateKind = keyof typeof duplicateKinds

interface Finder {
  readonly kind: DuplicateKind
  readonly dataset: string
  /** Gives demonstration, title and members (jsonb) of each group. */
  readonly query: string
}

const most = 500

/** Members of a group, as rows of `dataset` under `alias`. */
function members(dataset: string, alias: string, key: string, name: string): string {
  return `jsonb_agg(jsonb_build_object('dataset', '${dataset}', 'rowId', ${alias}.row_id, 'key', ${key}, 'name', ${name})
    order by ${key}) as members`
}

const registration = 'public/enterprise-registration'
const honour = 'public/honour'
const listed = 'public/listed-company'
const table = (id: string): string => tableName(datasetOf(id))

const finders: readonly Finder[] = [
  {
    kind: 'enterprise-name',
    dataset: registration,
    query: `select g.demonstration, min(g.name) as title, ${members(registration, 'r', 'r.credit_code', 'r.name')}
      from brain.golden_enterprise g join ${table(registration)} r on r.credit_code = g.credit_code
      where g.city_code is not null and g.is_branch is not true and coalesce(g.status, '存续') = '存续'
      group by g.demonstration, g.city_code, regexp_replace(g.name_key, '股份|有限|责任|公司', '', 'g')
      having count(*) > 1`,
  },
  {
    kind: 'honour-firm',
    dataset: honour,
    query: `select b.demonstration, h.kind || ' ' || h.awarded_year as title,
        ${members(honour, 'h', 'h.enterprise_name', 'h.enterprise_name')}
      from ${table(honour)} h join brain.batch b on b.id = h.batch_id
      left join brain.enterprise_alias a on a.dataset = '${honour}' and a.row_id = h.row_id and a.outcome = 'link'
      group by b.demonstration, h.kind, h.awarded_year,
        coalesce(h.credit_code, a.credit_code, regexp_replace(normalize(h.enterprise_name, nfkc), '[\\s()]', '', 'g'))
      having count(*) > 1`,
  },
  {
    kind: 'listed-name',
    dataset: listed,
    query: `select b.demonstration, min(s.full_name) as title,
        ${members(listed, 's', 's.security_code', `coalesce(s.short_name, s.full_name)`)}
      from ${table(listed)} s join brain.batch b on b.id = s.batch_id where s.full_name is not null
      group by b.demonstration, s.full_name having count(*) > 1`,
  },
  sameContent('public/tender-award', 'project'),
  sameContent('enterprise/supply-transaction', 'product'),
]

/** Records that differ in their number alone. */
function sameContent(id: string, name: string): Finder {
  const dataset = datasetOf(id)
  const key = dataset.key[0] ?? ''
  const rest = columnsOf(dataset)
    .map(([column]) => column)
    .filter((column) => column !== key)
  return {
    kind: 'same-content',
    dataset: id,
    query: `select b.demonstration, min(s."${name}") as title, ${members(id, 's', `s."${key}"`, `s."${name}"`)}
      from ${tableName(dataset)} s join brain.batch b on b.id = s.batch_id
      group by b.demonstration, ${rest.map((column) => `s."${column}"`).join(', ')} having count(*) > 1`,
  }
}

interface Found {
  readonly demonstration: boolean
  readonly title: string | null
  readonly members: readonly DuplicateMember[]
}

/** Finds groups anew; what people decided about a group stays with it. */
export async function findDuplicates(
  transaction: Transaction<Schema>,
  dataset: NamedDataset,
  now: Date,
): Promise<void> {
  for (const { kind, query } of finders.filter((finder) => finder.dataset === dataset.id)) {
    const { rows } = await sql.raw<Found>(`${query} limit ${most}`).execute(transaction)
    const groups = rows.map((row) => ({
      kind,
      dataset: dataset.id,
      realm: (row.demonstration ? 'demonstration' : 'actual') satisfies Realm,
      fingerprint: fingerprint(kind, row),
      title: row.title ?? '',
      members: row.members,
    }))
    await sql`
      insert into brain.duplicate_candidate as d (kind, dataset, realm, fingerprint, title, members, found_at)
      select kind, dataset, realm, fingerprint, title, members, ${now}
      from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
        as g(kind text, dataset text, realm text, fingerprint text, title text, members jsonb)
      on conflict (fingerprint) do update set title = excluded.title, members = excluded.members,
        state = case d.state when 'gone' then 'open' else d.state end`.execute(transaction)
    await sql`
      update brain.duplicate_candidate set state = 'gone'
      where kind = ${kind} and dataset = ${dataset.id} and state = 'open'
        and fingerprint <> all(${groups.map((group) => group.fingerprint)}::text[])`.execute(transaction)
  }
}

/** A group is known by the keys in it. */
function fingerprint(kind: DuplicateKind, { members: group, demonstration }: Found): string {
  const keys = group.map(({ dataset, key }) => `${dataset} ${key}`).toSorted()
  return createHash('sha256')
    .update(JSON.stringify([kind, demonstration, keys]))
    .digest('base64url')
}
