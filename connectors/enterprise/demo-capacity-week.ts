import { capacityRecords } from '../../seeds/demo/capacities.ts'
import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { MONTH_COUNT } from '../../seeds/demo/months.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：周产能',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'enterprise/capacity-week',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    yield monthlyDelivery('周产能', MONTH_COUNT - 1, () => capacityRecords(world))
  },
} satisfies Connector
