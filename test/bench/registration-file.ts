import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { creditCodeCheckCharacter, organisationCheckCharacter } from '../../server/domain/credit-code.ts'

export const registrationHeader = [
  'credit_code',
  'name',
  'registered_on',
  'enterprise_type',
  'registered_capital',
  'capital_currency',
  'province_code',
  'city_code',
  'county_code',
  'address',
  'business_scope',
  'industry_code',
  'status',
  'is_branch',
] as const

const trades = ['橡胶', '轮胎', '化工', '机械', '新材料', '物流', '商贸', '纺织', '食品', '电子']
const types = ['有限责任公司', '有限责任公司', '股份有限公司', '个人独资企业']
const towns = ['大王镇', '稻庄镇', '开发区', '城关镇', '滨海区']
const scopes = ['制造；进出口', '研发；服务', '批发、零售', '加工']
const industries = ['C2911', 'C2912', 'C2651', 'C3523', 'F5166']
const states = ['存续', '存续', '存续', '存续', '注销', '吊销']

/** A stream of small numbers that is the same in every run. */
function sequence(start: number): (below: number) => number {
  let seed = start >>> 0
  return (below) => {
    seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0
    return (seed >>> 8) % below
  }
}

/**
 * Row `number`, about 175 bytes. A later revision has another capital, scope and state: what changes in a register
 * most often; name and place stay.
 */
export function registrationRow(number: number, revision = 0): string {
  const next = sequence(Math.imul(number + 1, 0x9e3779b1))
  const changing = sequence(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(revision + 1, 0x85ebca6b))
  const city = 370100 + 100 * (number % 16)
  const county = city + 1 + (number % 9)
  const organisation = String(number).padStart(8, '0')
  const first17 = `91${county}${organisation}${organisationCheckCharacter(organisation) ?? '0'}`
  const trade = trades[next(trades.length)] ?? ''
  const year = 1990 + next(34)
  const day = `${year}-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`
  const amount = (1 + changing(5000)) * 10_000 + revision
  const scope = scopes[changing(scopes.length)] ?? ''
  return [
    first17 + (creditCodeCheckCharacter(first17) ?? '0'),
    `山东${trade}${number.toString(36)}有限公司`,
    day,
    types[next(types.length)],
    changing(3) === 0 ? `${amount}.50` : String(amount),
    '人民币',
    '370000',
    city,
    county,
    `${towns[next(towns.length)]}${1 + next(999)}号`,
    next(8) === 0 ? `"${trade}${scope},""甲""类除外"` : `${trade}${scope}`,
    industries[next(industries.length)],
    states[changing(states.length)],
    next(10) === 0 ? 'true' : 'false',
  ].join(',')
}

/**
 * Writes rows `0 … rows − 1`; every `changedEvery`-th differs from the file without changes.
 * @returns bytes written
 */
export async function writeRegistrations(
  path: string,
  rows: number,
  options: { readonly changedEvery?: number; readonly trailingLine?: boolean } = {},
): Promise<number> {
  const file = createWriteStream(path, { highWaterMark: 1 << 22 })
  file.write(`${registrationHeader.join(',')}\n`)
  let text = ''
  for (let number = 0; number < rows; number++) {
    const changed = options.changedEvery !== undefined && number % options.changedEvery === 0
    text += `${registrationRow(number, changed ? 1 : 0)}\n`
    if (text.length > 1 << 20) {
      if (!file.write(text)) await once(file, 'drain')
      text = ''
    }
  }
  file.end(options.trailingLine === true ? `${text}\n` : text)
  await finished(file)
  return (await stat(path)).size
}
