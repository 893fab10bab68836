import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'

/** What a decision may change about a firm; money in yuan. */
interface FirmState {
  readonly creditCode: string
  readonly name: string
  readonly values: Readonly<Record<string, string | number | boolean | null>>
}

export interface FirmChange {
  readonly field: string
  readonly title: string
  readonly before: string | number | boolean | null
  readonly after: string | number | boolean | null
}

export interface FirmEffect {
  readonly creditCode: string
  readonly name: string
  readonly changes: FirmChange[]
}

const titles: Readonly<Record<string, string>> = {
  name: '名称',
  address: '住所',
  listedCode: '证券代码',
  listedBoard: '上市板块',
  registeredCapital: '注册资本（元）',
  industryCode: '行业代码',
  revenue: '营业收入（元）',
  revenueYear: '收入年度',
  employees: '从业人数',
  researchExpense: '研发费用（元）',
  products: '产品',
  honours: '资质荣誉',
  records: '归并的记录',
}

export async function readFirmStates(
  platform: Database,
  codes: readonly string[],
): Promise<readonly FirmState[]> {
  const { rows } = await sql<FirmState>`
    select g.credit_code as "creditCode", g.name, jsonb_build_object('name', g.name, 'address', g.address,
      'listedCode', g.listed_code, 'listedBoard', g.listed_board, 'registeredCapital', g.registered_capital / 100.0,
      'industryCode', g.industry_code, 'revenue', g.revenue / 100.0, 'revenueYear', g.revenue_year,
      'employees', g.employees, 'researchExpense', g.research_expense / 100.0,
      'products', array_to_string(g.products, '、'), 'honours', array_to_string(g.honours, '、'),
      'records', (select count(*) from brain.enterprise_alias a where a.credit_code = g.credit_code
        and a.outcome = 'link')) as values
    from brain.golden_enterprise g where g.credit_code = any(${codes}::text[])`.execute(platform.kysely)
  return rows
}

/** Field by field what became of the firms. */
export function compareStates(before: readonly FirmState[], after: readonly FirmState[]): FirmEffect[] {
  return after.map(({ creditCode, name, values }) => {
    const was = before.find((firm) => firm.creditCode === creditCode)?.values ?? {}
    const changes = Object.entries(titles).flatMap(([field, title]): FirmChange[] => {
      const [a, b] = [was[field] ?? null, values[field] ?? null]
      return a === b ? [] : [{ field, title, before: a, after: b }]
    })
    return { creditCode, name, changes }
  })
}
