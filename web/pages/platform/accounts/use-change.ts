import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../../data/api.ts'
import { refresh } from '../../../data/resource.ts'

/** One change at a time: what is wrong with it, or the accounts read again. */
export function useChange() {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const change = async <Result>(make: () => Promise<Result>): Promise<Result | undefined> => {
    setProblem(null)
    setWaiting(true)
    try {
      const result = await make()
      await refresh(client, '/api/accounts')
      return result
    } catch (error) {
      setProblem(problemOf(error).detail)
      return undefined
    } finally {
      setWaiting(false)
    }
  }
  return { change, problem, waiting }
}
