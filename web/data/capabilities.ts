/** 能力组件 and 算法验真: lists, and runs that can be stopped. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { CapabilityDetail, Verification } from '../../server/api/schemas/capability.ts'
import { problemOf, request, type ApiProblem } from './api.ts'
import { useResource } from './resource.ts'

export const useVerification = () => useResource<Verification>('/api/capabilities/verification')

export const useCapability = (id: string) =>
  useResource<CapabilityDetail>(`/api/capabilities/${encodeURIComponent(id)}`)

export const runAddress = (id: string): string => `/api/capabilities/${encodeURIComponent(id)}/run`

export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly output: unknown; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly problem: ApiProblem }

/** Runs of one component, the last of which counts. */
export function useRun(id: string) {
  const [state, setState] = useState<RunState>({ kind: 'idle' })
  const current = useRef<AbortController | null>(null)

  const stop = useCallback(() => {
    current.current?.abort()
    current.current = null
    setState({ kind: 'idle' })
  }, [])

  const run = useCallback(
    async (input: unknown) => {
      current.current?.abort()
      const mine = new AbortController()
      current.current = mine
      setState({ kind: 'running' })
      const started = performance.now()
      try {
        const output = await request<unknown>(runAddress(id), {
          method: 'POST',
          body: input,
          signal: mine.signal,
        })
        if (current.current === mine)
          setState({ kind: 'done', output, milliseconds: performance.now() - started })
      } catch (error) {
        if (current.current === mine && !mine.signal.aborted)
          setState({ kind: 'failed', problem: problemOf(error) })
      }
    },
    [id],
  )

  useEffect(() => () => current.current?.abort(), [])
  return { state, run, stop }
}
