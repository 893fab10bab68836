import { demonstrationLicence, demonstrationPublisher, monthlyDelivery } from '../../seeds/demo/deliveries.ts'
import { registrationDeliveries } from '../../seeds/demo/registrations.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业登记（全量一次，逐月变更）',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/enterprise-registration',
  demonstration: true,
  expectedYield: { minimum: 3000, maximum: 4000, outside: 'fail' },
  async *fetch() {
    for (const { month, records } of registrationDeliveries(demonstrationWorld())) {
      if (records.length > 0) yield monthlyDelivery('企业登记', month, () => records)
    }
  },
} satisfies Connector
