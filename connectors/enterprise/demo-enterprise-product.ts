import { planAnnuals } from '../../seeds/demo/annual-figures.ts'
import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { monthNumber } from '../../seeds/demo/months.ts'
import { productRecords } from '../../seeds/demo/profiles.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业产品与产能',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'enterprise/enterprise-product',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    const records = productRecords(world, planAnnuals(world))
    yield monthlyDelivery('企业产品', monthNumber('2026-03'), () => records)
  },
} satisfies Connector
