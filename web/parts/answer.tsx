/**
 * An answer in each of its states: `<Answer of={query} empty={…}>{(data) => …}</Answer>` shows
 * waiting, the error with a way to try again, or the data.
 */
import type { ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'
import { Loading } from './loading.tsx'

export function Answer<Data>({
  of,
  title,
  children,
}: {
  readonly of: {
    readonly data: Data | undefined
    readonly error: Error | null
    readonly refetch: () => unknown
  }
  /** What is being read, for the words shown after a second. */
  readonly title?: string
  readonly children: (data: Data) => ReactNode
}) {
  if (of.data !== undefined) return children(of.data)
  if (of.error !== null) return <ErrorState error={of.error} retry={() => void of.refetch()} />
  return title === undefined ? <Loading /> : <Loading title={title} />
}
