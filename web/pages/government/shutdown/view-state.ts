/** What the screen shows beyond the scope, kept in the address: tab, scenario, comparison. */
import { useMemo } from 'react'
import type { ScenarioRequest } from '../../../../server/api/schemas/scenario.ts'
import { useAddressState } from '../../../shell/address-state.ts'
import { draftOf, readDraft, writeDraft, type Draft } from './draft.ts'

export const tabs = [
  { value: 'run', title: '情景推演' },
  { value: 'hidden', title: '隐性关键企业' },
  { value: 'compare', title: '情景比较' },
  { value: 'demand', title: '需求测算' },
] as const
export type Tab = (typeof tabs)[number]['value']

export interface ViewState {
  readonly tab: Tab
  readonly draft: Draft
  readonly showTab: (tab: Tab) => void
  /** Runs it: the scenario shown is the one of the address. */
  readonly run: (draft: Draft) => void
  /** Runs a scenario that was kept, where it was kept for. */
  readonly reopen: (input: ScenarioRequest) => void
  /** Credit code of the firm whose record is open. */
  readonly firm: string | null
  readonly open: (creditCode: string) => void
  readonly close: () => void
}

export function useViewState(): ViewState {
  const address = useAddressState()
  return useMemo(
    () => ({
      tab: tabs.find(({ value }) => value === address.get('tab'))?.value ?? 'run',
      draft: readDraft(address.get),
      showTab: (tab) => address.set({ tab: tab === 'run' ? null : tab }, true),
      run: (draft) => address.set({ ...writeDraft(draft), tab: null }, true),
      reopen: (input) =>
        address.set(
          {
            ...writeDraft(draftOf(input)),
            ...(input.region !== undefined && { region: input.region }),
            ...(input.realm !== undefined && { realm: input.realm }),
            ...(input.chain !== undefined && { chain: input.chain }),
            tab: null,
          },
          true,
        ),
      firm: address.get('record'),
      open: (creditCode) => address.set({ record: creditCode }, true),
      close: () => address.set({ record: null }),
    }),
    [address],
  )
}
