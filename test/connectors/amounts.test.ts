import { describe, expect, it } from 'vitest'
import { addDecimals, shiftDecimal } from '../../connectors/amounts.ts'

describe('amounts', () => {
  it.each([
    ['233.6', 4, '2336000'],
    ['0.00015', 4, '1.5'],
    ['1940591.8198', 4, '19405918198'],
    ['-12', 2, '-1200'],
    ['', 4, ''],
    ['15,0000000', 4, '15,0000000'],
    ['1e5', 4, '1e5'],
  ])('%s by 10^%i is %s', (text, places, shifted) => {
    expect(shiftDecimal(text, places)).toBe(shifted)
  })

  it.each([
    ['0.10', '0.20', '0.30'],
    ['90071992547409.93', '0.01', '90071992547409.94'],
    ['-0.05', '0.01', '-0.04'],
    ['1', '', ''],
    ['1', 'x', ''],
  ])('%s + %s = %s', (first, second, sum) => {
    expect(addDecimals(first, second)).toBe(sum)
  })
})
