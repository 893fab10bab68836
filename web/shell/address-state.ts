/**
 * What a screen shows beyond the scope, kept in the address so that a link shows the same: selection,
 * view, filters. `const address = useAddressState(); address.get('segment'); address.set({ view: 'list' })`.
 */
import { useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'

export interface AddressState {
  readonly get: (name: string) => string | null
  /** Null takes a parameter out. `push` leaves the state before it for the browser's back button. */
  readonly set: (changes: Readonly<Record<string, string | null>>, push?: boolean) => void
}

export function useAddressState(): AddressState {
  const { search } = useLocation()
  const navigate = useNavigate()
  return useMemo(() => {
    const parameters = new URLSearchParams(search)
    return {
      get: (name) => parameters.get(name),
      set: (changes, push = false) => {
        // The address as it is now: two changes in one event must not undo each other.
        const next = new URLSearchParams(window.location.search)
        for (const [name, value] of Object.entries(changes)) {
          if (value === null) next.delete(name)
          else next.set(name, value)
        }
        void navigate({ pathname: window.location.pathname, search: `?${next}` }, { replace: !push })
      },
    }
  }, [search, navigate])
}
