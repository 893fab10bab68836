import { demonstrationLicence, demonstrationPublisher, datedDeliveries } from '../../seeds/demo/deliveries.ts'
import { commodityPriceRecords } from '../../seeds/demo/commodity-prices.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '演示：大宗商品价格',
  publisher: demonstrationPublisher,
  licence: demonstrationLicence,
  dataset: 'industry/commodity-price',
  demonstration: true,
  async *fetch() {
    yield* datedDeliveries('大宗商品价格', [...commodityPriceRecords()], 'date')
  },
} satisfies Connector
