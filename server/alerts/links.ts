import type { Realm } from '../domain/realm.ts'

/** Addresses inside the application that an alert leads to; what they do not name stays as the reader has it. */

/** The firm in the migration watch. */
export function migrationPage(creditCode: string, realm: Realm): string {
  return address('/government/migration', { enterprise: creditCode, realm })
}

/** The firm with its figures and its suppliers and customers. */
export function enterprisePage(creditCode: string, realm: Realm): string {
  return address('/government/chain-map', { enterprise: creditCode, realm })
}

/** A segment in the region its verdict holds for. */
export function segmentPage(query: {
  readonly chain: string
  readonly segment: string
  readonly region: string
  readonly realm: Realm
}): string {
  return address('/government/chain-map', query)
}

function address(path: string, parameters: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams(parameters).toString()}`
}
