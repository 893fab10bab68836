import { type NamedDataset, dataset, tableName } from '../datasets/registry.ts'
import {
  type GoldenSource,
  fieldPrecedence,
  goldenSources,
  placePrecedence,
  revenuePrecedence,
  sourceLetters,
} from './golden-precedence.ts'

/** SQL of the golden select, made from golden-precedence.ts. Names in it come from contracts, never from outside. */

/** Temporary tables of one refresh, dropped at its commit. */
export const touchedTable = 'pg_temp.fusion_touched'
export const listedTable = 'pg_temp.fusion_listed'
export const textTable = 'pg_temp.fusion_text'
export const listTable = 'pg_temp.fusion_list'

export function sourceJson(id: string, row: string): string {
  return `jsonb_build_object('dataset', '${id}', 'rowId', ${row}.row_id, 'batchId', ${row}.batch_id, 'rowNumber', ${row}.row_number)`
}

const source = (name: GoldenSource): NamedDataset => dataset(goldenSources[name])
const table = (name: GoldenSource): string => tableName(source(name))

const joins: Readonly<Record<GoldenSource, string>> = {
  registration: `left join ${table('registration')} registration on registration.credit_code = k.credit_code`,
  profile: `left join ${table('profile')} profile on profile.credit_code = k.credit_code`,
  listed: `left join ${listedTable} on fusion_listed.credit_code = k.credit_code
    left join ${table('listed')} listed on listed.row_id = fusion_listed.row_id`,
  target: `left join ${table('target')} target on target.credit_code = k.credit_code`,
  scale: `left join (${latest('scale', 'year')}) scale on scale.credit_code = k.credit_code`,
  report: `left join (
      select distinct on (firm) * from (
        select l.credit_code as firm, s.* from ${listedTable} l
          join ${table('listed')} company on company.row_id = l.row_id
          join ${table('report')} s on s.security_code = company.security_code
        union all
        select s.credit_code, s.* from ${touchedTable} t join ${table('report')} s on s.credit_code = t.credit_code
      ) s order by firm, year desc
    ) report on report.firm = k.credit_code`,
  insured: `left join (${latest('insured', 'month')}) insured on insured.credit_code = k.credit_code`,
}

function latest(name: GoldenSource, period: string): string {
  return `select distinct on (s.credit_code) s.* from ${touchedTable} t
    join ${table(name)} s on s.credit_code = t.credit_code order by s.credit_code, s.${period} desc`
}

const all = Object.keys(goldenSources) as readonly GoldenSource[]

/** Sources beside the codes of `k`, one row a firm. */
const joined = (names: readonly GoldenSource[]): string => names.map((name) => joins[name]).join('\n')

const column = ([name, field]: readonly [GoldenSource, string]): string => `${name}.${field}`

function coalesce(choices: readonly (readonly [GoldenSource, string])[]): string {
  return choices.length === 1 && choices[0] !== undefined
    ? column(choices[0])
    : `coalesce(${choices.map(column).join(', ')})`
}

/** Names, addresses and codes, which are worked on outside SQL. One page: $1 = last code seen, $2 = codes a page. */
export const textSelect = `
  select k.credit_code, ${coalesce(fieldPrecedence.name)} as name, ${coalesce(fieldPrecedence.address)} as address,
    ${coalesce(placePrecedence)} as declared_code,
    coalesce(registration.registration_authority_code,
      case when substr(k.credit_code, 3, 6) ~ '^[1-9][0-9]{5}$' then substr(k.credit_code, 3, 6) end) as authority_code,
    array_remove(array[profile.short_name, listed.short_name], null) as short_names,
    former.names as former_names
  from (select credit_code from ${touchedTable} where credit_code > $1 order by credit_code limit $2) k
  ${joined(['registration', 'profile', 'listed', 'target', 'report'])}
  left join (
    select c.credit_code, array_agg(distinct c.before) as names from ${touchedTable} t
    join ${tableName(dataset('public/registration-change'))} c on c.credit_code = t.credit_code
    where c.item = '名称' and c.before is not null group by c.credit_code
  ) former on former.credit_code = k.credit_code
  order by k.credit_code`

const fields = Object.entries(fieldPrecedence) as readonly [
  string,
  readonly (readonly [GoldenSource, string])[],
][]

const sourceRows = [
  ...all.map(
    (name) =>
      `'${sourceLetters[name]}', case when ${name}.row_id is not null then ${sourceJson(goldenSources[name], name)} end`,
  ),
  `'${sourceLetters.products}', list.products_source`,
  `'${sourceLetters.honours}', list.honours_source`,
]

/** The lateral stays shut for the many firms without any revenue. */
const revenue = `left join lateral (
    select v.amount, v.year, v.letter from (values ${revenuePrecedence
      .map(([name, amount, year], rank) => {
        const yearColumn = year === null ? 'null::bigint' : `${name}.${year}`
        return `(${rank}, ${name}.${amount}, ${yearColumn}, '${sourceLetters[name]}')`
      })
      .join(', ')}) v(rank, amount, year, letter)
    where v.amount is not null and ${coalesce(revenuePrecedence.map(([name, amount]) => [name, amount]))} is not null
    order by v.year desc nulls last, v.rank limit 1) revenue on true`

/** The letter of the source whose column wins. */
function winner(choices: readonly (readonly [GoldenSource, string])[]): string {
  const whens = choices.map(
    (choice) => `when ${column(choice)} is not null then '${sourceLetters[choice[0]]}'`,
  )
  return `case ${whens.join(' ')} else '-' end`
}

const present = (expression: string, letter: string): string =>
  `case when ${expression} is not null then '${letter}' else '-' end`

/** In the order of the migration's sourcedFields. */
const fieldChoice = [
  ...fields.map(([, choices]) => winner(choices)),
  `coalesce(revenue.letter, '-')`,
  present('scale.row_id', sourceLetters.scale),
  `case text.place_basis when 'address' then ${winner(fieldPrecedence.address)}
    when 'declared' then ${winner(placePrecedence)} else ${present('registration.row_id', sourceLetters.registration)} end`,
  present('list.products', sourceLetters.products),
  present('list.honours', sourceLetters.honours),
]

const currency = `case when registration.registered_capital is not null then registration.capital_currency end`

const columns: readonly (readonly [string, string])[] = [
  ['credit_code', 'k.credit_code'],
  ['name_key', 'text.name_key'],
  ['demonstration', `substr(k.credit_code, 9, 4) = 'DEM0'`],
  ['province_code', 'text.province_code'],
  ['city_code', 'text.city_code'],
  ['county_code', 'text.county_code'],
  ['authority_code', 'text.authority_code'],
  ['place_basis', 'text.place_basis'],
  ['capital_currency', currency],
  ...fields.map(([field, choices]): [string, string] => [field, coalesce(choices)]),
  ['products', `coalesce(list.products, '{}')`],
  ['above_scale', 'scale.year >= latest.year'],
  ['revenue', 'revenue.amount'],
  ['revenue_year', 'revenue.year'],
  ['honours', `coalesce(list.honours, '{}')`],
  ['search', 'text.search'],
  ['source_rows', `jsonb_strip_nulls(jsonb_build_object(${sourceRows.join(', ')}))`],
  ['field_choice', fieldChoice.join('\n      || ')],
]

const names = columns.map(([name]) => name)

/** The latest year with reports, of fictional and of actual firms. */
export const selectLatestScale = `
    select substr(credit_code, 9, 4) = 'DEM0' as demonstration, max(year) as year from ${table('scale')} group by 1`

const goldenFrom = `from ${touchedTable} k
  ${joined(all)}
  join ${textTable} text on text.credit_code = k.credit_code
  left join ${listTable} list on list.credit_code = k.credit_code
  left join latest on latest.demonstration = (substr(k.credit_code, 9, 4) = 'DEM0')
  ${revenue}`

/**
 * The golden enterprises of the touched firms, with the columns of their table but updated_at and field_sources;
 * a part `latest` before it gives what {@link selectLatestScale} does.
 */
export const goldenRows = `
  select ${columns.map(([name, expression]) => `${expression} as ${name}`).join(',\n    ')}
  ${goldenFrom}`

/** Writes the touched firms of an empty table. $1 = now. */
export const goldenInsert = `
  with latest as (${selectLatestScale})
  insert into brain.golden_enterprise as g (${names.join(', ')}, updated_at)
  select ${columns.map(([, expression]) => expression).join(',\n    ')}, $1
  ${goldenFrom}`

/** Writes the touched firms; rows that stay as they were are not written, so updated_at tells a real change. $1 = now. */
export const goldenUpsert = `${goldenInsert}
  on conflict (credit_code) do update set ${[...names.slice(1), 'updated_at'].map((name) => `${name} = excluded.${name}`).join(', ')}
  where (${names
    .slice(1)
    .map((name) => `g.${name}`)
    .join(', ')})
    is distinct from (${names
      .slice(1)
      .map((name) => `excluded.${name}`)
      .join(', ')})`
