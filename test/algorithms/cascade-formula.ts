import {
  type InputKind,
  prepareCascade,
  type ProductionFunction,
} from '../../server/algorithms/cascade-model.ts'
import type { Shock } from '../../server/algorithms/cascade.ts'

export interface Net {
  readonly sectors: readonly number[]
  readonly edges: readonly (readonly [number, number, number])[]
}

/** Sectors 1–3 are essential to one another in the mixed function. */
export const kinds: Readonly<Record<ProductionFunction, (supplier: number, buyer: number) => InputKind>> = {
  linear: () => 'non-essential',
  mixed: (supplier, buyer) => (supplier <= 3 && buyer <= 3 ? 'essential' : 'non-essential'),
  leontief: () => 'essential',
}

/**
 * The formulas as they are written, every firm in every round: nothing here is pushed, numbered or jumped.
 * What has not settled after the last round is less than what is lost in the end.
 */
export function byFormula(
  { sectors, edges }: Net,
  production: ProductionFunction,
  replaceability: boolean,
  shocks: readonly Shock[],
): { readonly losses: readonly number[]; readonly settled: boolean } {
  const sold = Map.groupBy(edges, ([supplier]) => supplier)
  const bought = Map.groupBy(edges, ([, buyer]) => buyer)
  const sales = sectors.map((_, firm) => weightOf(sold.get(firm) ?? []))
  const limit = sectors.map((_, firm) =>
    Math.min(1, ...shocks.filter(([node]) => node === firm).map(([, remaining]) => remaining)),
  )
  /** Of each firm the sums that each hold it back: suppliers with Λ. */
  const needs = sectors.map((own, firm) => {
    const inputs = bought.get(firm) ?? []
    const kindOf = (supplier: number) => kinds[production](sectors[supplier]!, own)
    const essential = inputs.filter(([supplier]) => kindOf(supplier) === 'essential')
    const groups = [...Map.groupBy(essential, ([supplier]) => sectors[supplier]!).values()]
    const rest = inputs.filter(([supplier]) => kindOf(supplier) === 'non-essential')
    return [
      ...groups.map((list) => list.map(([supplier, , w]) => [supplier, w / weightOf(list)] as const)),
      rest.map(([supplier, , w]) => [supplier, w / weightOf(inputs)] as const),
    ]
  })
  const customers = sectors.map((_, firm) =>
    (sold.get(firm) ?? []).map(([, buyer, weight]) => [buyer, weight / sales[firm]!] as const),
  )
  const left = new Float64Array(1 + Math.max(...sectors))
  const lostInput = new Float64Array(sectors.length)
  const lostSales = new Float64Array(sectors.length)
  let settled = false
  let down = sectors.map(() => 1)
  let up = sectors.map(() => 1)
  for (let round = 0; round < 20_000; round++) {
    left.fill(0)
    for (const [firm, sector] of sectors.entries()) left[sector]! += sales[firm]! * down[firm]!
    for (const [firm, sector] of sectors.entries()) {
      const capacity = left[sector]!
      const sigma = !replaceability || capacity <= sales[firm]! ? 1 : sales[firm]! / capacity
      lostInput[firm] = sigma * (1 - down[firm]!)
      lostSales[firm] = 1 - up[firm]!
    }
    const nextDown = limit.slice()
    const nextUp = limit.slice()
    for (const [firm, lists] of needs.entries())
      for (const list of lists) nextDown[firm] = Math.min(nextDown[firm]!, after(list, lostInput))
    for (const [firm, list] of customers.entries())
      nextUp[firm] = Math.min(nextUp[firm]!, after(list, lostSales))
    let change = 0
    for (const firm of sectors.keys())
      change = Math.max(change, Math.abs(nextDown[firm]! - down[firm]!), Math.abs(nextUp[firm]! - up[firm]!))
    down = nextDown
    up = nextUp
    settled = change < 1e-14
    if (settled) break
  }
  return { losses: sectors.map((_, firm) => 1 - Math.min(down[firm]!, up[firm]!)), settled }
}

export function modelOf({ sectors, edges }: Net, production: ProductionFunction) {
  return prepareCascade(
    {
      sectors,
      suppliers: edges.map(([supplier]) => supplier),
      buyers: edges.map(([, buyer]) => buyer),
      weights: edges.map(([, , weight]) => weight),
    },
    kinds[production],
  )
}

/** What is left of 1 when firms lose, each with its share. */
function after(list: readonly (readonly [firm: number, share: number])[], lost: Float64Array): number {
  let rest = 1
  for (const entry of list) rest -= entry[1] * lost[entry[0]]!
  return Math.max(0, rest)
}

const weightOf = (edges: Net['edges']) => sum(edges.map(([, , weight]) => weight))
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
