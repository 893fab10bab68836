import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OidcSettings } from '../access/oidc.ts'
import type { AccessSettings, PasswordPolicy } from '../access/policy.ts'
import type { Sessions } from '../access/sessions.ts'
import type { Database } from '../warehouse/database.ts'
import type { Answers } from './answers.ts'
import type { Realms } from './realms.ts'
import type { Services } from './services.ts'

/** The part of the configuration that the API reads. */
export interface ServerConfig {
  readonly demonstration: boolean
  /** Key of the session tokens' hashes. */
  readonly sessionSecret: string
  readonly secureCookies: boolean
  /** Received files stand below it until they are loaded. */
  readonly dataDirectory: string
  readonly logLevel: string
  /** Behind a reverse proxy: take address and host from X-Forwarded-*. */
  readonly trustProxy?: boolean
  /** Largest file taken, in bytes. */
  readonly uploadLimit?: number
  /** Strict unless said otherwise. */
  readonly passwordPolicy?: PasswordPolicy
  readonly idleMinutes?: AccessSettings['idleMinutes']
  /** The organisation's identity provider; null or absent = none. */
  readonly oidc?: OidcSettings | null
}

/** What the routes of a resource work with. */
export interface ApiContext {
  readonly config: ServerConfig
  /** Reads as the one who asks: row-level security and column masks apply, nothing can be written. */
  readonly database: Database
  /** Reads and writes everything: for sessions, aggregates, and changes whose permission was checked. */
  readonly platform: Database
  readonly services: Services
  readonly sessions: Sessions
  readonly answers: Answers
  readonly realms: Realms
  readonly clock: () => Date
}

export type ApiInstance = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** One resource: declares its routes on an instance of its own. */
export type Resource = (app: ApiInstance, context: ApiContext) => void | Promise<void>
