import { chainDeliveries } from '../chain-files.ts'
import type { Connector } from '../contract.ts'

export default {
  title: '产业链标准库：环节',
  publisher: '本平台，逐条注明依据',
  licence: '随本平台',
  dataset: 'industry/chain-segment',
  expectedYield: { minimum: 45, maximum: 2_000, outside: 'fail' },
  fetch: () =>
    chainDeliveries((chain, sourceTitle) => {
      const stages = new Map(chain.stages.map((stage) => [stage.id, stage.title]))
      return chain.segments.map((segment) => ({
        chain: chain.id,
        segment: segment.id,
        title: segment.title,
        stage: segment.stage,
        stage_title: stages.get(segment.stage) ?? '',
        position: String(segment.order),
        industry_codes: segment.industryCodes.join('|'),
        product_words: [...segment.products, ...segment.strongWords].join('|'),
        weight: String(segment.weight),
        source_title: sourceTitle(segment.source),
        source_date: segment.date,
      }))
    }),
} satisfies Connector
