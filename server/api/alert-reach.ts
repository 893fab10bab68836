import type { SignedIn } from '../access/sessions.ts'

/** Whose alerts a viewer reads: an enterprise user those about its own firm, officials those of their region. */
export function alertReach(viewer: SignedIn): { readonly creditCode: string } | { readonly region: string } {
  if (viewer.role === 'enterprise' || viewer.role === 'bank') return { creditCode: viewer.creditCode ?? '' }
  return { region: viewer.region.code }
}
