import {
  demonstrationLicence,
  demonstrationPublisher,
  yearlyDeliveries,
} from '../../seeds/demo/deliveries.ts'
import { supplyTransactions } from '../../seeds/demo/supply-transactions.ts'
import { demonstrationWorld } from '../../seeds/demo/world.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：供应交易',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'enterprise/supply-transaction',
  demonstration: true,
  async *fetch() {
    const world = demonstrationWorld()
    yield* yearlyDeliveries('供应交易', ({ from, until }) => supplyTransactions(world, from, until))
  },
} satisfies Connector
