import { sql } from 'kysely'
import { regionContains } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { deciders } from './rule.ts'

export interface DecidingAccount {
  readonly username: string
  readonly displayName: string
}

/** Accounts that may decide in a place because their region holds it: they can be asked for a visit or a project there. */
export async function decidingAccounts(platform: Database, region: string): Promise<DecidingAccount[]> {
  const { rows } = await sql<DecidingAccount & { region: string }>`
    select username, display_name as "displayName", region_code as region from brain.account
    where role = any(${deciders}) and disabled_at is null order by username`.execute(platform.kysely)
  return rows
    .filter((account) => regionContains(account.region, region))
    .map(({ username, displayName }) => ({ username, displayName }))
}
