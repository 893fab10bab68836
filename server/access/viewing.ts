import { AsyncLocalStorage } from 'node:async_hooks'
import { regionPrefix } from '../domain/region.ts'
import type { Viewer } from '../warehouse/viewer-database.ts'
import { clearanceOf } from './clearance.ts'
import type { SignedIn } from './sessions.ts'

const viewing = new AsyncLocalStorage<Viewer>()

/** Reaches nothing: whoever asks outside a signed-in request. */
const nobody: Viewer = {
  kind: 'none',
  username: '',
  regionPrefix: '',
  firms: [],
  own: null,
  clearance: 0,
}

/** The one whose request is being answered; the viewer database asks it at every query. */
export function currentViewer(): Viewer {
  return viewing.getStore() ?? nobody
}

/** Runs `work`, and everything it starts, as this viewer. */
export function viewAs<T>(viewer: Viewer, work: () => T): T {
  return viewing.run(viewer, work)
}

/** What a signed-in user reaches, as row-level security and column masks ask it. */
export function viewerOf(session: SignedIn): Viewer {
  const { role, username, creditCode } = session
  const base = { username, regionPrefix: regionPrefix(session.region.code), clearance: clearanceOf(session) }
  switch (role) {
    case 'province':
    case 'city':
    case 'county':
    case 'chain-office':
    case 'operator':
    case 'steward':
    case 'reviewer':
      return { ...base, kind: 'official', firms: [], own: null }
    case 'enterprise':
      return { ...base, kind: 'firm', firms: creditCode === null ? [] : [creditCode], own: creditCode }
    case 'bank':
      // What firms authorised is delivered by contract, column by column; beside it a bank reads no record.
      return { ...base, kind: 'firm', firms: [], own: null }
    case 'system-admin':
    case 'security-admin':
    case 'audit-admin':
      return { ...base, kind: 'none', firms: [], own: null }
  }
}

/** Equal for viewers who see the same: part of the name of every kept answer. */
export function reachKey({ kind, regionPrefix: prefix, firms, own, clearance }: Viewer): string {
  return `${kind} ${prefix} ${firms.join(',')} ${own ?? ''} ${clearance}`
}
