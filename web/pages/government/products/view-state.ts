/** What 产品网络 shows, as it stands in the address. */
import { useMemo } from 'react'
import type { RelationRole } from '../../../data/products.ts'
import { useAddressState } from '../../../shell/address-state.ts'

export const MOST_HOPS = 3

export interface ProductView {
  /** Null: where to begin. */
  readonly product: string | null
  /** The card chosen in the picture; null = the product itself. */
  readonly chosen: string | null
  readonly hops: number
  readonly view: 'picture' | 'list'
  readonly role: RelationRole
  /** Product whose makers are open. */
  readonly makers: string | null
  readonly go: (product: string | null) => void
  readonly choose: (product: string | null) => void
  readonly setHops: (hops: number) => void
  readonly setView: (view: ProductView['view']) => void
  /** The list of one role of the product. */
  readonly list: (product: string, role: RelationRole) => void
  readonly showMakers: (product: string | null) => void
}

const roles = ['materials', 'uses', 'kinds', 'parents'] as const

export function useProductView(): ProductView {
  const { get, set } = useAddressState()
  return useMemo(() => {
    const hops = Number(get('hops'))
    return {
      product: get('product'),
      chosen: get('chosen'),
      hops: Number.isInteger(hops) && hops >= 1 && hops <= MOST_HOPS ? hops : 1,
      view: get('view') === 'list' ? 'list' : 'picture',
      role: roles.find((role) => role === get('role')) ?? 'materials',
      makers: get('makers'),
      go: (product) => set({ product, chosen: null, makers: null }, true),
      choose: (chosen) => set({ chosen }),
      setHops: (next) => set({ hops: next === 1 ? null : String(next) }),
      setView: (view) => set({ view: view === 'list' ? 'list' : null }),
      list: (product, role) => set({ product, chosen: null, view: 'list', role }, product !== get('product')),
      showMakers: (makers) => set({ makers }),
    }
  }, [get, set])
}
