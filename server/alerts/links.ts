import type { Realm } from '../domain/realm.ts'

/** Addresses inside the application that an alert leads to. */
export function migrationPage(creditCode: string, realm: Realm, region: string | null): string {
  return address('/government/migration', { enterprise: creditCode, realm, region })
}

export function chainPage(
  chain: string,
  query: { readonly segment: string; readonly region: string; readonly realm: Realm },
): string {
  return address('/government/chain-map', { chain, ...query })
}

function address(path: string, parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null)
  return `${path}?${new URLSearchParams(given).toString()}`
}
