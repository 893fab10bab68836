import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { MONTH_COUNT } from '../../seeds/demo/months.ts'
import { targetRecords } from '../../seeds/demo/targets.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：招商目标企业',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'industry/target-enterprise',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    yield monthlyDelivery('招商目标企业', MONTH_COUNT - 1, () => targetRecords(world))
  },
} satisfies Connector
