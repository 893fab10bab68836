import { refreshAttraction } from '../../server/attraction/refresh.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { compute, fillScene, firms, guangrao, load, shouguang, today, trade, yuan } from '../metrics/scene.ts'

/** Firms outside 山东 that could fill the gaps of 广饶; fictional and "actual" ones alike are made up. */
export const hangzhou = '330106'
const outside = (serial: number, name: string) => ({
  ...firms.tyre,
  code: completeCreditCode(hangzhou, `DEM0${String(serial).padStart(4, '0')}`),
  name,
  county: hangzhou,
  scope: '橡胶用炭黑的生产、销售',
})
/** Sells 90 万元 to 广饶 and has invested in 寿光, 2026-05-10. */
export const supplier = outside(801, '示例杭州炭黑有限公司')
/** Larger, and unknown in 广饶. */
export const stranger = outside(802, '示例西湖炭黑有限公司')
/** Of no known credit code. */
export const listed = { code: '999999.SZ', name: '实例炭黑股份有限公司' }

export async function fillTargets(database: Database): Promise<void> {
  await fillScene(database)
  await load(database, 'public/division', [
    { code: '330000', name: '浙江省', level: 'province', longitude: 120.15, latitude: 30.27 },
    {
      code: '330100',
      name: '杭州市',
      level: 'city',
      parent_code: '330000',
      longitude: 120.21,
      latitude: 30.25,
    },
    {
      code: hangzhou,
      name: '西湖区',
      level: 'county',
      parent_code: '330100',
      longitude: 120.13,
      latitude: 30.26,
    },
    {
      code: guangrao,
      name: '广饶县',
      level: 'county',
      parent_code: '370500',
      longitude: 118.41,
      latitude: 37.05,
    },
  ])
  const target = (firm: typeof supplier, revenue: number) => ({
    credit_code: firm.code,
    name: firm.name,
    province: '浙江省',
    city: '杭州市',
    county_code: firm.county,
    registered_capital: yuan(5e7),
    business_scope: firm.scope,
    revenue: yuan(revenue),
  })
  await load(database, 'industry/target-enterprise', [target(supplier, 5e8), target(stranger, 2e9)], true)
  await load(
    database,
    'enterprise/supply-transaction',
    [
      trade('t1', 'carbon-black', firms.black, firms.tyre, 600_000),
      trade('t2', 'carbon-black', supplier, firms.tyre, 900_000),
    ],
    true,
  )
  const invested = (investor: string, on: string, name: string, county: string) => ({
    credit_code: investor,
    invested_on: on,
    target_name: name,
    target_county_code: county,
    amount: yuan(1e7),
  })
  await load(
    database,
    'public/outbound-investment',
    [
      invested(supplier.code, '2026-05-10', '示例寿光新材料有限公司', shouguang),
      invested(firms.rival.code, '2026-06-10', '示例广饶新材料有限公司', guangrao),
    ],
    true,
  )
  await load(database, 'public/listed-company', [
    {
      security_code: listed.code,
      short_name: '实例炭黑',
      full_name: listed.name,
      province: '浙江',
      city_code: '330100',
      industry: '炭黑',
      registered_capital: yuan(7e8),
    },
  ])
  await load(database, 'enterprise/enterprise-product', [
    { enterprise_name: listed.name, product: '橡胶用炭黑', security_code: listed.code, revenue_ratio: 0.9 },
  ])
  await load(
    database,
    'enterprise/annual-report',
    [
      [2020, 1e9, 5e7],
      [2021, 1.2e9, -3e7],
    ].map(([year = 0, revenue = 0, profit = 0]) => ({
      security_code: listed.code,
      year,
      full_name: listed.name,
      published_on: `${year + 1}-04-20`,
      revenue: yuan(revenue),
      net_profit: yuan(profit),
    })),
  )
  await compute(database)
  await refreshAttraction(database, today)
}
