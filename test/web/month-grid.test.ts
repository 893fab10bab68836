import { expect, test } from 'vitest'
import { monthGrid } from '../../web/pages/government/projects/month-grid.ts'

test('a month stands in whole weeks from Monday to Sunday', () => {
  const november = monthGrid('2026-11')
  expect(november).toHaveLength(6)
  expect(november[0]?.[0]).toEqual({ day: '2026-10-26', inside: false })
  expect(november[0]?.[6]).toEqual({ day: '2026-11-01', inside: true })
  expect(november.at(-1)?.[0]).toEqual({ day: '2026-11-30', inside: true })
  // Four weeks exactly, and the change of year.
  expect(monthGrid('2027-02')).toHaveLength(4)
  expect(monthGrid('2026-12').at(-1)?.at(-1)).toEqual({ day: '2027-01-03', inside: false })
})
