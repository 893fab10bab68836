import type { ExplorerAnswer, ExplorerQuery } from '../../server/api/schemas/explorer.ts'
import type { Problem } from '../../server/api/schemas/shared.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import type { Database } from '../../server/warehouse/database.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'
import { load } from '../fusion/warehouse.ts'

export const guangrao = '370523'
export const district = '370502'
export const shouguang = '370783'
export const dongying = '370500'

/** One firm's year. Revenue in yuan. */
export interface Fact {
  readonly firm: string
  readonly county: string
  readonly industry: string
  readonly year: number
  readonly revenue: number
}

/** How many firms stand in each county and industry: some cells are large, some tell of single firms. */
const plan: readonly (readonly [county: string, industry: string, firms: number])[] = [
  [guangrao, 'C2911', 9],
  [guangrao, 'C2651', 6],
  [guangrao, 'C2912', 2],
  [guangrao, 'C3515', 1],
  [district, 'C2911', 5],
  [district, 'C2651', 3],
  [district, 'C2912', 4],
  ['370505', 'C2911', 2],
  [shouguang, 'C2911', 7],
  [shouguang, 'C2651', 4],
]

export const facts: readonly Fact[] = plan.flatMap(([county, industry, firms], line) =>
  Array.from({ length: firms }, (_, at) => {
    const serial = String(line * 20 + at + 1).padStart(4, '0')
    const firm = completeCreditCode(guangrao, `DEM0${serial}`)
    // One firm of the second line is far larger than its neighbours: its cell is dominated.
    const size = line === 1 && at === 0 ? 400 : 3 + ((line * 7 + at * 5) % 11)
    return [2024, 2025]
      .filter((year) => year === 2025 || at !== 1)
      .map((year) => ({ firm, county, industry, year, revenue: (size + (year - 2024)) * 1_000_000 }))
  }).flat(),
)

const divisions = [
  { code: '370000', name: '山东省', level: 'province' },
  { code: '370500', name: '东营市', level: 'city', parent_code: '370000' },
  { code: district, name: '东营区', level: 'county', parent_code: '370500' },
  { code: '370505', name: '垦利区', level: 'county', parent_code: '370500' },
  { code: guangrao, name: '广饶县', level: 'county', parent_code: '370500' },
  { code: '370700', name: '潍坊市', level: 'city', parent_code: '370000' },
  { code: shouguang, name: '寿光市', level: 'county', parent_code: '370700' },
]

export const realFirm = completeCreditCode(guangrao, '12345678')

export async function fillExplorer(database: Database): Promise<void> {
  await load(database, 'public/division', divisions)
  const firms = new Map(facts.map((fact) => [fact.firm, fact]))
  await load(
    database,
    'public/enterprise-registration',
    [...firms.values()].map(({ firm, county, industry }, at) => ({
      credit_code: firm,
      name: `示例第${at + 1}有限公司`,
      registered_on: `${2001 + (at % 20)}-03-0${1 + (at % 9)}`,
      registered_capital: 100_000_00 * (at + 1),
      province_code: '370000',
      city_code: `${county.slice(0, 4)}00`,
      county_code: county,
      industry_code: industry,
      status: at % 7 === 0 ? '注销' : '存续',
      is_branch: at % 5 === 0,
    })),
    true,
  )
  await load(database, 'public/enterprise-registration', [
    {
      credit_code: realFirm,
      name: '实例有限公司',
      county_code: guangrao,
      industry_code: 'C2911',
      status: '存续',
    },
  ])
  await load(
    database,
    'public/above-scale-annual',
    facts.map(({ firm, year, revenue, industry }) => ({
      credit_code: firm,
      year,
      revenue: revenue * 100,
      staff: Math.round(revenue / 100_000),
      industry_code: industry,
    })),
    true,
  )
  await load(database, 'public/above-scale-annual', [
    { credit_code: realFirm, year: 2025, revenue: 77_00, industry_code: 'C2911' },
  ])
  await load(
    database,
    'enterprise/capacity-week',
    facts.slice(0, 8).map(({ firm }, at) => ({
      credit_code: firm,
      week_start: '2026-09-07',
      product: '轮胎',
      maximum: 10 + at,
      actual: 5 + at,
      unit: at % 2 === 0 ? '万条' : '吨',
    })),
    true,
  )
  await refreshFusion(database, new Date('2026-11-22T02:00:00Z'))
}

export const openExplorer = (): Promise<TestServer> =>
  startTestServer({ fill: (database) => fillExplorer(database) })

export type Asked = Partial<ExplorerQuery> & Pick<ExplorerQuery, 'measures'>

export function toQuery(asked: Asked): ExplorerQuery {
  return { subject: 'dataset:public/above-scale-annual', by: [], filters: [], ...asked }
}

export async function send(server: TestServer, role: AccountRole, asked: Asked) {
  const answer = await server.request(role, {
    method: 'POST',
    url: '/api/explorer/query',
    payload: toQuery(asked),
  })
  return { status: answer.statusCode, body: answer.json<ExplorerAnswer & Problem>() }
}

export async function ask(server: TestServer, role: AccountRole, asked: Asked): Promise<ExplorerAnswer> {
  const { status, body } = await send(server, role, asked)
  if (status !== 200) throw new Error(`${role} 的查询没有成功：${JSON.stringify(body)}`)
  return body
}
