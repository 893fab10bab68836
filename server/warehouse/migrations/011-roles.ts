import { sql, type Kysely } from 'kysely'

/** Chain office, bank, data steward and the three separated administrators. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table brain.account drop constraint account_role_check,
      add constraint account_role_check check (role in ('province', 'city', 'county', 'chain-office',
        'enterprise', 'bank', 'operator', 'steward', 'system-admin', 'security-admin', 'audit-admin',
        'reviewer'))`.execute(db)
}
