import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkCreditCode,
  completeCreditCode,
  creditCodeCheckCharacter,
  isDemonstrationCode,
  normaliseCreditCode,
  organisationCheckCharacter,
} from '../../server/domain/credit-code.ts'

const issued = ['91110000600037341L', '91310115591693856A', '91310110666007217T', '91110108551385082Q']

const region = fc.integer({ min: 110000, max: 659999 }).map(String)
const organisation = fc
  .array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 8, maxLength: 8 })
  .map((characters) => characters.join(''))

describe('统一社会信用代码 GB 32100-2015', () => {
  it.each(issued)('accepts the issued code %s', (code) => {
    const check = checkCreditCode(code)
    expect(check).toEqual({
      valid: true,
      organisationValid: true,
      region: code.slice(2, 8),
      problems: [],
    })
  })

  it('warns about a code issued in an early pilot that fails its check', () => {
    const check = checkCreditCode('91350211M00013FA1N')
    expect(check.valid).toBe(false)
    expect(check.region).toBe('350211')
    expect(check.problems).not.toHaveLength(0)
  })

  it('says which character was expected', () => {
    expect(checkCreditCode('91110000600037341M').problems).toEqual(['校验位应为 L，实为 M'])
  })

  it('accepts codes whose check character is 0', () => {
    const code = Array.from({ length: 2000 }, (_, index) =>
      completeCreditCode('370523', String(index).padStart(8, '0')),
    ).find((candidate) => candidate.endsWith('0'))
    expect(code).toBeDefined()
    expect(checkCreditCode(code ?? '').valid).toBe(true)
  })

  it('rejects wrong length and characters without throwing', () => {
    expect(checkCreditCode('').valid).toBe(false)
    expect(checkCreditCode('9111000060003734').valid).toBe(false)
    expect(checkCreditCode('91110000600037341LL').valid).toBe(false)
    expect(checkCreditCode('9111000060003734IL').problems.join()).toContain('字符集以外的字符：I')
    expect(checkCreditCode('91ABCDEF600037341L').region).toBeNull()
  })

  it('completes any region and organisation into a valid code, and one changed character breaks it', () => {
    fc.assert(
      fc.property(region, organisation, fc.nat(17), fc.nat(29), (region6, organisation8, position, shift) => {
        const code = completeCreditCode(region6, organisation8)
        const check = checkCreditCode(code)
        expect(check).toEqual({
          valid: true,
          organisationValid: true,
          region: region6,
          problems: [],
        })
        const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
        const other = alphabet.charAt((alphabet.indexOf(code.charAt(position)) + 1 + shift) % 31)
        const broken = code.slice(0, position) + other + code.slice(position + 1)
        expect(checkCreditCode(broken).valid).toBe(false)
      }),
    )
  })

  it('gives organisation checks of GB 11714, X for ten', () => {
    for (const code of issued) expect(organisationCheckCharacter(code.slice(8, 16))).toBe(code.charAt(16))
    expect(organisationCheckCharacter('D2143569')).toBe('X')
    expect(organisationCheckCharacter('1234567')).toBeNull()
    expect(creditCodeCheckCharacter('123')).toBeNull()
  })

  it('refuses parts that no code can hold', () => {
    expect(() => completeCreditCode('37052', '12345678')).toThrow(RangeError)
    expect(() => completeCreditCode('370523', '1234567')).toThrow(RangeError)
    expect(() => completeCreditCode('370523', '1234567O')).toThrow(RangeError)
  })

  it('tells demonstration codes by characters 9 to 12', () => {
    expect(isDemonstrationCode(completeCreditCode('370523', 'DEM00001'))).toBe(true)
    expect(isDemonstrationCode('91110000600037341L')).toBe(false)
    expect(isDemonstrationCode('DEM0')).toBe(false)
  })

  it('normalises full-width forms, spaces and case', () => {
    expect(normaliseCreditCode(' ９１110000600037341l ')).toBe('91110000600037341L')
  })
})
