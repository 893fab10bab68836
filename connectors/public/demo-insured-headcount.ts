import {
  demonstrationLicence,
  demonstrationPublisher,
  yearlyDeliveries,
} from '../../seeds/demo/deliveries.ts'
import { headcountRecords } from '../../seeds/demo/monthly-records.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业月度社保参保人数',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/insured-headcount',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    yield* yearlyDeliveries('参保人数', (span) => headcountRecords(world, span))
  },
} satisfies Connector
