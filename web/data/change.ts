import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf, request, type ApiProblem } from './api.ts'
import { refresh } from './resource.ts'

/** A change, whether it is under way, and why it failed: `const { run, busy, problem } = useChange()`. */
export function useChange(...prefixes: readonly string[]) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const run = async <Answer>(
    path: string,
    method: 'POST' | 'PATCH' | 'DELETE',
    body?: unknown,
  ): Promise<Answer | null> => {
    setBusy(true)
    setProblem(null)
    try {
      const answer = await request<Answer>(path, { method, ...(body !== undefined && { body }) })
      await refresh(client, ...prefixes)
      // 204 has no body; null is for failures.
      return answer ?? ({} as Answer)
    } catch (error) {
      setProblem(problemOf(error))
      return null
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, problem, clear: () => setProblem(null) }
}
