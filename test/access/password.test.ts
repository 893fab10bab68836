import { describe, expect, test } from 'vitest'
import { decoyHash, hashPassword, passwordProblem, verifyPassword } from '../../server/access/password.ts'

describe('a password', () => {
  test('is kept as an argon2id hash with a salt of its own', async () => {
    const [one, other] = await Promise.all([hashPassword('a'), hashPassword('a')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(one).not.toBe(other)
  })

  test('fits its own hash and no other', async () => {
    const stored = await hashPassword('正确的口令')
    expect(await verifyPassword('正确的口令', stored)).toBe(true)
    expect(await verifyPassword('正确的口令 ', stored)).toBe(false)
    expect(await verifyPassword('', stored)).toBe(false)
    expect(await verifyPassword('正确的口令', await decoyHash())).toBe(false)
  })

  // Reference: argon2 -id -v 13 -t 2 -k 65536 -p 1 of the reference implementation (phc-winner-argon2, test.c).
  test('verifies against hashes made elsewhere', async () => {
    const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
    expect(await verifyPassword('password', stored)).toBe(true)
    expect(await verifyPassword('passwore', stored)).toBe(false)
  })

  test('of another kind is an error, not a refusal', async () => {
    await expect(verifyPassword('a', '$2b$10$abcdefghijklmnopqrstuv')).rejects.toThrow('散列')
  })
})

describe('a password for an administrator', () => {
  test.each([
    ['Short-1a', '至少 12 个字符'],
    ['aaaaaaaaaaaaaaaa', '至少三类'],
    ['alllowercase123', '至少三类'],
    ['industry-brain-demo', '至少三类'],
    ['Industry-Brain-2026', '常见口令'],
    ['MyPassword-2026', '常见口令'],
    ['Chang-Keeper-2026', '用户名'],
  ])('%s is refused', (password, reason) => {
    expect(passwordProblem(password, 'keeper')).toContain(reason)
  })

  test('that is long and mixed is taken', () => {
    expect(passwordProblem('Lun-Tai#2026-Guang', 'keeper')).toBeNull()
  })
})
