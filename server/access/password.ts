import { argon2, randomBytes, randomInt, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'
import type { PasswordPolicy } from './policy.ts'

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

/** PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const tag = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: salt,
    tagLength,
    ...cost,
  })
  const settings = `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`
  return `$argon2id$v=19$${settings}$${unpadded(salt)}$${unpadded(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Takes the same time whether the password is right or wrong. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, expected] = phc.exec(stored) ?? []
  if (salt === undefined || expected === undefined) throw new Error('账号的口令散列格式有误')
  const tag = Buffer.from(expected, 'base64')
  const actual = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: tag.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(actual, tag)
}

let decoy: Promise<string> | undefined

/** A hash no password fits: verified for unknown names, so that they take as long as known ones. */
export function decoyHash(): Promise<string> {
  return (decoy ??= hashPassword(randomBytes(32).toString('base64')))
}

const weak = /^(.)\1*$|password|passw0rd|12345|qwerty|admin|letmein|industry-brain/i

/** Fewest characters and kinds of characters: strict as STANDARDS.md asks it of level 3, or basic. */
const demands = { strict: { length: 12, kinds: 3 }, basic: { length: 8, kinds: 2 } } as const
const inWords = ['', '一', '两', '三', '四'] as const

/** What is wrong with a password for an account that is not a demonstration, in Chinese; null when nothing is. */
export function passwordProblem(
  password: string,
  username: string,
  policy: PasswordPolicy = 'strict',
): string | null {
  const asked = demands[policy]
  if (password.length < asked.length) return `口令应至少 ${asked.length} 个字符，收到 ${password.length} 个`
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length
  if (kinds < asked.kinds) return `口令应含大写字母、小写字母、数字、符号中的至少${inWords[asked.kinds]}类`
  if (weak.test(password)) return '口令含常见口令或示例口令'
  if (password.toLowerCase().includes(username.toLowerCase())) return '口令不应包含用户名'
  return null
}

/** What a password has to be, for the one who chooses it. */
export function passwordRule(policy: PasswordPolicy): string {
  const asked = demands[policy]
  return `至少 ${asked.length} 个字符，含大写字母、小写字母、数字、符号中的至少${inWords[asked.kinds]}类，不含用户名和常见口令`
}

/** Letters and digits that are not taken for one another when read out. */
const legible = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'

/** A password for one sign-in, as `Kq3T-m8Wd-…`: 20 random characters, about 115 bits. */
export function randomPassword(): string {
  for (;;) {
    const text = Array.from({ length: 20 }, () => legible[randomInt(legible.length)]).join('')
    const shown = text.replace(/(.{4})(?=.)/g, '$1-')
    if (passwordProblem(shown, '\0') === null) return shown
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
