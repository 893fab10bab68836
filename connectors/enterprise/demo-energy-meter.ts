import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { meterRecords } from '../../seeds/demo/meters.ts'
import { MONTH_COUNT } from '../../seeds/demo/months.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：能源计量读数',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'enterprise/energy-meter',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    yield monthlyDelivery('能源计量', MONTH_COUNT - 1, () => meterRecords(world))
  },
} satisfies Connector
