import { demonstrationLicence, demonstrationPublisher, datedDeliveries } from '../../seeds/demo/deliveries.ts'
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
    yield* datedDeliveries('变更登记', registrationChanges(demonstrationWorld()), 'changed_on')
  },
} satisfies Connector
