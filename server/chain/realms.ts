import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'

export interface RealmState {
  readonly realm: Realm
  /** The month its figures end with. */
  readonly month: string
  readonly enterprises: number
}

/** Realms that hold enterprises, the one shown first leading: demonstration where it is loaded. */
export async function readRealms(database: Database): Promise<RealmState[]> {
  const { rows } = await sql<RealmState>`
    select realm, month, enterprises from brain.realm_state order by realm = 'actual'`.execute(
    database.kysely,
  )
  return rows
}

/** The month figures of a realm end with; the current month in Shanghai where it holds nothing. */
export async function latestMonth(database: Database, realm: Realm, now: Date = new Date()): Promise<string> {
  const found = (await readRealms(database)).find((state) => state.realm === realm)
  return found?.month ?? now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 7)
}
