/** Named states of a screen: each account's own. */
import { useQueryClient } from '@tanstack/react-query'
import type { SavedView } from '../../server/api/schemas/saved-view.ts'
import { request } from './api.ts'
import type { Items } from './queries.ts'
import { refresh, useResource } from './resource.ts'

const PATH = '/api/saved-views'

export const useSavedViews = (page: string) => useResource<Items<SavedView>>(PATH, { page })

/** @throws ApiProblem when the server refuses */
export function useSavedViewChanges(page: string) {
  const client = useQueryClient()
  const after = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work
    await refresh(client, PATH)
    return done
  }
  return {
    save: (name: string, address: string) =>
      after(request<SavedView>(PATH, { method: 'POST', body: { page, name, address } })),
    remove: (id: number) => after(request<undefined>(`${PATH}/${id}`, { method: 'DELETE' })),
  }
}
