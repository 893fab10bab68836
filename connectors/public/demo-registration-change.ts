import {
  demonstrationLicence,
  demonstrationPublisher,
  yearlyDeliveries,
} from '../../seeds/demo/deliveries.ts'
import { MONTHS } from '../../seeds/demo/months.ts'
import { registrationChanges } from '../../seeds/demo/registrations.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：企业变更登记',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'public/registration-change',
  demonstration: true,
  async *fetch() {
    const changes = registrationChanges(demonstrationWorld())
    yield* yearlyDeliveries('变更登记', ({ from, until }) => {
      const months = new Set(MONTHS.slice(from, until))
      return changes.filter((change) => months.has((change['changed_on'] ?? '').slice(0, 7)))
    })
  },
} satisfies Connector
