import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { OidcSettings } from './access/oidc.ts'
import { usualIdleMinutes, type PasswordPolicy } from './access/policy.ts'

/** Everything the server takes from its environment. */
export interface Config {
  /** 0 lets the system choose. */
  readonly port: number
  readonly host: string
  /** An outside PostgreSQL; null uses the embedded one in `dataDirectory`. */
  readonly databaseUrl: string | null
  /** Absolute path: embedded database, original files. */
  readonly dataDirectory: string
  /** Demonstration accounts exist and the pack `demo` is loaded. */
  readonly demonstration: boolean
  /** Key of session cookies, at least 32 characters. */
  readonly sessionSecret: string
  /** Whether cookies are sent over HTTPS only. */
  readonly secureCookies: boolean
  readonly logLevel: LogLevel
  /** Behind a reverse proxy: address and host are those it forwards. */
  readonly trustProxy: boolean
  /** The first operator of an installation; outside demonstration mode nobody else could sign in. */
  readonly operator: { readonly username: string; readonly password: string } | null
  /** strict: complexity, 90 days, the last five not again; basic: complexity alone. */
  readonly passwordPolicy: PasswordPolicy
  /** Minutes without use after which a session ends. */
  readonly idleMinutes: { readonly administrators: number; readonly others: number }
  /** The organisation's identity provider. */
  readonly oidc: OidcSettings | null
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Lists every mistake of the environment at once. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`配置有误，服务没有启动：\n${problems.map((problem) => `  · ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * @param environment process.env; anything else is checked all the same. An empty value counts as unset.
 * @param randomSecret stands in for SESSION_SECRET in demonstration mode: sessions then end with the process.
 * @throws ConfigError naming each variable, the value received and what is valid.
 */
export function readConfig(
  environment: unknown,
  randomSecret: () => string = () => randomBytes(32).toString('base64url'),
): Config {
  const problems: string[] = []
  const read = <T>(name: string, unset: T, parse: (text: string) => T | undefined, valid: string): T => {
    const value = lookUp(environment, name)
    if (value === undefined || value === null || value === '') return unset
    const parsed = typeof value === 'string' ? parse(value.trim()) : undefined
    if (parsed === undefined) problems.push(`${name}：收到 ${shown(value)}，应为${valid}`)
    return parsed ?? unset
  }

  const demonstration = read('DEMONSTRATION', true, parseSwitch, ' on 或 off（缺省为 on）')
  const config: Config = {
    port: read('PORT', 3000, parsePort, ' 0 至 65535 的整数'),
    host: read('HOST', '127.0.0.1', parseHost, '主机名或 IP 地址，如 127.0.0.1、0.0.0.0'),
    databaseUrl: read<string | null>(
      'DATABASE_URL',
      null,
      parseDatabaseUrl,
      ' postgres://用户:密码@主机:端口/库名',
    ),
    dataDirectory: read('DATA_DIR', path.resolve('.data'), (text) => path.resolve(text), '目录路径'),
    demonstration,
    sessionSecret: readSecret(environment, demonstration, randomSecret, problems),
    secureCookies: read(
      'SECURE_COOKIES',
      !demonstration,
      parseSwitch,
      ' on 或 off（演示模式缺省 off，否则 on）',
    ),
    trustProxy: read('TRUST_PROXY', false, parseSwitch, ' on 或 off（缺省为 off；前面有反向代理时设 on）'),
    operator: readOperator(environment, problems),
    passwordPolicy: read<PasswordPolicy>(
      'PASSWORD_POLICY',
      'strict',
      parsePolicy,
      ' strict 或 basic（缺省为 strict）',
    ),
    idleMinutes: {
      administrators: read('ADMIN_IDLE_MINUTES', usualIdleMinutes.administrators, parseIdle, idleValid),
      others: read('IDLE_MINUTES', usualIdleMinutes.others, parseIdle, idleValid),
    },
    oidc: readOidc(environment, problems),
    logLevel: read<LogLevel>('LOG_LEVEL', 'info', parseLogLevel, `其中之一：${logLevels.join('、')}`),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** Never echoed: a secret does not belong in a log. */
function readSecret(
  environment: unknown,
  demonstration: boolean,
  randomSecret: () => string,
  problems: string[],
): string {
  const value = lookUp(environment, 'SESSION_SECRET')
  const valid = '应为至少 32 个字符的随机串，可用 openssl rand -base64 32 生成'
  if (value === undefined || value === null || value === '') {
    if (!demonstration) problems.push(`SESSION_SECRET：未设置；DEMONSTRATION=off 时必填，${valid}`)
    return randomSecret()
  }
  if (typeof value !== 'string' || value.length < 32) {
    const received = typeof value === 'string' ? `${value.length} 个字符` : typeof value
    problems.push(`SESSION_SECRET：收到 ${received}，${valid}`)
    return ''
  }
  if (new Set(value).size < 10 || /change.?me|example|secret|password/i.test(value)) {
    problems.push(`SESSION_SECRET：收到的是示例值或重复字符，${valid}`)
  }
  return value
}

/** Both or neither; whether they are good enough is for the account to say. */
function readOperator(environment: unknown, problems: string[]): Config['operator'] {
  const username = lookUp(environment, 'BRAIN_ADMIN_USERNAME')
  const password = lookUp(environment, 'BRAIN_ADMIN_PASSWORD')
  const absent = (value: unknown) => value === undefined || value === null || value === ''
  if (absent(username) && absent(password)) return null
  if (typeof username === 'string' && typeof password === 'string' && username !== '' && password !== '')
    return { username, password }
  problems.push('BRAIN_ADMIN_USERNAME 与 BRAIN_ADMIN_PASSWORD 应同时设置')
  return null
}

const oidcNames = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const

/** All three or none; the secret is never echoed. */
function readOidc(environment: unknown, problems: string[]): OidcSettings | null {
  const text = (name: string) => {
    const value = lookUp(environment, name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const [issuer = '', clientId = '', clientSecret = ''] = oidcNames.map(text)
  if (issuer === '' && clientId === '' && clientSecret === '') return null
  const missing = oidcNames.filter((name) => text(name) === '')
  if (missing.length > 0) problems.push(`${missing.join('、')}：未设置；${oidcNames.join('、')} 应同时设置`)
  if (issuer !== '' && !isIssuer(issuer))
    problems.push(`OIDC_ISSUER：收到 ${shown(issuer)}，应为 https:// 地址（本机可用 http://）`)
  return {
    issuer,
    clientId,
    clientSecret,
    usernameClaim: text('OIDC_USERNAME_CLAIM') || 'preferred_username',
  }
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return (
    protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))
  )
}

/** As received, less the password of an address. */
function shown(value: unknown): string {
  return JSON.stringify(value).replace(/:\/\/[^@/]*@/, '://…@')
}

function lookUp(environment: unknown, name: string): unknown {
  if (typeof environment !== 'object' || environment === null) return undefined
  return (environment as Record<string, unknown>)[name]
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN
  return port <= 65_535 ? port : undefined
}

function parseHost(text: string): string | undefined {
  return /^[a-z0-9.:-]+$/i.test(text) ? text : undefined
}

function parseDatabaseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, pathname } = new URL(text)
  return /^postgres(ql)?:$/.test(protocol) && pathname.length > 1 ? text : undefined
}

function parseSwitch(text: string): boolean | undefined {
  if (/^(on|true|yes|1)$/i.test(text)) return true
  if (/^(off|false|no|0)$/i.test(text)) return false
  return undefined
}

function parsePolicy(text: string): PasswordPolicy | undefined {
  return (['strict', 'basic'] as const).find((policy) => policy === text.toLowerCase())
}

const idleValid = ' 1 至 720 的整数（分钟）'

function parseIdle(text: string): number | undefined {
  const minutes = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return minutes >= 1 && minutes <= 720 ? minutes : undefined
}

function parseLogLevel(text: string): LogLevel | undefined {
  return logLevels.find((level) => level === text.toLowerCase())
}
