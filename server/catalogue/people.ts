import type { Database } from '../warehouse/database.ts'

/** Username → name shown to others, for those who took part in a decision; the username where none is known. */
export async function readNames(
  platform: Database,
  usernames: Iterable<string | null>,
): Promise<(username: string) => string> {
  const wanted = [...new Set([...usernames].filter((name) => name !== null))]
  const rows =
    wanted.length === 0
      ? []
      : await platform.kysely
          .selectFrom('brain.account')
          .select(['username', 'display_name'])
          .where('username', 'in', wanted)
          .execute()
  const names = new Map(rows.map(({ username, display_name }) => [username, display_name]))
  return (username) => names.get(username) ?? username
}
