import { chainDeliveries } from '../chain-files.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '产业链标准库：环节供需关系',
  publisher: '本平台，逐条注明依据',
  licence: '随本平台',
  dataset: 'industry/segment-link',
  expectedYield: { minimum: 45, maximum: 10_000, outside: 'fail' },
  fetch: () =>
    chainDeliveries((chain, sourceTitle) =>
      chain.links.map((link) => ({
        chain: chain.id,
        supplier_segment: link.from,
        buyer_segment: link.to,
        input_weight: String(link.weight),
        essential: link.essential ? '1' : '0',
        source_title: sourceTitle(link.source),
        source_date: link.date,
      })),
    ),
} satisfies Connector
