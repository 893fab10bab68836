import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../server/config.ts'

const secret = 'kW3v9Qz7Lr2Xn8Tb5Yh1Pd6Mf4Gs0JcA'

function problemsOf(environment: unknown): readonly string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('an empty environment is a demonstration on this machine only', () => {
  expect(readConfig({}, () => 'random')).toEqual({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
    dataDirectory: path.resolve('.data'),
    demonstration: true,
    sessionSecret: 'random',
    secureCookies: false,
    logLevel: 'info',
    operator: null,
    trustProxy: false,
    passwordPolicy: 'strict',
    idleMinutes: { administrators: 30, others: 120 },
    oidc: null,
  })
})

test('an empty value counts as unset, as docker compose passes it', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', DEMONSTRATION: '', SESSION_SECRET: '' }).port).toBe(3000)
})

test('reads what is set', () => {
  const config = readConfig({
    PORT: '8080',
    HOST: '0.0.0.0',
    DATABASE_URL: 'postgresql://brain@db.example:5433/brain',
    DATA_DIR: '/var/lib/brain',
    DEMONSTRATION: 'off',
    SESSION_SECRET: secret,
    LOG_LEVEL: 'WARN',
  })
  expect(config).toEqual({
    port: 8080,
    host: '0.0.0.0',
    databaseUrl: 'postgresql://brain@db.example:5433/brain',
    dataDirectory: '/var/lib/brain',
    demonstration: false,
    sessionSecret: secret,
    secureCookies: true,
    logLevel: 'warn',
    operator: null,
    trustProxy: false,
    passwordPolicy: 'strict',
    idleMinutes: { administrators: 30, others: 120 },
    oidc: null,
  })
})

test.each(['3000.5', '-1', '65536', '0x50', '三千', '1e3', ' '])('refuses PORT %j', (port) => {
  expect(problemsOf({ PORT: port }).join()).toContain(
    `PORT：收到 ${JSON.stringify(port)}，应为 0 至 65535 的整数`,
  )
})

test.each(['mysql://h/db', 'localhost:5432', 'postgres://h'])('refuses DATABASE_URL %j', (url) => {
  expect(problemsOf({ DATABASE_URL: url })).toHaveLength(1)
})

test('does not repeat the password of a wrong DATABASE_URL', () => {
  const problem = problemsOf({ DATABASE_URL: 'mysql://brain:hidden@db/brain' })[0]
  expect(problem).toContain('mysql://…@db/brain')
  expect(problem).not.toContain('hidden')
})

test('names every mistake at once with the value received', () => {
  const problems = problemsOf({
    PORT: 'x',
    HOST: 'a b',
    DEMONSTRATION: 'maybe',
    LOG_LEVEL: 'loud',
    DATA_DIR: 7,
  })
  expect(problems.map((problem) => problem.split('：')[0])).toEqual([
    'DEMONSTRATION',
    'PORT',
    'HOST',
    'DATA_DIR',
    'LOG_LEVEL',
  ])
  expect(problems[0]).toContain('"maybe"')
})

test('demonstration stays on unless it is switched off in so many words', () => {
  for (const off of ['off', 'false', '0', 'NO']) {
    expect(readConfig({ DEMONSTRATION: off, SESSION_SECRET: secret }).demonstration).toBe(false)
  }
})

test.each([undefined, 'short', 'a'.repeat(40), 'please-change-me-please-change-me-1234'])(
  'does not start outside demonstration mode on the secret %j, nor repeats it',
  (value) => {
    const problems = problemsOf({ DEMONSTRATION: 'off', SESSION_SECRET: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('SESSION_SECRET')
    if (value) expect(problems[0]).not.toContain(value)
  },
)

test('reads how sessions and passwords are kept', () => {
  const { passwordPolicy, idleMinutes } = readConfig({
    PASSWORD_POLICY: 'basic',
    ADMIN_IDLE_MINUTES: '15',
    IDLE_MINUTES: '60',
  })
  expect(passwordPolicy).toBe('basic')
  expect(idleMinutes).toEqual({ administrators: 15, others: 60 })
  const problems = problemsOf({ PASSWORD_POLICY: 'none', ADMIN_IDLE_MINUTES: '0', IDLE_MINUTES: '9999' })
  expect(problems.map((problem) => problem.split('：')[0])).toEqual([
    'PASSWORD_POLICY',
    'ADMIN_IDLE_MINUTES',
    'IDLE_MINUTES',
  ])
})

test('takes an identity provider whole, over TLS, and does not repeat its secret', () => {
  const whole = {
    OIDC_ISSUER: 'https://id.example/realms/brain',
    OIDC_CLIENT_ID: 'brain',
    OIDC_CLIENT_SECRET: 'hidden',
  }
  expect(readConfig(whole).oidc).toEqual({
    issuer: whole.OIDC_ISSUER,
    clientId: 'brain',
    clientSecret: 'hidden',
    usernameClaim: 'preferred_username',
  })
  expect(readConfig({ ...whole, OIDC_ISSUER: 'http://127.0.0.1:9000' }).oidc).not.toBeNull()
  const partly = problemsOf({ OIDC_CLIENT_SECRET: 'hidden', OIDC_ISSUER: 'http://id.example' }).join()
  expect(partly).toContain('OIDC_CLIENT_ID：未设置')
  expect(partly).toContain('OIDC_ISSUER')
  expect(partly).not.toContain('hidden')
})

test.each([null, undefined, 'PORT=1', 42])('takes %j as an empty environment', (environment) => {
  expect(readConfig(environment).port).toBe(3000)
})
