/**
 * The live connection of the session, bound to the answers on screen: a new alert joins every list it
 * belongs to, progress its list, and figures are read again when an ingest has been computed.
 */
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { Alert, AlertList } from '../../server/api/schemas/alert.ts'
import type { Progress } from '../../server/api/schemas/dataset.ts'
import { LiveConnection, type LiveState } from '../data/live.ts'
import { useAlerts, type Items } from '../data/queries.ts'
import { refresh } from '../data/resource.ts'

interface Live {
  readonly state: LiveState
  /** Alerts up to this sequence have been seen by the user. */
  readonly readUpTo: number
  readonly markRead: (sequence: number) => void
}

const LiveContext = createContext<Live | null>(null)

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (live === null) throw new Error('useLive 只能在页面框架内使用')
  return live
}

/** Several stages finish within a moment: one reading of the figures serves them all. */
const SETTLE_MS = 1_500

/** What an ingest changes. An alert tells those who are not sent its progress. */
const computed = [
  '/api/metrics',
  '/api/chains',
  '/api/migration',
  '/api/enterprises',
  '/api/sources',
  '/api/batches',
  '/api/catalog',
] as const

export function LiveProvider({
  username,
  children,
}: {
  readonly username: string
  readonly children: ReactNode
}) {
  const client = useQueryClient()
  const connection = useRef<LiveConnection>(null)
  const [state, setState] = useState<LiveState>('connecting')
  const storageKey = `alerts-read:${username}`
  const [readUpTo, setReadUpTo] = useState(() => Number(localStorage.getItem(storageKey) ?? 0))
  const latest = useAlerts({}, 1).data?.latest

  useEffect(() => {
    const made = new LiveConnection()
    let settling: ReturnType<typeof setTimeout> | undefined
    const renewFigures = () => {
      clearTimeout(settling)
      settling = setTimeout(() => void refresh(client, ...computed), SETTLE_MS)
    }
    const stops = [
      made.on('state', (now) => {
        setState(now)
        // The server also cuts the line of a session that has ended: asking shows which it was.
        if (now === 'disconnected') void refresh(client, '/api/session')
      }),
      made.on('alert', (alert) => {
        addAlert(client, alert)
        renewFigures()
      }),
      made.on('progress', (progress) => {
        addProgress(client, progress)
        if (progress.phase === 'done') renewFigures()
      }),
    ]
    connection.current = made
    return () => {
      clearTimeout(settling)
      for (const stop of stops) stop()
      made.close()
    }
  }, [client])

  useEffect(() => {
    if (latest !== undefined) connection.current?.startAfter(latest)
  }, [client, latest])

  const live = useMemo(
    (): Live => ({
      state,
      readUpTo,
      markRead: (sequence) => {
        if (sequence <= readUpTo) return
        localStorage.setItem(storageKey, String(sequence))
        setReadUpTo(sequence)
      },
    }),
    [state, readUpTo, storageKey],
  )
  return <LiveContext value={live}>{children}</LiveContext>
}

const KEPT_ALERTS = 200

/** Into every list on screen whose region and realm it fits, newest first. */
function addAlert(client: QueryClient, alert: Alert): void {
  for (const query of client.getQueryCache().findAll({ queryKey: ['/api/alerts'] })) {
    const filter = query.queryKey[1] as { readonly region?: string; readonly realm?: string }
    if (filter.realm !== undefined && filter.realm !== alert.realm) continue
    if (filter.region !== undefined && !within(filter.region, alert.region?.code)) continue
    client.setQueryData<AlertList>(query.queryKey, (list) => {
      if (list === undefined || list.items.some(({ sequence }) => sequence === alert.sequence)) return list
      const items = [alert, ...list.items].toSorted((a, b) => b.sequence - a.sequence)
      return {
        ...list,
        items: items.slice(0, KEPT_ALERTS),
        latest: Math.max(list.latest, alert.sequence),
      }
    })
  }
}

/** 370500 contains 370523; a region that is not known belongs to the province's list only. */
function within(region: string, code: string | undefined): boolean {
  const prefix = region.replace(/(00){1,2}$/, '')
  return code === undefined ? prefix.length === 2 : code.startsWith(prefix)
}

function addProgress(client: QueryClient, progress: Progress): void {
  client.setQueryData<Items<Progress>>(['/api/ingest/progress', {}], (list) => {
    const others = (list?.items ?? []).filter(
      ({ source, fileName, startedAt }) =>
        source !== progress.source || fileName !== progress.fileName || startedAt !== progress.startedAt,
    )
    return { items: [progress, ...others].slice(0, 50), nextCursor: null }
  })
}
