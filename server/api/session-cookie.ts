import type { CookieSerializeOptions } from '@fastify/cookie'

export const sessionCookie = 'brain_session'

/** A token is 256 random bits in base64url. */
const pattern = new RegExp(`(?:^|;)\\s*${sessionCookie}=([A-Za-z0-9_-]{43})(?:;|$)`)

/** The token in a Cookie header; undefined when there is none of the right form. */
export function readSessionToken(header: string | undefined): string | undefined {
  return header === undefined ? undefined : pattern.exec(header)?.[1]
}

/** Out of reach of scripts, and not sent along when another site posts. */
export function cookieOptions(secure: boolean, expires?: Date): CookieSerializeOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure, ...(expires === undefined ? {} : { expires }) }
}
