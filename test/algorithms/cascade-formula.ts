import type { InputKind, ProductionFunction } from '../../server/algorithms/cascade-model.ts'
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
/** The formulas as they are written, every firm in every round: nothing here is pushed, numbered or kept. */
export function byFormula(
  { sectors, edges }: Net,
  production: ProductionFunction,
  replaceability: boolean,
  shocks: readonly Shock[],
): number[] {
  const count = sectors.length
  const sales = sectors.map((_, firm) =>
    sum(edges.filter(([supplier]) => supplier === firm).map(([, , w]) => w)),
  )
  const limit = sectors.map((_, firm) =>
    Math.min(1, ...shocks.filter(([node]) => node === firm).map(([, remaining]) => remaining)),
  )
  let down = sectors.map(() => 1)
  let up = sectors.map(() => 1)
  for (let round = 0; round < 20_000; round++) {
    const sigma = sectors.map((sector, firm) => {
      if (!replaceability) return 1
      const left = sum(sectors.map((other, node) => (other === sector ? sales[node]! * down[node]! : 0)))
      return left <= sales[firm]! ? 1 : sales[firm]! / left
    })
    const nextDown = sectors.map((own, firm) => {
      const bought = edges.filter(([, buyer]) => buyer === firm)
      const all = sum(bought.map(([, , weight]) => weight))
      const kindOf = (supplier: number) => kinds[production](sectors[supplier]!, own)
      const lost = (list: typeof bought, whole: number) =>
        whole === 0
          ? 0
          : sum(list.map(([supplier, , w]) => (sigma[supplier]! * w * (1 - down[supplier]!)) / whole))
      const essential = [...Map.groupBy(bought, ([supplier]) => sectors[supplier]!).values()].map((list) => {
        const needed = list.filter(([supplier]) => kindOf(supplier) === 'essential')
        return 1 - lost(needed, sum(needed.map(([, , weight]) => weight)))
      })
      const rest =
        1 -
        lost(
          bought.filter(([supplier]) => kindOf(supplier) === 'non-essential'),
          all,
        )
      return Math.max(0, Math.min(limit[firm]!, rest, ...essential))
    })
    const nextUp = sectors.map((_, firm) => {
      const sold = edges.filter(([supplier]) => supplier === firm)
      const lost = sum(sold.map(([, buyer, weight]) => (weight / sales[firm]!) * (1 - up[buyer]!)))
      return Math.max(0, Math.min(limit[firm]!, 1 - lost))
    })
    const change = Math.max(
      ...nextDown.map((value, firm) => Math.abs(value - down[firm]!)),
      ...nextUp.map((value, firm) => Math.abs(value - up[firm]!)),
    )
    down = nextDown
    up = nextUp
    if (change < 1e-13) break
  }
  return Array.from({ length: count }, (_, firm) => 1 - Math.min(down[firm]!, up[firm]!))
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
