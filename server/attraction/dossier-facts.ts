import { sql } from 'kysely'
import type { ReportFigure } from '../documents/report.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'
import type { Candidate } from './candidates.ts'

type Sourced<T> = T & { readonly source: SourceRef | null }

/** What the sources say of a firm, each row with where it stands. */
export interface DossierFacts {
  readonly figures: readonly ReportFigure[]
  readonly scope: string | null
  readonly reports: readonly Sourced<{
    readonly year: number
    readonly revenue: number | null
    readonly profit: number | null
    readonly assets: number | null
    readonly liabilities: number | null
    readonly employees: number | null
    readonly research: number | null
  }>[]
  readonly products: readonly Sourced<{ readonly product: string; readonly ratio: number | null }>[]
  readonly changes: readonly Sourced<{
    readonly day: string
    readonly item: string
    readonly before: string | null
    readonly after: string | null
  }>[]
  readonly sources: readonly SourceRef[]
}

const shownProducts = 20
const shownChanges = 30

export async function readDossierFacts(database: Database, firm: Candidate): Promise<DossierFacts> {
  const [identity, listing, reports, products, changes] = await Promise.all([
    readIdentity(database, firm.key),
    firm.listedCode === null ? null : readListing(database, firm.listedCode),
    readReports(database, firm),
    readProducts(database, firm),
    readChanges(database, firm.key),
  ])
  return {
    figures: [...(identity?.figures ?? []), ...(listing?.figures ?? [])],
    scope: identity?.scope ?? null,
    reports,
    products,
    changes,
    sources: [
      identity?.source ?? null,
      listing?.source ?? null,
      ...[...reports, ...products, ...changes].map(({ source }) => source),
    ].flatMap((source) => source ?? []),
  }
}

async function readIdentity(database: Database, creditCode: string) {
  const { rows } = await sql<{
    name: string
    registered_on: string | null
    enterprise_type: string | null
    status: string | null
    capital: number | null
    currency: string | null
    address: string | null
    industry_code: string | null
    scope: string | null
    employees: number | null
    source: SourceRef | null
  }>`
    select golden.name, to_char(golden.registered_on, 'YYYY-MM-DD') as registered_on, golden.enterprise_type,
           golden.status, golden.registered_capital::float8 / 100 as capital,
           golden.capital_currency as currency, golden.address, golden.industry_code,
           golden.business_scope as scope, golden.employees,
           coalesce(${sourceRef('public/enterprise-registration', 'registration')},
             ${sourceRef('industry/target-enterprise', 'target')}) as source
    from brain.golden_enterprise golden
    left join public_warehouse.enterprise_registration registration using (credit_code)
    left join industry_warehouse.target_enterprise target using (credit_code)
    where golden.credit_code = ${creditCode}`.execute(database.kysely)
  const [row] = rows
  if (row === undefined) return null
  const figures: ReportFigure[] = [
    { name: '企业名称', value: row.name },
    { name: '统一社会信用代码', value: creditCode },
    { name: '成立日期', value: row.registered_on },
    { name: '企业类型', value: row.enterprise_type },
    { name: '登记状态', value: row.status, note: row.status === null ? '来源未载明' : '' },
    {
      name: '注册资本',
      value: row.capital === null ? null : row.capital / 1e4,
      unit: `万${row.currency ?? '元'}`,
    },
    { name: '住所', value: row.address },
    { name: '国民经济行业', value: row.industry_code },
    { name: '从业人员', value: row.employees, unit: '人' },
  ]
  return { figures, scope: row.scope, source: row.source }
}

async function readListing(database: Database, code: string) {
  const { rows } = await sql<{
    name: string | null
    short_name: string | null
    exchange: string | null
    board: string | null
    list_date: string | null
    industry: string | null
    address: string | null
    employees: number | null
    controller: string | null
    website: string | null
    source: SourceRef | null
  }>`
    select full_name as name, short_name, exchange, board, to_char(list_date, 'YYYY-MM-DD') as list_date, industry,
           registered_address as address, employees, controller_type as controller, website,
           ${sourceRef('public/listed-company', 'listed')} as source
    from public_warehouse.listed_company listed where security_code = ${code}`.execute(database.kysely)
  const [row] = rows
  if (row === undefined) return null
  const figures: ReportFigure[] = [
    { name: '证券代码', value: code, note: row.short_name ?? '' },
    { name: '公司全称', value: row.name },
    { name: '上市板块', value: [row.exchange, row.board].filter((part) => part !== null).join(' ') || null },
    { name: '上市日期', value: row.list_date },
    { name: '申万行业', value: row.industry },
    { name: '注册地址（披露）', value: row.address },
    { name: '员工人数（披露）', value: row.employees, unit: '人' },
    { name: '实际控制人类型', value: row.controller },
    { name: '公司网址', value: row.website },
  ]
  return { figures, source: row.source }
}

async function readReports(database: Database, { key, listedCode }: Candidate) {
  const { rows } = await sql<DossierFacts['reports'][number]>`
    select report.year, report.revenue::float8 / 100 as revenue, report.net_profit::float8 / 100 as profit,
           report.total_assets::float8 / 100 as assets, report.total_liabilities::float8 / 100 as liabilities,
           report.employees, report.research_expense::float8 / 100 as research,
           ${sourceRef('enterprise/annual-report', 'report')} as source
    from enterprise_warehouse.annual_report report where security_code = ${listedCode ?? ''}
    union all
    select scale.year, scale.revenue::float8 / 100, scale.profit::float8 / 100, null, null, scale.staff,
           scale.research_expense::float8 / 100, ${sourceRef('public/above-scale-annual', 'scale')}
    from public_warehouse.above_scale_annual scale
    where credit_code = ${key} and not exists (select from enterprise_warehouse.annual_report report
      where report.security_code = ${listedCode ?? ''} and report.year = scale.year)
    order by year`.execute(database.kysely)
  return rows
}

async function readProducts(database: Database, { key, listedCode }: Candidate) {
  const { rows } = await sql<DossierFacts['products'][number]>`
    select product.product, product.revenue_ratio as ratio, ${sourceRef('enterprise/enterprise-product', 'product')} as source
    from enterprise_warehouse.enterprise_product product
    where product.credit_code = ${key} or product.security_code = ${listedCode ?? ''}
    order by product.revenue_ratio desc nulls last, product.product limit ${shownProducts}`.execute(
    database.kysely,
  )
  return rows
}

async function readChanges(database: Database, creditCode: string) {
  const { rows } = await sql<DossierFacts['changes'][number]>`
    select to_char(change.changed_on, 'YYYY-MM-DD') as day, change.item, change.before, change.after,
           ${sourceRef('public/registration-change', 'change')} as source
    from public_warehouse.registration_change change where credit_code = ${creditCode}
    order by change.changed_on desc limit ${shownChanges}`.execute(database.kysely)
  return rows
}
