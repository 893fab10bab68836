import {
  demonstrationLicence,
  demonstrationPublisher,
  yearlyDeliveries,
} from '../../seeds/demo/deliveries.ts'
import { electricityRecords } from '../../seeds/demo/monthly-records.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业月度用电量',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/electricity-use',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    yield* yearlyDeliveries('用电量', (span) => electricityRecords(world, span))
  },
} satisfies Connector
