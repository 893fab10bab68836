import type { SourceRecord } from '../../connectors/contract.ts'
import { segmentById } from './chain.ts'
import { MONTH_COUNT } from './months.ts'
import { address } from './naming.ts'
import type { OutsideSupplier } from './outside.ts'
import { randomStream } from './random.ts'
import { productsOf, scopeOf } from './trades.ts'
import type { World } from './world.ts'

/** Yuan sold into Shandong over the last twelve months, by supplier. */
function salesToProvince(world: World): ReadonlyMap<OutsideSupplier, number> {
  const sales = new Map<OutsideSupplier, number>()
  for (const { edge, month, cents } of world.trades) {
    if (month < MONTH_COUNT - 12 || 'serial' in edge.supplier) continue
    sales.set(edge.supplier, (sales.get(edge.supplier) ?? 0) + cents / 100)
  }
  return sales
}

/** Firms of other provinces that could be invited: they make a segment, and most already sell here. */
export function targetRecords(world: World): readonly SourceRecord[] {
  const random = randomStream('targets')
  const sales = salesToProvince(world)
  return world.outside.suppliers.flatMap((supplier) => {
    const segment = segmentById(supplier.segment)
    const products = productsOf(segment, random)
    const scope = scopeOf(segment, products, random)
    const share = 0.12 + 0.4 * random.uniform()
    const least = 4e7 * random.lognormal(0.8)
    const year = random.integer(1998, 2019)
    if (supplier.code === null || supplier.place === null) return []
    const revenue = Math.round(Math.max((sales.get(supplier) ?? 0) / share, least))
    return [
      {
        credit_code: supplier.code,
        name: supplier.name,
        province: supplier.place.provinceName,
        city: supplier.place.cityName,
        county_code: supplier.place.county,
        address: address(supplier.place, random),
        registered_on: `${year}-0${random.integer(1, 9)}-${random.integer(10, 28)}`,
        registered_capital: String(Math.max(100, Math.round((revenue / 1e4) * 0.12)) * 1e4),
        business_scope: scope,
        industry_code: segment.industryCodes[0] ?? '',
        revenue: String(revenue),
        employees: String(Math.max(8, Math.round(revenue / 1_400_000))),
      },
    ]
  })
}
