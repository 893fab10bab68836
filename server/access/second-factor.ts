import { createHash, randomBytes, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Database } from '../warehouse/database.ts'
import type { SignInMethod } from '../warehouse/schema/access.ts'
import { countAttempt, forgetAttempts, forgiveAttempt, secondFactorAddress } from './attempts.ts'
import type { Seal } from './sealing.ts'

/** RFC 6238 as every authenticator has it: HMAC-SHA-1, six digits, half a minute. */
const stepSeconds = 30
const digits = 6
/** Steps a phone's clock may be off, either way. */
const stepsAround = 1

function totpOf(secret: string, username: string): TOTP {
  return new TOTP({
    issuer: '产业大脑',
    label: username,
    algorithm: 'SHA1',
    digits,
    period: stepSeconds,
    secret: Secret.fromBase32(secret),
  })
}

/** Number of the step since 1970 whose code this is; null when it is none of now or next to now. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const timestamp = now.getTime()
  const off = totpOf(secret, '').validate({ token: code, timestamp, window: stepsAround })
  return off === null ? null : Math.floor(timestamp / 1000 / stepSeconds) + off
}

export interface Enrolment {
  /** Base32, to be typed in where no picture can be read. */
  readonly secret: string
  /** otpauth://totp/… as authenticators read it. */
  readonly uri: string
}

/** Begins anew: until a code confirms the secret it is not asked for. Null when one is confirmed already. */
export async function beginEnrolment(
  database: Database,
  seal: Seal,
  account: { readonly accountId: number; readonly username: string },
  now: Date,
): Promise<Enrolment | null> {
  const secret = new Secret({ size: 20 }).base32
  const values = { sealed_secret: seal.seal(secret), created_at: now }
  const stored = await database.kysely
    .insertInto('brain.second_factor')
    .values({ account_id: account.accountId, ...values, confirmed_at: null, last_step: null })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(values).where('brain.second_factor.confirmed_at', 'is', null),
    )
    .returning('account_id')
    .executeTakeFirst()
  return stored === undefined ? null : { secret, uri: totpOf(secret, account.username).toString() }
}

const recoveryCodeCount = 10

/** The recovery codes, shown this once; null when the code does not fit or nothing was begun. */
export async function confirmEnrolment(
  database: Database,
  seal: Seal,
  accountId: number,
  code: string,
  now: Date,
): Promise<readonly string[] | null> {
  const factor = await database.kysely
    .selectFrom('brain.second_factor')
    .select('sealed_secret')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  if (factor === undefined) return null
  const step = stepOfCode(seal.open(factor.sealed_secret), code, now)
  if (step === null) return null
  const codes = Array.from({ length: recoveryCodeCount }, randomRecoveryCode)
  const confirmed = await database.transaction(async (transaction) => {
    const row = await transaction
      .updateTable('brain.second_factor')
      .set({ confirmed_at: now, last_step: step })
      .where('account_id', '=', accountId)
      .where('sealed_secret', '=', factor.sealed_secret)
      .where('confirmed_at', 'is', null)
      .returning('account_id')
      .executeTakeFirst()
    if (row === undefined) return false
    await transaction.deleteFrom('brain.recovery_code').where('account_id', '=', accountId).execute()
    await transaction
      .insertInto('brain.recovery_code')
      .values(codes.map((one) => ({ account_id: accountId, code_hash: hashRecoveryCode(accountId, one) })))
      .execute()
    return true
  })
  return confirmed ? codes : null
}

export interface SecondFactorState {
  readonly enrolled: boolean
  readonly confirmedAt: Date | null
  readonly recoveryCodesLeft: number
}

export async function readSecondFactor(database: Database, accountId: number): Promise<SecondFactorState> {
  const factor = await database.kysely
    .selectFrom('brain.second_factor')
    .select('confirmed_at')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  const codes = await database.kysely
    .selectFrom('brain.recovery_code')
    .select((select) => select.fn.countAll<number>().as('left'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  const confirmedAt = factor?.confirmed_at ?? null
  return { enrolled: confirmedAt !== null, confirmedAt, recoveryCodesLeft: codes?.left ?? 0 }
}

const ticketLifetimeMs = 5 * 60_000

/** What stands for the right password until the code is given. */
export async function openTicket(
  database: Database,
  accountId: number,
  method: SignInMethod,
  now: Date,
): Promise<{ readonly ticket: string; readonly expiresAt: Date }> {
  const ticket = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + ticketLifetimeMs)
  await database.kysely.deleteFrom('brain.sign_in_ticket').where('expires_at', '<=', now).execute()
  await database.kysely
    .insertInto('brain.sign_in_ticket')
    .values({ ticket_hash: hashTicket(ticket), account_id: accountId, method, expires_at: expiresAt })
    .execute()
  return { ticket, expiresAt }
}

export type SecondFactorResult =
  | {
      readonly outcome: 'accepted'
      readonly accountId: number
      readonly username: string
      readonly method: SignInMethod
    }
  | { readonly outcome: 'refused'; readonly username: string; readonly attemptsLeft: number }
  | { readonly outcome: 'locked'; readonly username: string; readonly until: Date }
  | { readonly outcome: 'no-ticket' }

/** Checks the code that belongs to a ticket: of the authenticator, or one of the recovery codes. */
export async function redeemTicket(
  database: Database,
  seal: Seal,
  given: { readonly ticket: string; readonly code: string; readonly address: string },
  now: Date,
): Promise<SecondFactorResult> {
  const ticketHash = hashTicket(given.ticket)
  const found = await database.kysely
    .selectFrom('brain.sign_in_ticket as ticket')
    .innerJoin('brain.account as account', 'account.id', 'ticket.account_id')
    .innerJoin('brain.second_factor as factor', 'factor.account_id', 'ticket.account_id')
    .select(['ticket.account_id', 'ticket.method', 'account.username', 'factor.sealed_secret'])
    .where('ticket.ticket_hash', '=', ticketHash)
    .where('ticket.expires_at', '>', now)
    .where('account.disabled_at', 'is', null)
    .where('account.role', 'is not', null)
    .where('factor.confirmed_at', 'is not', null)
    .executeTakeFirst()
  if (found === undefined) return { outcome: 'no-ticket' }
  const { username, account_id: accountId, method } = found
  const attempt = await countAttempt(database, username, secondFactorAddress, now)
  if (attempt.lockedUntil !== null) return { outcome: 'locked', username, until: attempt.lockedUntil }
  const code = given.code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  const right =
    code.length === digits
      ? await useStep(database, accountId, stepOfCode(seal.open(found.sealed_secret), code, now))
      : await useRecoveryCode(database, accountId, code, now)
  if (!right) return { outcome: 'refused', username, attemptsLeft: attempt.attemptsLeft }
  // Of several requests with one ticket and two right codes, one signs in.
  const taken = await database.kysely
    .deleteFrom('brain.sign_in_ticket')
    .where('ticket_hash', '=', ticketHash)
    .returning('account_id')
    .executeTakeFirst()
  if (taken === undefined) {
    await forgiveAttempt(database, username, secondFactorAddress)
    return { outcome: 'no-ticket' }
  }
  await forgetAttempts(database, username, [secondFactorAddress, given.address])
  return { outcome: 'accepted', accountId, username, method }
}

/** A code serves once: not again, and not after a later one. */
async function useStep(database: Database, accountId: number, step: number | null): Promise<boolean> {
  if (step === null) return false
  const used = await database.kysely
    .updateTable('brain.second_factor')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where((where) => where.or([where('last_step', 'is', null), where('last_step', '<', step)]))
    .returning('account_id')
    .executeTakeFirst()
  return used !== undefined
}

async function useRecoveryCode(
  database: Database,
  accountId: number,
  code: string,
  now: Date,
): Promise<boolean> {
  const used = await database.kysely
    .updateTable('brain.recovery_code')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hashRecoveryCode(accountId, code))
    .where('used_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst()
  return used !== undefined
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 80 random bits: `K3QX-…`, four groups of four. */
function randomRecoveryCode(): string {
  const text = Array.from({ length: 16 }, () => base32[randomInt(base32.length)]).join('')
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** As random as a key: a plain hash is enough. */
function hashRecoveryCode(accountId: number, code: string): string {
  return createHash('sha256')
    .update(`${accountId} ${code.replaceAll('-', '')}`)
    .digest('base64url')
}

function hashTicket(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url')
}
