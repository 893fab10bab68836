import { planAnnuals } from '../../seeds/demo/annual-figures.ts'
import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { listedCompanyRecords } from '../../seeds/demo/listings.ts'
import { monthNumber } from '../../seeds/demo/months.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：上市公司（虚构证券代码）',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/listed-company',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    const records = listedCompanyRecords(world, planAnnuals(world))
    yield monthlyDelivery('上市公司', monthNumber('2026-04'), () => records)
  },
} satisfies Connector
