import { sql } from 'kysely'
import type { AccessLedger, LedgerGroup, LedgerItem } from '../api/schemas/access-ledger.ts'
import { datasets } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'
import { checkDay } from './calendar-day.ts'
import { Refusal } from './refusal.ts'
import { roleWords } from './words.ts'

/** What was shown, where it is no dataset. */
const objectTitles: Readonly<Record<string, string>> = {
  'enterprise-list': '企业列表',
  enterprise: '企业档案',
  network: '供应网络',
  segment: '产业链环节',
  gap: '缺口目标企业',
  atlas: '五图五清单',
  visit: '走访服务',
  scenario: '停产推演',
  migration: '企业迁移记录',
  'watch-list': '走访服务名单',
  alert: '预警',
  fusion: '融合核对',
  'access-ledger': '企业可见账本',
}

/** Fields of the golden enterprise, and what is worked out of a firm, as screens show them. */
const profileTitles: Readonly<Record<string, string>> = {
  name: '企业名称',
  enterprise_type: '企业类型',
  status: '登记状态',
  registered_on: '成立日期',
  registered_capital: '注册资本',
  capital_currency: '注册资本币种',
  address: '住所',
  place: '所在地',
  demands: '诉求与帮扶',
  industry_code: '国民经济行业代码',
  business_scope: '经营范围',
  products: '产品',
  listed_code: '证券代码',
  listed_board: '上市板块',
  above_scale: '规上企业',
  revenue: '营业收入',
  revenue_year: '营业收入年度',
  employees: '从业人数',
  research_expense: '研发费用',
  honours: '荣誉资质',
  segments: '所在环节',
  suppliers: '供应商',
  customers: '客户',
  supply: '近 12 个月供应额',
  share: '占本环节供应的比重',
  match: '匹配程度',
  score: '得分',
  signals: '信号',
  moved_on: '迁移日期',
  alert: '预警内容',
  former: '曾用名',
  judgement: '人工判定',
  records: '归并的记录',
  record: '记录原文',
  ledger: '使用记录',
}

function titleOf(object: string): string {
  return objectTitles[object] ?? datasets.get(object)?.title ?? object
}

function named(object: string, fields: readonly string[]) {
  const columns = datasets.get(object)?.columns ?? {}
  return fields.map((name) => ({ name, title: columns[name]?.title ?? profileTitles[name] ?? name }))
}

interface LedgerQuery {
  /** YYYY-MM-DD in Asia/Shanghai, inclusive. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

interface UseRow {
  readonly id: number
  readonly at: Date
  readonly organisation: string
  readonly username: string
  readonly role: AccountRole
  readonly object: string
  readonly fields: readonly string[]
  readonly purpose: string
  readonly basis: string
  readonly route: string
  readonly contract_id: number | null
  readonly contract: string | null
  readonly authorisation_id: number | null
  readonly count: number
}

/**
 * Every recorded use of a firm's fields in a period, newest first, and with the first page the same grouped
 * by who, what, what for and on what ground.
 * @param withNames accounts are named to those who support the firm; the firm is told the office.
 */
export async function readLedger(
  platform: Database,
  creditCode: string,
  query: LedgerQuery,
  withNames: boolean,
): Promise<AccessLedger> {
  const { from, to, cursor, limit } = query
  if (from !== undefined) checkDay('from', from)
  if (to !== undefined) checkDay('to', to)
  const period = sql`credit_code = ${creditCode}
    ${from === undefined ? sql`` : sql`and at >= ${from}::date::timestamptz`}
    ${to === undefined ? sql`` : sql`and at < (${to}::date + 1)::timestamptz`}`
  const after = cursor === undefined ? sql`` : sql`and (at, f.id) < ${readCursor(cursor)}`
  const { rows } = await sql<UseRow>`
    select f.*, c.number as contract from brain.firm_access f
    left join brain.exchange_contract c on c.id = f.contract_id
    where ${period} ${after}
    order by at desc, f.id desc limit ${limit + 1}`.execute(platform.kysely)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const [firm] = await platform.kysely
    .selectFrom('brain.golden_enterprise')
    .select('name')
    .where('credit_code', '=', creditCode)
    .execute()
  const groups = cursor === undefined ? await readGroups(platform, period) : []
  return {
    creditCode,
    name: firm?.name ?? null,
    items: shown.map((row) => toItem(row, withNames)),
    nextCursor: rows.length > limit && last !== undefined ? `${last.at.toISOString()}_${last.id}` : null,
    groups,
    totals: {
      uses: groups.reduce((sum, { count }) => sum + count, 0),
      organisations: new Set(groups.map(({ organisation }) => organisation)).size,
      fields: new Set(
        groups.flatMap(({ objectTitle, fields }) => fields.map(({ name }) => `${objectTitle} ${name}`)),
      ).size,
    },
  }
}

function toItem(row: UseRow, withNames: boolean): LedgerItem {
  return {
    id: row.id,
    at: row.at.toISOString(),
    organisation: row.organisation,
    role: roleWords[row.role],
    username: withNames ? row.username : null,
    object: row.object,
    objectTitle: titleOf(row.object),
    fields: named(row.object, row.fields),
    purpose: row.purpose,
    basis: row.basis,
    route: row.route,
    contract: row.contract_id === null ? null : { id: row.contract_id, number: row.contract ?? '' },
    authorisationId: row.authorisation_id,
    count: row.count,
  }
}

interface GroupRow {
  readonly organisation: string
  readonly role: AccountRole
  readonly object: string
  readonly purpose: string
  readonly basis: string
  readonly fields: readonly string[]
  readonly count: number
  readonly first_at: Date
  readonly last_at: Date
}

async function readGroups(platform: Database, period: ReturnType<typeof sql>): Promise<LedgerGroup[]> {
  const { rows } = await sql<GroupRow>`
    with used as (
      select organisation, role, object, purpose, basis, fields, sum(count)::int as count, min(at) as first_at,
        max(at) as last_at
      from brain.firm_access where ${period} group by organisation, role, object, purpose, basis, fields)
    select organisation, role, object, purpose, basis, sum(count)::int as count, min(first_at) as first_at,
      max(last_at) as last_at,
      array(select distinct field from unnest(string_to_array(string_agg(array_to_string(fields, ','), ','), ',')) field
        order by field) as fields
    from used group by organisation, role, object, purpose, basis
    order by count desc, last_at desc limit 500`.execute(platform.kysely)
  return rows.map((row) => ({
    organisation: row.organisation,
    role: roleWords[row.role],
    objectTitle: titleOf(row.object),
    purpose: row.purpose,
    basis: row.basis,
    fields: named(row.object, row.fields),
    count: row.count,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
  }))
}

function readCursor(cursor: string) {
  const [, at = '', id = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/.exec(cursor) ?? []
  if (at === '' || Number.isNaN(Date.parse(at))) {
    throw new Refusal('invalid', 'invalid-cursor', '翻页标记 cursor 无效。', '上一页回答中的 nextCursor')
  }
  return sql`(${at}::timestamptz, ${id}::bigint)`
}
