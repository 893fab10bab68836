import type { FastifyRequest } from 'fastify'
import type { SignedIn } from '../access/sessions.ts'
import type { Realm } from '../domain/realm.ts'
import { isPast } from '../warehouse/as-of.ts'
import { invalidCursor } from './errors.ts'
import { signedInOf } from './guard.ts'
import { invalidParameter } from './problem.ts'
import type { Realms } from './realms.ts'
import type { Page, Scope } from './services.ts'

interface ScopeQuery {
  readonly region?: string
  readonly realm?: Realm
  readonly asOf?: string
}

/** Enterprise and bank users: aggregates must not tell them of single other firms. */
export function isFirmUser({ role }: SignedIn): boolean {
  return role === 'enterprise' || role === 'bank'
}

/** The slice asked for; by default the caller's own region and the realm shown first. */
export async function readScope(request: FastifyRequest, realms: Realms, query: ScopeQuery): Promise<Scope> {
  const asOf = checkedDay(query.asOf)
  return {
    region: query.region ?? signedInOf(request).region.code,
    realm: query.realm ?? (await realms.first()),
    ...(asOf === undefined ? {} : { asOf }),
    ...(isFirmUser(signedInOf(request)) ? { audience: 'enterprises' as const } : {}),
  }
}

/** The pattern lets 2023-02-30 pass; PostgreSQL would not. */
export function checkedDay(asOf: string | undefined): string | undefined {
  if (asOf === undefined || asOf.length === 7) return asOf
  const day = new Date(`${asOf}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== asOf) {
    throw invalidParameter('asOf', asOf, '日历中存在的日期（YYYY-MM 或 YYYY-MM-DD）')
  }
  return asOf
}

/** @throws Problem for a day that no calendar has */
export function requireDay(name: string, day: string): void {
  try {
    checkedDay(day)
  } catch {
    throw invalidParameter(name, day, '日历中存在的日期（YYYY-MM-DD）')
  }
}

/** A date that is over; a month or day still running is the present. */
export function pastOf(asOf: string | undefined): string | undefined {
  const day = checkedDay(asOf)
  return day === undefined || !isPast(day) ? undefined : day
}

export const defaultLimit = 50

/** Limit and offset of a list whose cursor is the number of items passed. */
export function readPage(query: { readonly limit?: number; readonly cursor?: string }): Page {
  const { limit = defaultLimit, cursor } = query
  if (cursor === undefined) return { limit, offset: 0 }
  if (!/^[1-9]\d{0,8}$/.test(cursor)) throw invalidCursor(cursor)
  return { limit, offset: Number(cursor) }
}

/** One page of a list that is whole in memory. */
export function pageOf<T>(items: readonly T[], page: Page) {
  const end = page.offset + page.limit
  return {
    items: items.slice(page.offset, end),
    nextCursor: end < items.length ? String(end) : null,
    total: items.length,
  }
}
