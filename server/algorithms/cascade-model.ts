/** How a firm turns inputs into output. */
export type ProductionFunction = 'linear' | 'mixed' | 'leontief'

/** What a buyer needs of a sector: without an essential input it stands still, a negligible one it does not miss. */
export type InputKind = 'essential' | 'non-essential' | 'negligible'

/** A supply network as it is handed in; edge lists of equal length, weights above 0 (sales supplier → buyer, ¥/year). */
export interface SupplyEdges {
  /** Sector of each firm, any whole numbers. */
  readonly sectors: ArrayLike<number>
  readonly suppliers: ArrayLike<number>
  readonly buyers: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/** Where losses go from a node: `targets[offsets[v] … offsets[v + 1])`, each with its share and the sum it counts in. */
export interface CascadeRows {
  readonly offsets: Uint32Array
  readonly targets: Uint32Array
  readonly slots: Uint32Array
  readonly shares: Float64Array
}

/**
 * A network prepared for shocks. Everything lies in shared memory, so that threads read one copy.
 * A slot is a sum of lost inputs that alone can hold a buyer back: one for each sector essential to it,
 * and one for all inputs that can stand in for each other.
 */
export interface CascadeModel {
  readonly nodes: number
  /** Sectors numbered from 0 without gaps. */
  readonly sectors: Uint32Array
  readonly sectorCount: number
  /** s_i: sales of the firm within the network, ¥/year. */
  readonly sales: Float64Array
  readonly totalSales: number
  /** To customers, with the downstream weight Λ^d. */
  readonly down: CascadeRows
  readonly slotCount: number
  /** To suppliers, with the share of the supplier's sales W_ij ÷ s_i; the slot is the supplier itself. */
  readonly up: CascadeRows
}

const words = (length: number) => new Uint32Array(new SharedArrayBuffer(4 * length))
const numbers = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length))

/**
 * @param kind what an input of the supplier's sector is to a firm of the buyer's sector, as `sectors` numbers them
 */
export function prepareCascade(
  edges: SupplyEdges,
  kind: (supplierSector: number, buyerSector: number) => InputKind,
): CascadeModel {
  const nodes = edges.sectors.length
  const count = edges.suppliers.length
  const { sectors, sectorCount } = numberSectors(edges.sectors)
  const sales = numbers(nodes)
  const purchases = new Float64Array(nodes)
  for (let edge = 0; edge < count; edge++) {
    sales[edges.suppliers[edge]!]! += edges.weights[edge]!
    purchases[edges.buyers[edge]!]! += edges.weights[edge]!
  }
  const inputs = groupBy(edges.buyers, nodes)
  const { slots, slotCount, slotPurchases } = numberSlots(edges, inputs, {
    sectors,
    sectorCount,
    purchases,
    kind,
  })
  const outputs = groupBy(edges.suppliers, nodes)
  const down = rows(outputs, (edge) => ({
    target: edges.buyers[edge]!,
    slot: Math.max(slots[edge]!, 0),
    // An input that the buyer does not miss takes nothing from it.
    share: slots[edge]! < 0 ? 0 : edges.weights[edge]! / slotPurchases[slots[edge]!]!,
  }))
  const up = rows(inputs, (edge) => {
    const supplier = edges.suppliers[edge]!
    return { target: supplier, slot: supplier, share: edges.weights[edge]! / sales[supplier]! }
  })
  let totalSales = 0
  for (const amount of sales) totalSales += amount
  return { nodes, sectors, sectorCount, sales, totalSales, down, slotCount, up }
}

function numberSectors(given: ArrayLike<number>): { sectors: Uint32Array; sectorCount: number } {
  const known = new Map<number, number>()
  const sectors = words(given.length)
  for (let node = 0; node < given.length; node++) {
    const sector = given[node]!
    const number = known.get(sector) ?? known.size
    known.set(sector, number)
    sectors[node] = number
  }
  return { sectors, sectorCount: known.size }
}

interface Grouped {
  readonly offsets: Uint32Array
  /** Numbers of edges, those of a node together, in the order given. */
  readonly edges: Uint32Array
}

/** Counting sort of the edges by one of their ends. */
function groupBy(ends: ArrayLike<number>, nodes: number): Grouped {
  const offsets = words(nodes + 1)
  for (let edge = 0; edge < ends.length; edge++) offsets[ends[edge]! + 1]!++
  for (let node = 0; node < nodes; node++) offsets[node + 1]! += offsets[node]!
  const position = offsets.slice(0, nodes)
  const edges = new Uint32Array(ends.length)
  for (let edge = 0; edge < ends.length; edge++) edges[position[ends[edge]!]!++] = edge
  return { offsets, edges }
}

function rows(
  { offsets, edges }: Grouped,
  read: (edge: number) => { readonly target: number; readonly slot: number; readonly share: number },
): CascadeRows {
  const targets = words(edges.length)
  const slots = words(edges.length)
  const shares = numbers(edges.length)
  for (const [place, edge] of edges.entries()) {
    const { target, slot, share } = read(edge)
    targets[place] = target
    slots[place] = slot
    shares[place] = share
  }
  return { offsets, targets, slots, shares }
}

/** Λ^d needs what each buyer buys of each essential sector, and of everything for the rest. */
function numberSlots(
  { sectors: given, suppliers, weights }: SupplyEdges,
  inputs: Grouped,
  context: {
    readonly sectors: Uint32Array
    readonly sectorCount: number
    readonly purchases: Float64Array
    readonly kind: (supplierSector: number, buyerSector: number) => InputKind
  },
) {
  const { sectors, sectorCount, purchases, kind } = context
  const slots = new Int32Array(suppliers.length).fill(-1)
  const slotPurchases: number[] = []
  const slotOfSector = new Int32Array(sectorCount)
  const seenBy = new Int32Array(sectorCount).fill(-1)
  for (let buyer = 0; buyer < sectors.length; buyer++) {
    let replaceable = -1
    for (let at = inputs.offsets[buyer]!; at < inputs.offsets[buyer + 1]!; at++) {
      const edge = inputs.edges[at]!
      const supplier = suppliers[edge]!
      const need = kind(given[supplier]!, given[buyer]!)
      if (need === 'negligible') continue
      if (need === 'non-essential') {
        if (replaceable < 0) replaceable = slotPurchases.push(purchases[buyer]!) - 1
        slots[edge] = replaceable
        continue
      }
      const sector = sectors[supplier]!
      if (seenBy[sector] !== buyer) {
        seenBy[sector] = buyer
        slotOfSector[sector] = slotPurchases.push(0) - 1
      }
      const slot = slotOfSector[sector]!
      slotPurchases[slot]! += weights[edge]!
      slots[edge] = slot
    }
  }
  return { slots, slotCount: slotPurchases.length, slotPurchases }
}
