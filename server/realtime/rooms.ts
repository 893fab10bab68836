import type { SignedIn } from '../access/sessions.ts'
import type { Alert } from '../api/schemas/alert.ts'
import type { Realm } from '../domain/realm.ts'
import { regionLevel } from '../domain/region.ts'

/** Progress of loading is for those who run it. */
export const operatorRoom = 'operators'

const wholeProvince = '370000'

/** The rooms whose alerts a viewer reads; the same scope as GET /api/alerts. */
export function roomsOf(viewer: SignedIn, realms: readonly Realm[]): string[] {
  const scope =
    viewer.role === 'enterprise' || viewer.role === 'bank'
      ? `firm ${viewer.creditCode ?? ''}`
      : `region ${viewer.region.code}`
  const rooms = realms.map((realm) => `${realm} ${scope}`)
  return viewer.role === 'operator' ? [...rooms, operatorRoom] : rooms
}

/** The rooms an alert goes to: its region and those above it, and the firm it is about. */
export function audienceOf(alert: Pick<Alert, 'realm' | 'region' | 'subject'>): string[] {
  const rooms = regionAndAbove(alert.region?.code ?? wholeProvince).map(
    (code) => `${alert.realm} region ${code}`,
  )
  if (alert.subject.kind === 'enterprise') rooms.push(`${alert.realm} firm ${alert.subject.id}`)
  return rooms
}

function regionAndAbove(code: string): string[] {
  const all = [code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, '100000']
  return [...new Set(all)].filter((above) => above === code || regionLevel(above) !== regionLevel(code))
}
