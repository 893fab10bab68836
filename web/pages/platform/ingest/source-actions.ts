import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceItem } from '../../../../server/api/schemas/dataset.ts'
import { problemOf, request } from '../../../data/api.ts'
import { refresh } from '../../../data/resource.ts'

export interface SourceActions {
  /** Sources whose request is on its way. */
  readonly busy: ReadonlySet<string>
  /** What was refused last, in words; null when nothing was. */
  readonly problem: string | null
  readonly run: (source: SourceItem) => void
  readonly cancel: (source: SourceItem) => void
  readonly setEnabled: (source: SourceItem, enabled: boolean) => void
}

/** What an operator does with a source; the lists are read again after each. */
export function useSourceActions(): SourceActions {
  const client = useQueryClient()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<string | null>(null)

  const act = async (
    source: SourceItem,
    path: string,
    method: 'POST' | 'PATCH' | 'DELETE',
    body?: unknown,
  ) => {
    setProblem(null)
    setBusy((now) => new Set(now).add(source.id))
    try {
      await request(`/api/sources/${source.id}${path}`, { method, ...(body !== undefined && { body }) })
    } catch (error) {
      setProblem(`${source.title}：${problemOf(error).detail}`)
    } finally {
      setBusy((now) => new Set([...now].filter((id) => id !== source.id)))
      await refresh(client, '/api/sources', '/api/ingest')
    }
  }
  return {
    busy,
    problem,
    run: (source) => void act(source, '/runs', 'POST'),
    cancel: (source) => void act(source, '/runs/current', 'DELETE'),
    setEnabled: (source, enabled) => void act(source, '', 'PATCH', { enabled }),
  }
}
