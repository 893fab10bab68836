import type { SourceRecord } from '../../connectors/contract.ts'
import standard from '../chains/rubber-tyre.json' with { type: 'json' }
import { segmentById, segments } from './chain.ts'

const source = `产业链标准 ${standard.title} ${standard.version}`

/** The name of a segment's product family: its first product word. */
function family(segment: string): string {
  const { products, title } = segmentById(segment)
  return products[0] ?? title
}

/** Products of the chain standard under their families; a product of several families is filed under the first. */
export function productCatalogueRecords(): readonly SourceRecord[] {
  const filed = new Map<string, SourceRecord>()
  for (const { id, industryCodes } of segments.filter((segment) => segment.makers)) {
    const industry = industryCodes[0] ?? ''
    const name = family(id)
    if (!filed.has(name)) filed.set(name, { product: name, parent_product: '', level: '1', industry })
  }
  for (const { id, products, industryCodes } of segments.filter((segment) => segment.makers)) {
    for (const product of products) {
      if (filed.has(product)) continue
      filed.set(product, {
        product,
        parent_product: family(id),
        level: '2',
        industry: industryCodes[0] ?? '',
      })
    }
  }
  return [...filed.values()]
}

/** 上游材料 along the links of the chain standard, 产品小类 within its families. */
export function productRelationRecords(): readonly SourceRecord[] {
  const relations = new Map<string, SourceRecord>()
  const add = (from: string, relation: string, to: string): void => {
    if (from !== to)
      relations.set(`${from} ${relation} ${to}`, { from_product: from, relation, to_product: to, source })
  }
  for (const link of standard.links) {
    // Dealers and services hand on the products of others.
    if (segmentById(link.from).makers && segmentById(link.to).makers) {
      add(family(link.to), '上游材料', family(link.from))
    }
  }
  for (const { product, parent_product: parent } of productCatalogueRecords()) {
    if (product !== undefined && parent !== undefined && parent !== '') add(parent, '产品小类', product)
  }
  return [...relations.values()]
}
