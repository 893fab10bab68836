import { demonstrationLicence, demonstrationPublisher, datedDeliveries } from '../../seeds/demo/deliveries.ts'
import { investmentRecords } from '../../seeds/demo/investments.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业对外投资',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/outbound-investment',
  demonstration: true,
  async *fetch() {
    yield* datedDeliveries('对外投资', investmentRecords(demonstrationWorld()), 'invested_on')
  },
} satisfies Connector
