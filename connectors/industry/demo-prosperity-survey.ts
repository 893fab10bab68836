import {
  demonstrationLicence,
  demonstrationPublisher,
  yearlyDeliveries,
} from '../../seeds/demo/deliveries.ts'
import { prosperityRecords } from '../../seeds/demo/prosperity.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：景气调查',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'industry/prosperity-survey',
  demonstration: true,
  async *fetch() {
    yield* yearlyDeliveries('景气调查', prosperityRecords)
  },
} satisfies Connector
