/** What the picture shows, as it stands in the address. */
import type { Strength } from '../../../../server/domain/strength.ts'
import { useAddressState } from '../../../shell/address-state.ts'
import { isStrength } from './verdicts.ts'
import { isLinkLimit, type LinkLimit } from './links-shown.ts'

export const colourings = ['strength', 'enterprises', 'ratio'] as const
export type Colouring = (typeof colourings)[number]

export const levels = ['segments', 'firms'] as const
/** 环节图, 企业网络 */
export type Level = (typeof levels)[number]

export interface ViewState {
  readonly level: Level
  readonly view: 'picture' | 'list'
  readonly colouring: Colouring
  /** Verdicts that stand out; empty = all. */
  readonly verdicts: ReadonlySet<Strength>
  readonly links: LinkLimit
  readonly essentialOnly: boolean
  readonly segment: string | null
  /** Steps around the selection that stay bright; 0 = no such focus. */
  readonly reach: number
  /** The firm whose network takes the place of the chain. */
  readonly firm: string | null
  readonly hops: number
  /** The enterprise opened over the page. */
  readonly enterprise: string | null
  readonly set: (changes: ViewChange) => void
}

export interface ViewChange {
  readonly level?: Level
  readonly view?: ViewState['view']
  readonly colouring?: Colouring
  readonly verdicts?: ReadonlySet<Strength>
  readonly links?: LinkLimit
  readonly essentialOnly?: boolean
  readonly segment?: string | null
  readonly reach?: number
  readonly firm?: string | null
  readonly hops?: number
  readonly enterprise?: string | null
}

export const MOST_HOPS = 4
const HOPS = 2

export function useViewState(): ViewState {
  const { get, set } = useAddressState()
  const colouring = colourings.find((one) => one === get('colour')) ?? 'strength'
  const limit = get('links') ?? ''
  return {
    level: levels.find((one) => one === get('level')) ?? 'segments',
    view: get('view') === 'list' ? 'list' : 'picture',
    colouring,
    verdicts: new Set((get('show') ?? '').split(',').filter(isStrength)),
    links: isLinkLimit(limit) ? limit : 'main',
    essentialOnly: get('essential') === '1',
    segment: get('segment'),
    reach: whole(get('reach'), 0, MOST_HOPS, 0),
    firm: get('firm'),
    hops: whole(get('hops'), 1, MOST_HOPS, HOPS),
    enterprise: get('enterprise'),
    set: (changes) => {
      const next: Record<string, string | null> = {}
      if (changes.level !== undefined) next['level'] = changes.level === 'segments' ? null : changes.level
      if (changes.view !== undefined) next['view'] = changes.view === 'list' ? 'list' : null
      if (changes.colouring !== undefined) {
        next['colour'] = changes.colouring === 'strength' ? null : changes.colouring
      }
      if (changes.verdicts !== undefined) next['show'] = [...changes.verdicts].join(',') || null
      if (changes.links !== undefined) next['links'] = changes.links === 'main' ? null : changes.links
      if (changes.essentialOnly !== undefined) next['essential'] = changes.essentialOnly ? '1' : null
      if (changes.segment !== undefined) next['segment'] = changes.segment
      if (changes.reach !== undefined) next['reach'] = changes.reach === 0 ? null : String(changes.reach)
      if (changes.firm !== undefined) next['firm'] = changes.firm
      if (changes.hops !== undefined) next['hops'] = changes.hops === HOPS ? null : String(changes.hops)
      if (changes.enterprise !== undefined) next['enterprise'] = changes.enterprise
      const goes = ['level', 'segment', 'firm', 'enterprise'].some(
        (name) => name in next && next[name] !== get(name),
      )
      set(next, goes)
    },
  }
}

function whole(text: string | null, least: number, most: number, otherwise: number): number {
  const value = Number(text)
  return text !== null && Number.isInteger(value) && value >= least && value <= most ? value : otherwise
}
