import { sql } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import { readGoldenAsOf } from '../fusion/golden-at.ts'
import { columnOfField } from '../fusion/golden-precedence.ts'
import { endOf } from '../warehouse/as-of.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import type { FieldSource } from '../warehouse/schema/fusion.ts'
import { enterpriseItemColumns, fromGiven, goldenGiven, told } from './enterprise-item.ts'
import type { Enterprise } from './schemas/enterprise.ts'
import type { SourceRef } from './schemas/shared.ts'

interface DetailRow extends Omit<Enterprise, 'fields' | 'aliases'> {
  readonly field_sources: Readonly<Record<string, FieldSource>>
  readonly facts: Readonly<Record<string, string | null>>
}

interface GoldenField {
  readonly name: string
  readonly title: string
  readonly unit?: string
  /** Text of the value in SQL, of `brain.golden_enterprise e`. */
  readonly fact: string
  /** The golden field whose source is its source too; by default its own. */
  readonly sourceOf?: string
}

const place = `(select string_agg(d.name, '' order by d.code) from public_warehouse.division d
  where d.code in (e.province_code, e.city_code, e.county_code))`

/** Golden fields in the order in which they are shown. */
const fields: readonly GoldenField[] = [
  { name: 'name', title: '企业名称', fact: 'e.name' },
  { name: 'enterprise_type', title: '企业类型', fact: 'e.enterprise_type' },
  { name: 'status', title: '登记状态', fact: 'e.status' },
  { name: 'registered_on', title: '成立日期', fact: 'e.registered_on::text' },
  { name: 'registered_capital', title: '注册资本', unit: '元', fact: yuan('registered_capital') },
  {
    name: 'capital_currency',
    title: '注册资本币种',
    fact: 'e.capital_currency',
    sourceOf: 'registered_capital',
  },
  { name: 'address', title: '住所', fact: 'e.address' },
  { name: 'place', title: '所在地', fact: place },
  { name: 'industry_code', title: '国民经济行业代码', fact: 'e.industry_code' },
  { name: 'business_scope', title: '经营范围', fact: 'e.business_scope' },
  { name: 'products', title: '产品', fact: list('products') },
  { name: 'listed_code', title: '证券代码', fact: 'e.listed_code' },
  { name: 'listed_board', title: '上市板块', fact: 'e.listed_board' },
  {
    name: 'above_scale',
    title: '规上企业',
    fact: told(`case e.above_scale when true then '是' when false then '否' end`),
  },
  { name: 'revenue', title: '营业收入', unit: '元', fact: told(yuan('revenue')) },
  {
    name: 'revenue_year',
    title: '营业收入年度',
    unit: '年',
    fact: told('e.revenue_year::text'),
    sourceOf: 'revenue',
  },
  { name: 'employees', title: '从业人数', unit: '人', fact: told('e.employees::text') },
  { name: 'research_expense', title: '研发费用', unit: '元', fact: told(yuan('research_expense')) },
  { name: 'honours', title: '荣誉资质', fact: list('honours') },
]

function yuan(column: string): string {
  return `trim_scale(e.${column} / 100.0)::text`
}

function list(column: string): string {
  return `nullif(array_to_string(e.${column}, '、'), '')`
}

const detail = `select ${enterpriseItemColumns()},
     e.address, e.business_scope as "businessScope", e.industry_code as "industryCode", e.status,
     e.products, e.honours, e.field_sources,
     json_build_object(${fields.map(({ name, fact }) => `'${name}', ${fact}`).join(', ')}) as facts,
     (select coalesce(json_agg(json_build_object('chain', m.chain, 'segment', m.segment,
         'title', coalesce(s.title, m.segment), 'confidence', m.confidence, 'method', m.method,
         'reasons', m.reasons) order by m.confidence desc, m.chain, m.segment), '[]')
       from brain.enterprise_segment m
       left join industry_warehouse.chain_segment s on s.chain = m.chain and s.segment = m.segment
       where m.credit_code = e.credit_code) as classification
   from brain.golden_enterprise e where e.credit_code = $1`

const readDetail = prepare<[creditCode: string], DetailRow>('enterprise-detail', detail)

const readDetailAsOf = prepare<[creditCode: string, rows: string], DetailRow>(
  'enterprise-detail-as-of',
  `with ${goldenGiven('$2')} ${fromGiven(detail)}`,
)

/** All that is known of a firm, each field with the row that gave it; null when there is none. */
export async function readEnterprise(database: Database, creditCode: string): Promise<Enterprise | null> {
  const [row] = await readDetail(database, [creditCode])
  return row === undefined ? null : describe(database, row)
}

/**
 * The same as the sources stood at the end of `asOf`; null also for a firm founded later.
 * @param databases the fields are put together on the platform and told as the viewer may know them
 */
export async function readEnterpriseAsOf(
  { platform, database }: { readonly platform: Database; readonly database: Database },
  creditCode: string,
  asOf: string,
): Promise<Enterprise | null> {
  const { rows, late } = await readGoldenAsOf(platform, [creditCode], asOf)
  const [row] = await readDetailAsOf(database, [creditCode, JSON.stringify(rows)])
  if (row === undefined) return null
  if (row.registeredOn !== null && new Date(`${row.registeredOn}T00:00:00+08:00`) >= endOf(asOf)) return null
  const basis = late.has(creditCode)
    ? '当时尚未入库，按首次入库的记录显示；环节为现行判定'
    : '各项为当时有效的来源版本；环节为现行判定'
  return { ...(await describe(database, row)), asOf, basis }
}

async function describe(database: Database, row: DetailRow): Promise<Enterprise> {
  const { field_sources: given, facts, ...item } = row
  const [batches, aliases] = await Promise.all([
    readBatches(database, Object.values(given)),
    readAliases(database, row.creditCode),
  ])
  return {
    ...item,
    fields: fields.map(({ name, title, unit = null, sourceOf = name }) => ({
      name,
      title,
      value: facts[name] ?? null,
      unit,
      source: toSourceRef(given[sourceOf], name, batches),
    })),
    aliases,
  }
}

interface BatchOrigin {
  readonly id: number
  readonly file_name: string
  readonly effective_at: Date
}

async function readBatches(
  database: Database,
  sources: readonly FieldSource[],
): Promise<ReadonlyMap<number, BatchOrigin>> {
  const ids = [...new Set(sources.map((source) => source.batchId))]
  if (ids.length === 0) return new Map()
  const rows = await database.kysely
    .selectFrom('brain.batch')
    .select(['id', 'file_name', 'effective_at'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

function toSourceRef(
  source: FieldSource | undefined,
  field: string,
  batches: ReadonlyMap<number, BatchOrigin>,
): SourceRef | null {
  if (source === undefined) return null
  const batch = batches.get(source.batchId)
  if (batch === undefined) return null
  const column = columnOfField(field, source.dataset)
  return {
    ...(column !== undefined && { column }),
    dataset: source.dataset,
    datasetTitle: datasets.get(source.dataset)?.title ?? source.dataset,
    rowId: source.rowId,
    batchId: source.batchId,
    fileName: batch.file_name,
    rowNumber: source.rowNumber,
    effectiveAt: batch.effective_at.toISOString(),
  }
}

const shownAliases = 50

async function readAliases(database: Database, creditCode: string): Promise<Enterprise['aliases']> {
  const { rows } = await sql<Enterprise['aliases'][number]>`
    select dataset, name, outcome, score, method from brain.enterprise_alias
    where credit_code = ${creditCode} order by outcome, score desc nulls last, dataset, row_key
    limit ${shownAliases}`.execute(database.kysely)
  return rows
}
