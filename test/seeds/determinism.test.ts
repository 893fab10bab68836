import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../seeds/demo/random.ts'
import { planAnnuals } from '../../seeds/demo/annual-figures.ts'
import { capacityRecords } from '../../seeds/demo/capacities.ts'
import { honourRecords } from '../../seeds/demo/honours.ts'
import { investmentRecords } from '../../seeds/demo/investments.ts'
import { meterRecords } from '../../seeds/demo/meters.ts'
import { electricityRecords, headcountRecords } from '../../seeds/demo/monthly-records.ts'
import { productRecords } from '../../seeds/demo/profiles.ts'
import { regionStatisticsRecords } from '../../seeds/demo/region-statistics.ts'
import { registrationChanges, registrationDeliveries } from '../../seeds/demo/registrations.ts'
import { supplyTransactions } from '../../seeds/demo/supply-transactions.ts'
import { targetRecords } from '../../seeds/demo/targets.ts'
import { tenderRecords } from '../../seeds/demo/tenders.ts'
import { buildWorld, type World } from '../../seeds/demo/world.ts'

const whole = { from: 0, until: 36 }

function hashOf(world: World): string {
  const annuals = planAnnuals(world)
  const hash = createHash('sha256')
  for (const records of [
    registrationDeliveries(world),
    registrationChanges(world),
    honourRecords(world),
    investmentRecords(world),
    tenderRecords(world),
    targetRecords(world),
    capacityRecords(world),
    productRecords(world, annuals),
    electricityRecords(world, whole),
    headcountRecords(world, whole),
    regionStatisticsRecords(world, whole),
    meterRecords(world),
    supplyTransactions(world, whole.from, whole.until),
  ]) {
    for (const record of records) hash.update(JSON.stringify(record))
  }
  return hash.digest('hex')
}

describe('演示数据的确定性', () => {
  it('两次生成逐字节相同', () => {
    expect(hashOf(buildWorld())).toBe(hashOf(buildWorld()))
  })

  it('分交付生成与一次生成相同，各交付之间互不影响', () => {
    const world = buildWorld()
    const once = [...regionStatisticsRecords(world, whole)]
    const last = [...regionStatisticsRecords(world, { from: 24, until: 36 })]
    const known = new Set(once.map((record) => JSON.stringify(record)))
    expect(last.length).toBeGreaterThan(1000)
    expect(last.every((record) => known.has(JSON.stringify(record)))).toBe(true)
  })

  it('同名同序列，异名异序列，取值在 [0, 1)', () => {
    const first = randomStream('甲', 'seed')
    const again = randomStream('甲', 'seed')
    const other = randomStream('乙', 'seed')
    const series = Array.from({ length: 1000 }, () => first.uniform())
    expect(series).toEqual(Array.from({ length: 1000 }, () => again.uniform()))
    expect(series).not.toEqual(Array.from({ length: 1000 }, () => other.uniform()))
    expect(Math.min(...series)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...series)).toBeLessThan(1)
    const mean = series.reduce((sum, value) => sum + value, 0) / series.length
    expect(mean).toBeCloseTo(0.5, 1)
  })
})
