import { expect, test } from 'vitest'
import { industryTitles } from '../../server/domain/industry-titles.ts'

test('has the 20 sections and 97 divisions of GB/T 4754-2017, numbered through', () => {
  const codes = [...industryTitles.keys()]
  expect(codes.filter((code) => code.length === 1).join('')).toBe('ABCDEFGHIJKLMNOPQRST')
  expect(codes.filter((code) => code.length === 3).map((code) => Number(code.slice(1)))).toEqual(
    Array.from({ length: 97 }, (_, at) => at + 1),
  )
  expect(
    ['C', 'C13', 'C26', 'C29', 'C43', 'D44', 'F51', 'G54', 'T97'].map((code) => industryTitles.get(code)),
  ).toEqual([
    '制造业',
    '农副食品加工业',
    '化学原料和化学制品制造业',
    '橡胶和塑料制品业',
    '金属制品、机械和设备修理业',
    '电力、热力生产和供应业',
    '批发业',
    '道路运输业',
    '国际组织',
  ])
})
