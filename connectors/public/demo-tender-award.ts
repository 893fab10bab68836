import { demonstrationLicence, demonstrationPublisher, datedDeliveries } from '../../seeds/demo/deliveries.ts'
import { tenderRecords } from '../../seeds/demo/tenders.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：中标成交',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/tender-award',
  demonstration: true,
  async *fetch() {
    yield* datedDeliveries('中标成交', tenderRecords(demonstrationWorld()), 'awarded_on')
  },
} satisfies Connector
