import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client'

/** The organisation's identity provider (OpenID Connect). */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Claim of the ID token that is the name of an account here. */
  readonly usernameClaim: string
}

/** What has to come back unchanged; kept by the browser in a signed cookie. */
interface Pending {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** Milliseconds since 1970. */
  readonly expires: number
}

export interface OidcSignIn {
  /** Where to send the browser, and the cookie it has to bring back. */
  begin(redirectUri: string, now: Date): Promise<{ readonly location: string; readonly cookie: string }>
  /**
   * The name the provider vouches for.
   * @param address the whole address the provider sent the browser to.
   * @throws OidcFailure with the reason.
   */
  finish(address: URL, cookie: string | undefined, now: Date): Promise<string>
}

export class OidcFailure extends Error {
  /** Unavailable: the provider cannot be reached; refused: what came back does not hold. */
  readonly reason: 'unavailable' | 'refused'

  constructor(reason: OidcFailure['reason'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'OidcFailure'
    this.reason = reason
  }
}

const pendingLifetimeMs = 10 * 60_000
const timeoutSeconds = 10

/** Authorization code with PKCE, state and nonce. The provider is asked for its description when first needed. */
export function createOidcSignIn(settings: OidcSettings, secret: string): OidcSignIn {
  let known: Promise<Configuration> | null = null

  function configuration(): Promise<Configuration> {
    const issuer = new URL(settings.issuer)
    // Only a provider on this machine is spoken to without TLS (config.ts refuses others).
    const execute = issuer.protocol === 'http:' ? [allowInsecureRequests] : []
    known ??= discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      execute,
      timeout: timeoutSeconds,
    }).catch((error: unknown) => {
      known = null
      throw new OidcFailure('unavailable', '统一身份认证暂不可用。', error)
    })
    return known
  }

  return {
    async begin(redirectUri, now) {
      const provider = await configuration()
      const pending: Pending = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        expires: now.getTime() + pendingLifetimeMs,
      }
      const location = buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      })
      return { location: location.href, cookie: sign(pending, secret) }
    },
    async finish(address, cookie, now) {
      const pending = cookie === undefined ? null : readSigned(cookie, secret)
      if (pending === null || pending.expires < now.getTime())
        throw new OidcFailure('refused', '登录已超时或不是从本页开始，请重新登录。')
      const provider = await configuration()
      const tokens = await authorizationCodeGrant(provider, address, {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
        idTokenExpected: true,
      }).catch((error: unknown) => {
        throw new OidcFailure('refused', '统一身份认证没有通过。', error)
      })
      const claims = tokens.claims()
      let username = claims?.[settings.usernameClaim]
      // Some providers keep the ID token short and say the rest when asked.
      if (username === undefined && claims !== undefined && provider.serverMetadata().userinfo_endpoint) {
        const said = await fetchUserInfo(provider, tokens.access_token, claims.sub).catch(
          (error: unknown) => {
            throw new OidcFailure('refused', '统一身份认证没有给出用户信息。', error)
          },
        )
        username = said[settings.usernameClaim]
      }
      if (typeof username !== 'string' || username.trim() === '')
        throw new OidcFailure('refused', `身份认证没有给出 ${settings.usernameClaim}。`)
      return username
    },
  }
}

function mac(text: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`oidc ${text}`).digest()
}

function sign(pending: Pending, secret: string): string {
  const text = Buffer.from(JSON.stringify(pending), 'utf8').toString('base64url')
  return `${text}.${mac(text, secret).toString('base64url')}`
}

function readSigned(cookie: string, secret: string): Pending | null {
  const [text = '', signature = ''] = cookie.split('.')
  const given = Buffer.from(signature, 'base64url')
  const expected = mac(text, secret)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Pending
}
