/**
 * The slice of the world a screen shows, kept in the address so that a link shows the same to
 * whoever may see it: `?region=370523&asOf=2026-10&realm=demonstration&chain=rubber-tyre`.
 *
 * const scope = useScope();
 * useMetric("cluster-scale", scope.query);
 * scope.change({ region: "370500" });
 * <Link to={scope.href("/government/migration", { signal: "early" })}>
 */
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { ChainItem } from '../../server/api/schemas/chain.ts'
import type { Session } from '../../server/api/schemas/session.ts'
import type { Region } from '../../server/api/schemas/shared.ts'
import type { Realm } from '../../server/domain/realm.ts'
import { isAdministrator } from '../data/vocabulary.ts'
import { useChains, useRegions, type ScopeQuery } from '../data/queries.ts'

export interface ScopeChange {
  readonly region?: string
  /** null = the latest month. */
  readonly asOf?: string | null
  readonly realm?: Realm
  readonly chain?: string
}

export interface Scope {
  readonly session: Session
  readonly region: Region
  /** The session's region and everything below it, province, cities, counties. */
  readonly regions: readonly Region[]
  /** YYYY-MM; undefined = the latest the server has. */
  readonly asOf: string | undefined
  readonly realm: Realm
  readonly chain: ChainItem | undefined
  readonly chains: readonly ChainItem[]
  /** Big screen. */
  readonly wall: boolean
  /** For the hooks of data/queries.ts. */
  readonly query: ScopeQuery
  readonly change: (change: ScopeChange) => void
  /** An address inside the app that keeps the scope; parameters given win. */
  readonly href: (path: string, parameters?: Readonly<Record<string, string>>) => string
}

const ScopeContext = createContext<Scope | null>(null)

/** @throws outside the shell: every page stands inside it. */
export function useScope(): Scope {
  const scope = useContext(ScopeContext)
  if (scope === null) throw new Error('useScope 只能在页面框架内使用')
  return scope
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/
const kept = ['region', 'asOf', 'realm', 'chain', 'wall', 'rotate'] as const

export function ScopeProvider({ session, children }: { session: Session; children: ReactNode }) {
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  const month = new URLSearchParams(search).get('asOf')
  const regionList = useRegions(month !== null && MONTH.test(month) ? month : undefined).data?.items
  const chainList = useChains(!isAdministrator(session.role)).data?.items

  const scope = useMemo((): Scope => {
    const parameters = new URLSearchParams(search)
    const home: Region = {
      ...session.region,
      level: levelOf(session.region.code),
      tier: levelOf(session.region.code),
      parent: null,
      longitude: null,
      latitude: null,
    }
    const regions = regionList ?? [home]
    const region =
      regions.find(({ code }) => code === parameters.get('region')) ??
      regions.find(({ code }) => code === home.code) ??
      home
    const asOf = MONTH.test(parameters.get('asOf') ?? '') ? (parameters.get('asOf') ?? undefined) : undefined
    const realm = session.realms.find((one) => one === parameters.get('realm')) ?? firstRealm(session)
    const chains = chainList ?? []
    const chain = chains.find(({ id }) => id === parameters.get('chain')) ?? chains[0]

    const href: Scope['href'] = (path, given = {}) => {
      const [bare = '', own = ''] = path.split('?')
      const next = new URLSearchParams()
      for (const name of kept) {
        const value = parameters.get(name)
        if (value !== null) next.set(name, value)
      }
      for (const [name, value] of new URLSearchParams(own)) next.set(name, value)
      for (const [name, value] of Object.entries(given)) next.set(name, value)
      return next.size === 0 ? bare : `${bare}?${next}`
    }
    const change: Scope['change'] = (changes) => {
      const next = new URLSearchParams(search)
      for (const [name, value] of Object.entries(changes)) {
        if (typeof value === 'string') next.set(name, value)
        else next.delete(name)
      }
      void navigate({ pathname, search: `?${next}` })
    }
    return {
      session,
      region,
      regions,
      asOf,
      realm,
      chain,
      chains,
      wall: parameters.get('wall') === '1',
      query: {
        region: region.code,
        realm,
        ...(asOf === undefined ? {} : { asOf }),
        ...(chain === undefined ? {} : { chain: chain.id }),
      },
      change,
      href,
    }
  }, [session, regionList, chainList, pathname, search, navigate])

  return <ScopeContext value={scope}>{children}</ScopeContext>
}

function firstRealm(session: Session): Realm {
  return session.realms[0] ?? (session.demonstrationMode ? 'demonstration' : 'actual')
}

function levelOf(code: string): Region['level'] {
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
}
