import type { IncomingHttpHeaders } from 'node:http'

/**
 * False when a browser says that another site's page sends the request (Fetch Metadata, Origin).
 * Programs that are not browsers send neither header and carry no ambient cookies.
 * @param host host and port under which the request reached this server.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, host: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const { origin } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}
