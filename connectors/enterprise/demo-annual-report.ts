import { closedYears, planAnnuals } from '../../seeds/demo/annual-figures.ts'
import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { annualReportRecords } from '../../seeds/demo/listings.ts'
import { monthNumber } from '../../seeds/demo/months.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业年度报告',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'enterprise/annual-report',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    const annuals = planAnnuals(world)
    for (const year of closedYears) {
      const records = annualReportRecords(world, annuals, year)
      yield monthlyDelivery('年度报告', monthNumber(`${year + 1}-04`), () => records)
    }
  },
} satisfies Connector
