import {
  demonstrationLicence,
  demonstrationPublisher,
  yearlyDeliveries,
} from '../../seeds/demo/deliveries.ts'
import { regionStatisticsRecords } from '../../seeds/demo/region-statistics.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：区域统计指标',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/region-statistics',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    yield* yearlyDeliveries('区域统计', (span) => regionStatisticsRecords(world, span))
  },
} satisfies Connector
