import { expect, test } from 'vitest'
import { greatCircle } from '../../server/algorithms/great-circle.ts'

test('a degree of latitude is 111.19 km, and a quarter of the equator 10 007.6 km', () => {
  expect(greatCircle({ longitude: 118, latitude: 37 }, { longitude: 118, latitude: 38 })).toBeCloseTo(
    111.195,
    2,
  )
  expect(greatCircle({ longitude: 0, latitude: 0 }, { longitude: 90, latitude: 0 })).toBeCloseTo(10007.56, 1)
})

test('is nothing at one place, and alike both ways', () => {
  const [a, b] = [
    { longitude: 118.41, latitude: 37.05 },
    { longitude: 121.57, latitude: 31.25 },
  ]
  expect(greatCircle(a, a)).toBe(0)
  expect(greatCircle(a, b)).toBe(greatCircle(b, a))
})
