import { aboveScaleRecords, closedYears, planAnnuals } from '../../seeds/demo/annual-figures.ts'
import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { monthNumber } from '../../seeds/demo/months.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：规模以上企业年度经营信息',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/above-scale-annual',
  demonstration: true,
  async *fetch() {
    const annuals = planAnnuals(demonstrationWorld())
    // A closed year is reported in the March after it.
    for (const year of closedYears) {
      const records = aboveScaleRecords(annuals, year)
      yield monthlyDelivery('规上企业年度', monthNumber(`${year + 1}-03`), () => records)
    }
  },
} satisfies Connector
