import type { Realm } from '../domain/realm.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import { createMemo } from './memo.ts'
import type { Versions } from './versions.ts'

/** Which realms hold enterprises; the first is the one shown when none is asked for. */
export interface Realms {
  held(): Promise<readonly Realm[]>
  first(): Promise<Realm>
}

const readRealms = prepare<[], { demonstration: boolean; actual: boolean }>(
  'realms-held',
  `select exists (select from brain.golden_enterprise where demonstration) as demonstration,
     exists (select from brain.golden_enterprise where not demonstration) as actual`,
)

export function createRealms(database: Database, versions: Versions): Realms {
  const memo = createMemo<readonly Realm[]>(versions)
  const held = () =>
    memo('realms', async () => {
      const [row] = await readRealms(database, [])
      const realms: Realm[] = []
      if (row?.demonstration === true) realms.push('demonstration')
      if (row?.actual === true) realms.push('actual')
      return realms
    })
  return { held, first: async () => (await held())[0] ?? 'actual' }
}
