/** A change asked of the server: whether it runs, what went wrong, and what to read anew afterwards. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf, request, type ApiProblem } from './api.ts'
import { exchangeAddresses } from './exchange.ts'
import { refresh } from './resource.ts'

export interface Act {
  readonly busy: boolean
  readonly problem: ApiProblem | null
  /** Undefined when it failed; the problem is then shown. */
  readonly run: <Answer>(path: string, body?: unknown) => Promise<Answer | undefined>
}

export function useAct(): Act {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  return {
    busy,
    problem,
    run: async <Answer>(path: string, body?: unknown) => {
      setBusy(true)
      setProblem(null)
      try {
        const answer = await request<Answer>(path, { method: 'POST', ...(body !== undefined && { body }) })
        await refresh(client, ...exchangeAddresses, '/api/access-ledger')
        return answer
      } catch (error) {
        setProblem(problemOf(error))
        return undefined
      } finally {
        setBusy(false)
      }
    },
  }
}
