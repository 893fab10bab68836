import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { honourRecords } from '../../seeds/demo/honours.ts'
import { MONTH_COUNT, monthNumber } from '../../seeds/demo/months.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业资质荣誉',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/honour',
  demonstration: true,
  async *fetch() {
    // Lists up to 2023 stand at the beginning; later ones are delivered when their year closes.
    const byYear = Map.groupBy(honourRecords(demonstrationWorld()), (record) =>
      Math.max(2023, Number(record['awarded_year'])),
    )
    for (const year of [...byYear.keys()].toSorted((a, b) => a - b)) {
      const month = year === 2023 ? -1 : Math.min(MONTH_COUNT - 1, monthNumber(`${year}-12`))
      yield monthlyDelivery('资质荣誉', month, () => byYear.get(year) ?? [])
    }
  },
} satisfies Connector
