/** The words of 产品网络: makers by realm, why a relation is believed, how a product came to a segment. */
import type { ProductRelation, SegmentProductList } from '../../../../server/api/schemas/product.ts'
import type { Realm } from '../../../../server/domain/realm.ts'
import type { RelationRole } from '../../../data/products.ts'

/** Whom the number beside a product counts. */
export const makerWord: Readonly<Record<Realm, string>> = {
  actual: '上市公司',
  demonstration: '演示企业',
}

export const roleTitles: Readonly<Record<RelationRole, string>> = {
  materials: '上游材料',
  uses: '下游产品',
  kinds: '细分品种',
  parents: '上级品类',
}

export const confidenceTitles: Readonly<Record<ProductRelation['confidence'], string>> = {
  high: '高',
  medium: '中',
  low: '低',
}

export const basisTitles: Readonly<Record<ProductRelation['basis'], string>> = {
  standard: '产业链标准列出',
  stated: '来源记载',
  mutual: '推断：来源中两个方向都有，至多一个成立',
  containment: '推断：仅据名称包含',
}

export function matchWords({ match, word, name }: SegmentProductList['items'][number]): string {
  if (match === 'kind') return `“${word}”的细分品种`
  return match === 'word' || word === name.toLowerCase() ? '标准产品词' : `名称以“${word}”结尾`
}
