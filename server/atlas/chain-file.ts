import type { ChainGraph } from '../api/schemas/chain.ts'
import { strengthWords } from '../domain/strength.ts'
import type { WorkbookContent } from '../documents/workbook.ts'
import { sourceLine, type DataSource } from '../warehouse/data-sources.ts'
import { hundredths, percent } from './table.ts'

/** What a picture of a chain rests on, in the order in which it is named. */
export const chainSources = [
  'enterprise/supply-transaction',
  'public/enterprise-registration',
  'public/above-scale-annual',
  'industry/chain-segment',
  'industry/segment-link',
]

/** A chain as a workbook: segments with verdict, reasons and figures; links; what each rests on. */
export function chainWorkbook(graph: ChainGraph, sources: readonly DataSource[]): WorkbookContent {
  const stages = new Map(graph.stages.map((stage) => [stage.id, stage.title]))
  const titles = new Map(graph.segments.map((segment) => [segment.id, segment.title]))
  return {
    title: `${graph.region.name}${graph.chain.title}产业链图`,
    notes: {
      sources: [...sources.map(sourceLine), `产业链标准“${graph.chain.title}”${graph.chain.version}`],
      period: graph.periodTitle,
      asOf: graph.asOf,
      demonstration: graph.realm === 'demonstration',
      remarks: [
        '空格表示没有数据，不是零。',
        '本地需求、本地供应、采购额为近 12 个月；本地配套率为本地采购中由本地供应的比重，方法写“估算”的按产业链标准推算。',
        '关系的依据写“推断”的只见于产业链标准，没有交易记录。',
      ],
    },
    sheets: [
      {
        name: '环节',
        columns: [
          { title: '阶段' },
          { title: '环节' },
          { title: '判断' },
          { title: '理由' },
          { title: '本地企业', unit: '家' },
          { title: '规上企业', unit: '家' },
          { title: '本地需求', unit: '元' },
          { title: '本地供应', unit: '元' },
          { title: '本地配套率', unit: '%' },
          { title: '配套率方法' },
          { title: '区位商' },
          { title: 'HHI' },
          { title: '首位企业占比', unit: '%' },
          { title: '最大外部供应商' },
          { title: '外部供应商占采购', unit: '%' },
          { title: '标准来源' },
          { title: '来源日期' },
        ],
        rows: graph.segments.map((segment) => [
          stages.get(segment.stage) ?? segment.stage,
          segment.title,
          strengthWords[segment.strength],
          segment.reasons.join('；') || null,
          segment.enterprises,
          segment.aboveScale,
          hundredths(segment.demand),
          hundredths(segment.supply),
          percent(segment.localSupplyRatio),
          segment.ratioMethod === null ? null : segment.ratioMethod === 'measured' ? '实测' : '估算',
          hundredths(segment.locationQuotient),
          segment.hhi,
          percent(segment.cr1),
          segment.externalSupplier,
          percent(segment.externalShare),
          segment.sourceTitle,
          segment.sourceDate,
        ]),
      },
      {
        name: '关系',
        columns: [
          { title: '供应环节' },
          { title: '采购环节' },
          { title: '必需投入' },
          { title: '标准投入占比', unit: '%' },
          { title: '采购额', unit: '元' },
          { title: '依据' },
          { title: '来源' },
          { title: '来源日期' },
        ],
        rows: graph.links.map((link) => [
          titles.get(link.supplier) ?? link.supplier,
          titles.get(link.buyer) ?? link.buyer,
          link.essential ? '是' : '否',
          percent(link.weight),
          hundredths(link.amount),
          link.inferred ? '推断' : '交易记录',
          link.sourceTitle,
          link.sourceDate,
        ]),
      },
    ],
  }
}
