/**
 * Unified social credit codes (统一社会信用代码), GB 32100-2015, and the organisation code (GB 11714-1997)
 * that stands in characters 9 to 17.
 *
 * Early pilots issued codes that fail the check, and a registration authority is the source of the code:
 * a failed check is therefore a warning beside the kept value, never a reason to reject a record.
 */

/** The characters of a code in the order of their values. */
export const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** GB 32100-2015: 3^(i−1) mod 31 for i = 1 … 17. */
export const creditCodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/** GB 11714-1997. */
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const

export const CREDIT_CODE_LENGTH = 18

/** Registered with the market regulator (9) as an enterprise (1). */
const enterpriseCategory = '91'

const demonstrationMark = 'DEM0'

export interface CreditCodeCheck {
  /** Length, characters and check character (18th) all fit GB 32100-2015. */
  readonly valid: boolean
  /** The 17th character is the right check of the organisation code in 9–16 (GB 11714-1997). */
  readonly organisationValid: boolean
  /** Division code (GB/T 2260) of the registering authority, characters 3–8; null when they are not six digits. */
  readonly region: string | null
  /** What is wrong, in Chinese, empty when nothing is. */
  readonly problems: readonly string[]
}

/** Upper case, full-width forms and spaces removed: the form in which codes are compared and stored. */
export function normaliseCreditCode(code: string): string {
  return code.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
}

/** The 18th character for the first 17; null when there are not 17 or one is outside the alphabet. */
export function creditCodeCheckCharacter(first17: string): string | null {
  if (first17.length !== creditCodeWeights.length) return null
  let sum = 0
  for (const [position, weight] of creditCodeWeights.entries()) {
    const value = creditCodeAlphabet.indexOf(first17.charAt(position))
    if (value < 0) return null
    sum += value * weight
  }
  // The outer modulus matters: without it a remainder of 0 would ask for a 32nd character instead of '0'.
  return creditCodeAlphabet.charAt((31 - (sum % 31)) % 31)
}

/** The 9th character of an organisation code for its first eight; null when they are not eight of 0-9, A-Z. */
export function organisationCheckCharacter(first8: string): string | null {
  if (first8.length !== organisationWeights.length) return null
  let sum = 0
  for (const [position, weight] of organisationWeights.entries()) {
    const value = organisationAlphabet.indexOf(first8.charAt(position))
    if (value < 0) return null
    sum += value * weight
  }
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}

/** Checks a code as written: call {@link normaliseCreditCode} first where full-width or lower case may occur. */
export function checkCreditCode(code: string): CreditCodeCheck {
  const problems: string[] = []
  if (code.length !== CREDIT_CODE_LENGTH)
    problems.push(`应为 ${CREDIT_CODE_LENGTH} 位，实为 ${code.length} 位`)
  const strange = new Set([...code].filter((character) => !creditCodeAlphabet.includes(character)))
  if (strange.size > 0) problems.push(`含代码字符集以外的字符：${[...strange].join(' ')}`)

  const digits = code.slice(2, 8)
  const region = /^\d{6}$/.test(digits) ? digits : null
  if (region === null) problems.push('第 3 至 8 位不是六位行政区划代码')

  const organisationCheck = organisationCheckCharacter(code.slice(8, 16))
  const organisationValid = organisationCheck !== null && organisationCheck === code.charAt(16)
  if (organisationCheck !== null && !organisationValid) {
    problems.push(
      `主体标识码（组织机构代码）校验位应为 ${organisationCheck}，实为 ${code.charAt(16) || '空'}`,
    )
  }

  const check = creditCodeCheckCharacter(code.slice(0, 17))
  const checked = code.length === CREDIT_CODE_LENGTH && check !== null && check === code.charAt(17)
  if (code.length === CREDIT_CODE_LENGTH && check !== null && !checked) {
    problems.push(`校验位应为 ${check}，实为 ${code.charAt(17)}`)
  }
  return { valid: checked && region !== null, organisationValid, region, problems }
}

/**
 * An enterprise's valid code from its authority's division code and the first eight characters of its
 * organisation code.
 *
 * @throws RangeError when the parts cannot stand in a credit code.
 */
export function completeCreditCode(region6: string, organisation8: string): string {
  if (!/^\d{6}$/.test(region6)) throw new RangeError(`行政区划代码应为六位数字：${region6}`)
  const organisationCheck = organisationCheckCharacter(organisation8)
  if (organisationCheck === null) throw new RangeError(`主体标识码前八位应为数字或大写字母：${organisation8}`)
  const first17 = `${enterpriseCategory}${region6}${organisation8}${organisationCheck}`
  const check = creditCodeCheckCharacter(first17)
  if (check === null) throw new RangeError(`主体标识码含代码字符集以外的字符：${organisation8}`)
  return first17 + check
}

/** Fictional enterprises carry `DEM0` in characters 9 to 12, where no authority issues letters in that order. */
export function isDemonstrationCode(code: string): boolean {
  return code.startsWith(demonstrationMark, 8)
}
