import type { Stage } from '../warehouse/stage.ts'

export const attractionStage: Stage = {
  id: 'attraction',
  title: '沿链招商',
  summary: '按产品把上市公司归入环节；回测目标企业的排序。',
  datasets: [
    'public/listed-company',
    'enterprise/enterprise-product',
    'enterprise/supply-transaction',
    'enterprise/annual-report',
    'public/above-scale-annual',
    'public/outbound-investment',
    'public/enterprise-registration',
    'public/registration-change',
    'public/tender-award',
    'public/division',
    'industry/target-enterprise',
  ],
  after: ['fusion', 'chain'],
  tables: ['listed_segment', 'target_backtest'],
}
