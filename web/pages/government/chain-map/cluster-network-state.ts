/** What of the network is shown, as it stands in the address. */
import type { NetworkColouring } from '../../../charts/network-canvas/tones.ts'
import { useAddressState } from '../../../shell/address-state.ts'

export const networkColourings: Readonly<Record<NetworkColouring, string>> = {
  verdict: '环节强弱',
  trade: '购销额',
  place: '地区内外',
}

/** Least trade of a drawn relation, 元; 'main' = the largest ones. */
export const leastAmounts = {
  main: { title: '主要关系', least: null },
  '1e8': { title: '≥ 1 亿元', least: 1e8 },
  '1e7': { title: '≥ 1,000 万元', least: 1e7 },
  '1e6': { title: '≥ 100 万元', least: 1e6 },
  all: { title: '全部', least: 0 },
} as const
export type LeastAmount = keyof typeof leastAmounts

export interface NetworkState {
  readonly colouring: NetworkColouring
  readonly least: LeastAmount
  /** 'stage:tyre', 'segment:carbon-black'; null = all. */
  readonly within: string | null
  readonly county: string | null
  /** Party of the selected firm. */
  readonly focus: string | null
  readonly set: (changes: Partial<Omit<NetworkState, 'set'>>) => void
}

export function useNetworkState(): NetworkState {
  const { get, set } = useAddressState()
  const tone = get('tone') ?? ''
  const least = get('least') ?? ''
  return {
    colouring: isColouring(tone) ? tone : 'verdict',
    least: isLeastAmount(least) ? least : 'main',
    within: get('within'),
    county: get('county'),
    focus: get('focus'),
    set: (changes) => {
      const next: Record<string, string | null> = {}
      if (changes.colouring !== undefined)
        next['tone'] = changes.colouring === 'verdict' ? null : changes.colouring
      if (changes.least !== undefined) next['least'] = changes.least === 'main' ? null : changes.least
      if (changes.within !== undefined) next['within'] = changes.within
      if (changes.county !== undefined) next['county'] = changes.county
      if (changes.focus !== undefined) next['focus'] = changes.focus
      set(next, 'focus' in next && next['focus'] !== get('focus'))
    },
  }
}

function isColouring(text: string): text is NetworkColouring {
  return text in networkColourings
}

export function isLeastAmount(text: string): text is LeastAmount {
  return text in leastAmounts
}
