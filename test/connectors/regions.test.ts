import { expect, it } from 'vitest'
import { provinceCode, shandongCityCode, shortDivisionName } from '../../connectors/regions.ts'

it.each([
  ['山东', '370000'],
  ['山东省', '370000'],
  ['广西壮族自治区', '450000'],
  ['内蒙古', '150000'],
  ['新疆维吾尔自治区', '650000'],
  ['香港特别行政区', '810000'],
  ['新疆兵团', undefined],
])('province %s is %s', (name, code) => {
  expect(provinceCode(name)).toBe(code)
})

it.each([
  ['东营', '370500'],
  ['东营市', '370500'],
  ['莱芜', '370100'],
  ['徐州', undefined],
])('city %s is %s', (name, code) => {
  expect(shandongCityCode(name)).toBe(code)
})

it.each([
  ['历下区', '历下'],
  ['单县', '单县'],
  ['沙市区', '沙市'],
  ['滕州市', '滕州'],
  ['长阳土家族自治县', '长阳土家族自治县'],
  ['宁夏回族自治区', '宁夏'],
])('%s is called %s for short', (name, short) => {
  expect(shortDivisionName(name)).toBe(short)
})
