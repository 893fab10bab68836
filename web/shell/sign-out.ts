import type { QueryClient } from '@tanstack/react-query'
import { problemOf, request } from '../data/api.ts'

/**
 * Ends the session and opens the login page with a fresh start.
 * @returns what is wrong, in words, when the session could not be ended.
 */
export async function signOut(client: QueryClient, reason?: 'idle'): Promise<string | null> {
  try {
    await request('/api/session', { method: 'DELETE' })
  } catch (error) {
    const { status, detail } = problemOf(error)
    // Already signed out is what was wanted.
    if (status !== 401) return detail
  }
  client.clear()
  const next = encodeURIComponent(location.pathname + location.search)
  location.assign(reason === undefined ? '/login' : `/login?reason=${reason}&next=${next}`)
  return null
}
