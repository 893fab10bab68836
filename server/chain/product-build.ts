import { createHash } from 'node:crypto'
import type { RelationBasis } from '../warehouse/schema/products.ts'
import { createNameReader, type NameReader } from './product-reading.ts'

/** Rows of the three datasets, as they were handed in. */
export interface ProductRows {
  readonly catalogue: readonly {
    readonly rowId: number
    readonly product: string
    readonly parent: string | null
    readonly industry: string | null
  }[]
  readonly relations: readonly {
    readonly rowId: number
    readonly from: string
    readonly relation: string
    readonly to: string
    readonly source: string | null
  }[]
  readonly makers: readonly {
    readonly rowId: number
    readonly product: string
    readonly securityCode: string | null
    readonly creditCode: string | null
  }[]
}

export interface BuiltProduct {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly aliases: Set<string>
  readonly catalogueRows: number[]
  industry: string | null
}

export interface BuiltRelation {
  readonly relation: 'supply' | 'kind'
  /** supply: the material; kind: the wider product. Ids. */
  readonly source: string
  readonly target: string
  basis: RelationBasis
  readonly relationRows: number[]
  readonly catalogueRows: number[]
}

export interface BuiltMaker {
  readonly product: string
  readonly rowId: number
  readonly securityCode: string | null
  readonly creditCode: string | null
}

export interface ProductNetwork {
  readonly products: ReadonlyMap<string, BuiltProduct>
  readonly relations: readonly BuiltRelation[]
  readonly makers: readonly BuiltMaker[]
  readonly leftOut: readonly LeftOut[]
}

/** What a rule kept out of the network. */
export interface LeftOut {
  readonly rule: string
  readonly title: string
  readonly description: string
  readonly names: Set<string>
  rows: number
}

/** The same for the same name, whatever else is in the network; 48 bits: two in a million networks of this size meet. */
export function productId(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12)
}

const standardSource = '产业链标准'

/** @param standardWords keys of the product words of all chain standards */
export function buildProducts(rows: ProductRows, standardWords: ReadonlySet<string>): ProductNetwork {
  const names = createNameReader(namesOf(rows), standardWords)
  const products = new Map<string, BuiltProduct>()
  const relations = new Map<string, BuiltRelation>()

  const enter = (text: string): BuiltProduct | null => {
    const read = names.read(text)
    if (read === null) return null
    const id = productId(read.key)
    let product = products.get(id)
    if (product === undefined) {
      product = { id, key: read.key, name: read.title, aliases: new Set(), catalogueRows: [], industry: null }
      products.set(id, product)
    }
    if (read.written !== product.name) product.aliases.add(read.written)
    return product
  }
  const relate = (relation: 'supply' | 'kind', source: BuiltProduct, target: BuiltProduct) => {
    const name = `${relation} ${source.id} ${target.id}`
    let known = relations.get(name)
    if (known === undefined) {
      known = {
        relation,
        source: source.id,
        target: target.id,
        basis: relation === 'kind' && target.key.includes(source.key) ? 'containment' : 'stated',
        relationRows: [],
        catalogueRows: [],
      }
      relations.set(name, known)
    }
    return known
  }

  for (const row of rows.catalogue) {
    const product = enter(row.product)
    if (product === null) continue
    product.catalogueRows.push(row.rowId)
    product.industry ??= row.industry
  }
  for (const row of rows.relations) {
    const from = enter(row.from)
    const to = enter(row.to)
    if (from === null || to === null)
      names.count((from === null ? names.rule(row.from) : names.rule(row.to)) ?? '')
    else if (from.id === to.id) names.count('same')
    else if (row.relation === '产品小类') {
      // A chain standard files the words of one segment under the first of them: that is no kind.
      if (row.source?.startsWith(standardSource) === true && !to.key.includes(from.key)) names.count('family')
      else relate('kind', from, to).relationRows.push(row.rowId)
    } else {
      const supply = row.relation === '上游材料' ? relate('supply', to, from) : relate('supply', from, to)
      supply.relationRows.push(row.rowId)
      if (row.source?.startsWith(standardSource) === true) supply.basis = 'standard'
    }
  }
  for (const row of rows.catalogue) {
    // The parents that a chain standard gives are its families again; a path states a kind.
    if (row.parent === null || !row.product.startsWith(`${row.parent}-`)) continue
    const [product, parent] = [enter(row.product), enter(row.parent)]
    if (product !== null && parent !== null && product.id !== parent.id)
      relate('kind', parent, product).catalogueRows.push(row.rowId)
  }
  markMutual(relations)
  return {
    products,
    relations: [...relations.values()],
    makers: readMakers(rows, enter, names),
    leftOut: names.leftOut(),
  }
}

function readMakers(
  rows: ProductRows,
  enter: (text: string) => BuiltProduct | null,
  names: NameReader,
): BuiltMaker[] {
  return rows.makers.flatMap(({ rowId, product: text, securityCode, creditCode }) => {
    const product = enter(text)
    if (product !== null) return [{ product: product.id, rowId, securityCode, creditCode }]
    names.count(names.rule(text) ?? '')
    return []
  })
}

/** A is a material of B and B of A: at most one is meant. Both stay, told apart from the others. */
function markMutual(relations: ReadonlyMap<string, BuiltRelation>): void {
  for (const one of relations.values()) {
    const opposite = relations.get(`${one.relation} ${one.target} ${one.source}`)
    if (opposite !== undefined && one.basis !== 'standard') one.basis = 'mutual'
  }
}

function* namesOf({ catalogue, relations, makers }: ProductRows): Iterable<string> {
  for (const row of catalogue) yield row.product
  for (const row of relations) {
    yield row.from
    yield row.to
  }
  for (const row of makers) yield row.product
}
