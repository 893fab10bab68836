/** Hooks for the resources of 产品网络; used like those of data/queries.ts. */
import type {
  FoundProduct,
  ProductCoverage,
  ProductDetail,
  ProductMaker,
  ProductNeighbourhood,
  ProductRelation,
  ProductSummary,
  ProductWay,
  SegmentProductList,
} from '../../server/api/schemas/product.ts'
import type { Realm } from '../../server/domain/realm.ts'
import type { Items, ScopeQuery } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

export type RelationRole = 'materials' | 'uses' | 'kinds' | 'parents'

const productPath = (id: string, part = '') => `/api/products/${encodeURIComponent(id)}${part}`
const segmentPath = (chain: string, segment: string, part: string) =>
  `/api/chains/${encodeURIComponent(chain)}/segments/${encodeURIComponent(segment)}/${part}`

/** @param query null waits; '' = the products with most makers */
export const useProducts = (query: string | null, realm: Realm, limit = 20) =>
  useResource<Items<FoundProduct>>(query === null ? null : '/api/products', { query, realm, limit })

export const useProductSummary = (realm: Realm) =>
  useResource<ProductSummary>('/api/products/summary', { realm })

export const useProduct = (id: string | null, realm: Realm) =>
  useResource<ProductDetail>(id === null ? null : productPath(id), { realm })

export const useProductNeighbourhood = (id: string, hops: number, realm: Realm) =>
  useResource<ProductNeighbourhood>(productPath(id, '/neighbourhood'), { hops, realm, perStep: 80 })

export const useProductRelations = (id: string, role: RelationRole, realm: Realm, limit = 50) =>
  useResourcePages<Items<ProductRelation>>(productPath(id, '/relations'), { role, realm, limit })

/** @param kinds those of its kinds as well */
export const useProductMakers = (id: string, { region, realm }: ScopeQuery, kinds: boolean) =>
  useResourcePages<Items<ProductMaker>>(productPath(id, '/makers'), { region, realm, kinds, limit: 200 })

export const useProductWay = (from: string, to: string | null) =>
  useResource<ProductWay>(to === null ? null : '/api/products/path', { from, to: to ?? '' })

export const useProductCoverage = ({ chain, region, realm }: ScopeQuery) =>
  useResource<ProductCoverage>(
    chain === undefined ? null : `/api/chains/${encodeURIComponent(chain)}/products`,
    {
      region,
      realm,
    },
  )

export const useSegmentProducts = (chain: string, segment: string, realm: Realm) =>
  useResource<SegmentProductList>(segmentPath(chain, segment, 'products'), { realm })

export const useSegmentMakers = (chain: string, segment: string, { region, realm }: ScopeQuery) =>
  useResourcePages<Items<ProductMaker>>(segmentPath(chain, segment, 'makers'), { region, realm, limit: 200 })
