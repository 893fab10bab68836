/**
 * G6, loaded when the first diagram needs it (1.5 MB of script):
 *   const { parts, error } = useG6();
 * `preloadG6()` starts the loading beside the request for the data.
 */
import { useEffect, useState } from 'react'

export type G6Parts = typeof import('./g6-parts.ts')

let loading: Promise<G6Parts> | null = null

function loadG6(): Promise<G6Parts> {
  loading ??= import('./g6-parts.ts').catch((error: unknown) => {
    // A lost connection must not be remembered for ever.
    loading = null
    throw error
  })
  return loading
}

export function preloadG6(): void {
  loadG6().catch(() => {
    // Whoever draws asks again and shows the error.
  })
}

export function useG6(): { readonly parts: G6Parts | null; readonly error: Error | null } {
  const [parts, setParts] = useState<G6Parts | null>(null)
  const [error, setError] = useState<Error | null>(null)
  useEffect(() => {
    let wanted = true
    loadG6().then(
      (loaded) => wanted && setParts(loaded),
      (problem: unknown) =>
        wanted && setError(problem instanceof Error ? problem : new Error(String(problem))),
    )
    return () => {
      wanted = false
    }
  }, [])
  return { parts, error }
}
